package kleiber.sweeps.collect;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.trainer.output.AtomicFile;
import kleiber.trainer.runlog.Metric;
import kleiber.trainer.runlog.MetricsLog;
import kleiber.trainer.text.CsvText;

/** {@code curves.csv}: the learning curves of all runs, one row per logged step or evaluation. */
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
          "kind",
          "lr",
          "evaluatedTokens");

  private CurvesTable() {}

  /** Replaces {@code target} by the table. */
  static void write(SweepFolder folder, Ledger ledger, Path target) {
    AtomicFile.replace(
        target,
        file -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
          out.write(CsvText.line(COLUMNS));
          for (Ledger.Entry run : ledger.runs()) {
            Path metrics = folder.run(run.id()).metrics();
            if (Files.exists(metrics) && run.totalParams() != null) {
              for (Metric metric : MetricsLog.read(metrics)) {
                write(out, run, metric);
              }
            }
          }
          out.flush();
        });
  }

  /** A step has a learning rate and an evaluation a number of targets; neither has the other's. */
  private static void write(Writer out, Ledger.Entry run, Metric metric) throws IOException {
    if (metric instanceof Metric.Step step) {
      Spent spent = new Spent(step.step(), step.tokens(), step.flops());
      row(out, run, spent, step.lossNats(), "train", step.lr(), null);
    } else if (metric instanceof Metric.Evaluation eval) {
      Spent spent = new Spent(eval.step(), eval.tokens(), eval.flops());
      row(out, run, spent, eval.lossNats(), "eval", null, eval.evaluatedTokens());
    }
  }

  /** How far a run was. */
  private record Spent(long steps, long tokens, double flops) {}

  private static void row(
      Writer out,
      Ledger.Entry run,
      Spent spent,
      double loss,
      String kind,
      Double lr,
      Long evaluatedTokens)
      throws IOException {
    double flops6ND = 6.0 * run.totalParams() * spent.tokens;
    out.write(
        CsvText.line(
            Arrays.asList(
                run.id(),
                run.totalParams(),
                run.nonEmbeddingParams(),
                spent.steps,
                spent.tokens,
                flops6ND,
                spent.flops,
                loss,
                kind,
                lr,
                evaluatedTokens)));
  }
}
