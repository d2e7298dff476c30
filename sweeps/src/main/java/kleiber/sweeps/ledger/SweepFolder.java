package kleiber.sweeps.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.AtomicFile;
import kleiber.record.Basis;
import kleiber.record.Look;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimLostException;
import kleiber.record.claim.HeldClaim;
import kleiber.record.table.CurveColumn;
import kleiber.record.table.RunColumn;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.KnownRuns;
import kleiber.sweeps.plan.Plan;

/**
 * The folder of a sweep: {@code plan.json}, one folder a run, tables. Its files are the only memory
 * of a sweep; whoever reads them knows all that its scheduler knew.
 *
 * @param path the folder
 */
public record SweepFolder(Path path) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  /** The folder that a sweep of this name has unless another is given. */
  public static SweepFolder standard(String name) {
    return new SweepFolder(Path.of("runs", name));
  }

  /** The plan. */
  public Path plan() {
    return path.resolve("plan.json");
  }

  /** The sweep as it was last asked for. */
  public Path sweepFile() {
    return path.resolve("sweep.yaml");
  }

  /** One row per run. */
  public Path runsCsv() {
    return path.resolve(RunColumn.FILE);
  }

  /** One object a run. */
  public Path runsJsonl() {
    return path.resolve("runs.jsonl");
  }

  /** One row per logged step or evaluation of a run. */
  public Path curvesCsv() {
    return path.resolve(CurveColumn.FILE);
  }

  /** Where workers write what they print beside their runs. */
  public Path workerLogs() {
    return path.resolve("workers");
  }

  /** The folder of a run. */
  public RunDirectory run(String id) {
    return new RunDirectory(path.resolve(id));
  }

  /** Reads the plan; empty where no sweep has been started. */
  public Optional<Ledger> readLedger() {
    if (!Files.exists(plan())) {
      return Optional.empty();
    }
    ObjectNode tree = ForeignJson.object(plan(), ForeignJson.LARGE);
    Optional<String> other = ForeignJson.otherVersion(tree, Ledger.SCHEMA_VERSION);
    if (other.isPresent()) {
      throw KleiberException.corrupt(
          plan()
              + " is no plan, or one of another version: its schemaVersion is "
              + other.get()
              + ", and this program reads "
              + Ledger.SCHEMA_VERSION);
    }
    return Optional.of(ForeignJson.bind(plan().toString(), tree, Ledger.class));
  }

  /** The runs that are planned already. */
  public KnownRuns known() {
    Map<String, String> names = new HashMap<>();
    Map<String, Basis> bases = new HashMap<>();
    Map<String, List<Map<String, Object>>> cells = new HashMap<>();
    Map<String, Double> losses = new HashMap<>();
    for (Ledger.Entry run : readLedger().map(Ledger::runs).orElse(List.of())) {
      names.put(run.hash(), run.name());
      if (run.basis() != null) {
        bases.put(run.configuration(), run.basis());
      }
      if (run.cell() != null) {
        cells.computeIfAbsent(run.cell(), cell -> new ArrayList<>()).add(run.values());
        loss(run).ifPresent(loss -> losses.put(run.hash(), loss));
      }
    }
    return new KnownRuns(names, bases, cells, losses);
  }

  /**
   * What came of a run, in nats: infinite where it diverged, NaN where it has failed, has no loss
   * or cannot be read, empty where it has not ended.
   */
  public Optional<Double> loss(Ledger.Entry run) {
    Look<Status> now = run(run.id()).look();
    return now.isBad() ? Optional.of(Double.NaN) : now.value().flatMap(SweepFolder::loss);
  }

  private static Optional<Double> loss(Status status) {
    return switch (status.outcome()) {
      case COMPLETED ->
          Optional.of(
              status.result().finalLossNats() == null
                  ? Double.NaN
                  : status.result().finalLossNats());
      case DIVERGED -> Optional.of(Double.POSITIVE_INFINITY);
      case FAILED, CRASHED -> Optional.of(Double.NaN);
      case RUNNING, INTERRUPTED -> Optional.empty();
    };
  }

  /** Reads the plan of a sweep that has been started. */
  public Ledger requireLedger() {
    return readLedger()
        .orElseThrow(
            () ->
                KleiberException.usage(
                    "there is no sweep in " + path + " (no plan.json); start it with sweep run"));
  }

  /**
   * Writes the plan and the configurations of its runs down, one process at a time. Runs that are
   * there already stay.
   *
   * @param file what was asked for, as text
   * @param extend whether the plan may differ from the one that is there
   * @return the plan of the folder: what was there and what is new
   * @throws KleiberException when it differs and must not
   */
  public Ledger commit(Plan plan, String file, Forecast forecast, boolean extend)
      throws InterruptedException {
    Ledger next = Ledger.of(plan, forecast);
    RunDirectory folder = new RunDirectory(path);
    folder.create();
    try (HeldClaim claim = folder.claims().await()) {
      Optional<Ledger> before = readLedger();
      if (before.isPresent()) {
        next = new Merger(path, before.get()).merge(next, extend, isAsBefore(file));
      }
      // Before the plan that names them: another host may begin with a run as soon as it is there.
      Configurations.write(this, plan);
      writePlan(next, claim);
      write(sweepFile(), file, claim::requireHeld);
      return next;
    } catch (ClaimLostException e) {
      // Stopped for so long that another has planned meanwhile: what that one wrote is merged too.
      return commit(plan, file, forecast, extend);
    }
  }

  /** Piece by piece: as one text a plan of thousands of runs takes tens of megabytes. */
  private void writePlan(Ledger ledger, HeldClaim claim) {
    AtomicFile.replace(
        plan(),
        out -> {
          JSON.writeValue(out, ledger);
          out.write('\n');
        },
        claim::requireHeld);
  }

  /** Whether the same is asked for as last time, also where the folder holds runs besides. */
  public boolean isAsBefore(String file) {
    try {
      return Files.exists(sweepFile()) && Files.readString(sweepFile()).equals(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Replaces a file of the folder, whole or not at all. */
  public void write(Path file, String content) {
    write(file, content, () -> {});
  }

  private static void write(Path file, String content, Runnable fence) {
    AtomicFile.replace(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)), fence);
  }
}
