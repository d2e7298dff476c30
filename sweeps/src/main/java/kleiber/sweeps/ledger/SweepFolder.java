package kleiber.sweeps.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.runlog.RunDirectory;

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
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

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

  /** One row a run. */
  public Path runsCsv() {
    return path.resolve("runs.csv");
  }

  /** One object a run. */
  public Path runsJsonl() {
    return path.resolve("runs.jsonl");
  }

  /** One row a logged step or evaluation of a run. */
  public Path curvesCsv() {
    return path.resolve("curves.csv");
  }

  /** Where workers write what they have to say besides their runs. */
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
    try {
      Ledger ledger = JSON.readValue(Files.readAllBytes(plan()), Ledger.class);
      if (ledger.schemaVersion() != Ledger.SCHEMA_VERSION) {
        throw KleiberException.corrupt(
            plan()
                + " has schema version "
                + ledger.schemaVersion()
                + ", this program reads "
                + Ledger.SCHEMA_VERSION);
      }
      return Optional.of(ledger);
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + plan() + ": " + IoReason.of(e), e);
    }
  }

  /** The names of the runs that are planned already, by identity. */
  public Map<String, String> names() {
    return readLedger().stream()
        .flatMap(ledger -> ledger.runs().stream())
        .collect(Collectors.toMap(Ledger.Entry::hash, Ledger.Entry::name));
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
   * Writes the plan down, one process at a time. Runs that are there already stay.
   *
   * @param extend whether the plan may differ from the one that is there
   * @return the plan of the folder: what was there and what is new
   * @throws KleiberException when it differs and must not
   */
  public Ledger commit(Plan plan, Forecast forecast, boolean extend) {
    Ledger next = Ledger.of(plan, forecast);
    RunDirectory folder = new RunDirectory(path);
    folder.create();
    try (RunDirectory.Lock lock = folder.lock()) {
      Optional<Ledger> before = readLedger();
      if (before.isPresent()) {
        next = merge(before.get(), next, extend);
      }
      write(plan(), JSON.writeValueAsString(next) + "\n");
      return next;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ledger merge(Ledger before, Ledger next, boolean extend) {
    Set<String> old = identities(before);
    Set<String> added = new HashSet<>(identities(next));
    added.removeAll(old);
    Set<String> dropped = new HashSet<>(old);
    dropped.removeAll(identities(next));
    if (!extend && (!added.isEmpty() || !dropped.isEmpty())) {
      throw KleiberException.usage(
          "the plan has changed since the sweep in "
              + path
              + " was started: "
              + added.size()
              + " runs are new and "
              + dropped.size()
              + " are no longer asked for; take the new ones in with --extend (nothing is removed),"
              + " or choose another --out");
    }
    Map<String, Ledger.Entry> all = new LinkedHashMap<>();
    before.runs().forEach(run -> all.put(run.hash(), run));
    next.runs().forEach(run -> all.put(run.hash(), run));
    return new Ledger(Ledger.SCHEMA_VERSION, next.name(), next.slots(), List.copyOf(all.values()));
  }

  /** A run that changes between fit and holdout is another run as far as the sweep goes. */
  private static Set<String> identities(Ledger ledger) {
    return ledger.runs().stream()
        .map(run -> run.hash() + (run.holdout() ? " holdout" : ""))
        .collect(Collectors.toSet());
  }

  /** Replaces a file of the folder, whole or not at all. */
  public void write(Path file, String content) {
    new RunDirectory(path).write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
