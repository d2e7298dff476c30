package kleiber.sweeps.collect;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.core.output.AtomicFile;
import kleiber.core.text.CsvText;
import kleiber.record.Look;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.RunDirectory;
import kleiber.record.table.CurveColumn;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/** {@code curves.csv}: the learning curves of all runs, one row per logged step or evaluation. */
final class CurvesTable {
  private CurvesTable() {}

  /**
   * Replaces the table.
   *
   * @param faults of runs with bad files by id, which are left out; a run whose metrics cannot be
   *     read is added
   */
  static void write(SweepFolder folder, Ledger ledger, Map<String, String> faults) {
    AtomicFile.replace(
        folder.curvesCsv(),
        file -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8));
          out.write(CsvText.line(CurveColumn.header()));
          for (Ledger.Entry run : ledger.runs()) {
            if (!faults.containsKey(run.id()) && run.totalParams() != null) {
              Look<List<Metric>> curve = curve(folder.run(run.id()));
              for (Metric metric : curve.value().orElse(List.of())) {
                write(out, run, metric);
              }
              if (curve.isBad()) {
                faults.put(run.id(), curve.fault());
              }
            }
          }
          out.flush();
        });
  }

  private static Look<List<Metric>> curve(RunDirectory run) {
    return Look.of(
        run,
        () ->
            Files.exists(run.metrics())
                ? Optional.of(MetricsLog.read(run.metrics()))
                : Optional.empty());
  }

  private static void write(Writer out, Ledger.Entry run, Metric metric) throws IOException {
    Optional<Point> point = point(run, metric);
    if (point.isPresent()) {
      out.write(CsvText.line(Stream.of(CurveColumn.values()).map(point.get()::cell).toList()));
    }
  }

  /** A step has a learning rate and an evaluation a number of targets; neither has the other's. */
  private static Optional<Point> point(Ledger.Entry run, Metric metric) {
    if (metric instanceof Metric.Step step) {
      Spent spent = new Spent(step.step(), step.tokens(), step.flops());
      return Optional.of(
          new Point(run, spent, step.lossNats(), CurveColumn.TRAIN, step.lr(), null));
    }
    if (metric instanceof Metric.Evaluation eval) {
      Spent spent = new Spent(eval.step(), eval.tokens(), eval.flops());
      return Optional.of(
          new Point(run, spent, eval.lossNats(), CurveColumn.EVAL, null, eval.evaluatedTokens()));
    }
    return Optional.empty();
  }

  /** How far a run was. */
  private record Spent(long steps, long tokens, double flops) {}

  /** What a row says. */
  private record Point(
      Ledger.Entry run, Spent spent, double loss, String kind, Double lr, Long evaluatedTokens) {
    Object cell(CurveColumn column) {
      return switch (column) {
        case ID -> run.id();
        case TOTAL_PARAMS -> run.totalParams();
        case NON_EMBEDDING_PARAMS -> run.nonEmbeddingParams();
        case STEP -> spent.steps;
        case TOKENS -> spent.tokens;
        case FLOPS_6ND -> 6.0 * run.totalParams() * spent.tokens;
        case FLOPS_EXACT -> spent.flops;
        case LOSS -> loss;
        case KIND -> kind;
        case LR -> lr;
        case EVALUATED_TOKENS -> evaluatedTokens;
      };
    }
  }
}
