package kleiber.sweeps.collect;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.trainer.KleiberException;
import kleiber.trainer.runlog.Metric;
import kleiber.trainer.runlog.MetricsLog;

/** {@code curves.csv}: the learning curves of all runs, one row a logged step or evaluation. */
final class CurvesTable {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "totalParams",
          "nonEmbeddingParams",
          "step",
          "tokens",
          "flops6ND",
          "flopsExact",
          "lossNats",
          "kind");

  private CurvesTable() {}

  /** Writes the table beside {@code target}, then in its place. */
  static void write(SweepFolder folder, Ledger ledger, Path target) {
    Path work = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(work, StandardCharsets.UTF_8)) {
        out.write(Csv.line(COLUMNS));
        for (Ledger.Entry run : ledger.runs()) {
          Path metrics = folder.run(run.id()).metrics();
          if (Files.exists(metrics) && run.totalParams() != null) {
            for (Metric metric : MetricsLog.read(metrics)) {
              write(out, run, metric);
            }
          }
        }
      }
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private static void write(BufferedWriter out, Ledger.Entry run, Metric metric)
      throws IOException {
    if (metric instanceof Metric.Step step) {
      row(out, run, step.step(), step.tokens(), step.flops(), step.lossNats(), "train");
    } else if (metric instanceof Metric.Evaluation eval) {
      row(out, run, eval.step(), eval.tokens(), eval.flops(), eval.lossNats(), "eval");
    }
  }

  private static void row(
      BufferedWriter out,
      Ledger.Entry run,
      long step,
      long tokens,
      double flops,
      double loss,
      String kind)
      throws IOException {
    double flops6ND = 6.0 * run.totalParams() * tokens;
    out.write(
        Csv.line(
            Arrays.asList(
                run.id(),
                run.totalParams(),
                run.nonEmbeddingParams(),
                step,
                tokens,
                flops6ND,
                flops,
                loss,
                kind)));
  }
}
