package kleiber.app.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.app.TextTable;
import kleiber.core.Rounded;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.calibrate.Estimate;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;
import kleiber.sweeps.plan.RunWarnings;
import kleiber.sweeps.plan.Warnings;
import kleiber.sweeps.spec.SweepSpec;

/**
 * What {@code sweep plan} prints.
 *
 * @param name the sweep's
 * @param folder where it will live
 * @param slots runs at a time
 * @param runs every run
 * @param tuning what is not known before some have ended, null where nothing is tuned
 * @param totalSeconds from start to end, at least
 * @param cost of the machine for that long, null without a price
 * @param warnings what is doubtful
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanReport(
    String name,
    String folder,
    int slots,
    List<Run> runs,
    TuningReport tuning,
    double totalSeconds,
    Double cost,
    List<String> warnings) {

  /** One run; what its data would tell is null where they cannot be opened. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Run(
      String id,
      boolean holdout,
      String trunk,
      Long sharedSteps,
      Long totalParams,
      Long nonEmbeddingParams,
      Long tokens,
      Double flops6ND,
      Double flopsExact,
      Double flopsSpent,
      Long steps,
      double lr,
      int batchSequences,
      Double epochs,
      long seed,
      int threads,
      long memoryBytes,
      long diskBytes,
      double seconds,
      String obstacle) {
    static Run of(PlannedRun run, Estimate estimate, String obstacle) {
      RunSize size = run.size();
      boolean known = size != null;
      return new Run(
          run.id(),
          run.holdout(),
          run.trunk() == null ? null : run.trunk().id(),
          run.trunk() == null ? null : run.trunk().step(),
          known ? size.params().totalParams() : null,
          known ? size.params().nonEmbeddingParams() : null,
          known ? size.tokens() : null,
          known ? size.flops6ND() : null,
          known ? size.flopsExact() : null,
          known ? run.flopsSpent() : null,
          known ? size.steps() : null,
          run.config().optimizer().lr(),
          run.config().batch().sequences(),
          known ? size.epochs() : null,
          run.config().seed(),
          run.config().threads(),
          estimate.memoryBytes(),
          estimate.diskBytes(),
          estimate.seconds(),
          obstacle);
    }
  }

  static PlanReport of(Sweep sweep, SweepSpec spec, double price) {
    List<Run> runs = new ArrayList<>();
    List<String> warnings = new ArrayList<>(sweep.plan().remarks());
    warnings.addAll(Warnings.of(sweep.plan().atLeast(), spec));
    sweep.disk().shortage().ifPresent(warnings::add);
    RunWarnings tooLargeOnes = new RunWarnings();
    for (PlannedRun run : sweep.plan().runs()) {
      String tooLarge = sweep.forecast().obstacle(run);
      String obstacle = run.obstacle() != null ? run.obstacle() : tooLarge;
      runs.add(Run.of(run, sweep.forecast().of(run), obstacle));
      if (tooLarge != null) {
        tooLargeOnes.add(run.id(), "will fail: " + tooLarge);
      }
    }
    warnings.addAll(tooLargeOnes.told());
    if (sweep.forecast().precisions().size() > 1) {
      warnings.add(
          "some runs compute in "
              + String.join(" and others in ", sweep.forecast().precisions())
              + ", which can bend a law; set train.precision");
    }
    double seconds = sweep.forecast().totalSeconds(sweep.plan().atLeast());
    return new PlanReport(
        sweep.plan().name(),
        sweep.folder().path().toString(),
        sweep.forecast().machine().slots().size(),
        runs,
        sweep.plan().tuning().map(tuning -> TuningReport.of(sweep.plan(), tuning)).orElse(null),
        seconds,
        price > 0 ? price * seconds / 3600 : null,
        warnings);
  }

  String toJson() {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  String toText() {
    TextTable table =
        new TextTable(
            "run",
            "N",
            "N no emb.",
            "D",
            "FLOPs",
            "steps",
            "lr",
            "batch",
            "epochs",
            "memory",
            "disk",
            "time",
            "");
    for (Run run : runs) {
      boolean known = run.totalParams() != null;
      table.row(
          run.id(),
          known ? Rounded.count(run.totalParams()) : "?",
          known ? Rounded.count(run.nonEmbeddingParams()) : "?",
          known ? Rounded.count(run.tokens()) : "?",
          known ? String.format(Locale.ROOT, "%.2e", run.flopsExact()) : "?",
          known ? String.format(Locale.ROOT, "%,d", run.steps()) : "?",
          String.format(Locale.ROOT, "%.3g", run.lr()),
          String.valueOf(run.batchSequences()),
          known ? String.format(Locale.ROOT, "%.2f", run.epochs()) : "?",
          Rounded.bytes(run.memoryBytes()),
          Rounded.bytes(run.diskBytes()),
          Rounded.duration(run.seconds()),
          remark(run));
    }
    StringBuilder text = new StringBuilder(table.toText());
    long disk = runs.stream().mapToLong(Run::diskBytes).sum();
    double flops =
        runs.stream().filter(r -> r.flopsSpent() != null).mapToDouble(Run::flopsSpent).sum();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d runs, %.3g FLOPs, %s on disk in %s; about %s with %d at a time%s%n",
            runs.size(),
            flops,
            Rounded.bytes(disk),
            folder,
            Rounded.duration(totalSeconds),
            slots,
            cost == null ? "" : String.format(Locale.ROOT, ", costing %.2f", cost)));
    if (tuning != null) {
      text.append(tuning.toText(runs.size()));
    }
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }

  private static String remark(Run run) {
    if (run.obstacle() != null) {
      return "cannot run";
    }
    String branch =
        run.trunk() == null ? "" : "from step " + run.sharedSteps() + " of " + run.trunk();
    return run.holdout() ? branch.isEmpty() ? "holdout" : "holdout, " + branch : branch;
  }
}
