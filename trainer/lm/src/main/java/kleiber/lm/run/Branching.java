package kleiber.lm.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.lm.checkpoint.Checkpoint;
import kleiber.lm.checkpoint.CheckpointStore;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.RunDirectory;
import kleiber.record.SharedSteps;
import kleiber.record.claim.HeldClaim;

/**
 * Gives a run without checkpoints another run's checkpoint and metrics, so that resuming it
 * continues where the two part. The checkpoint is written last: a run that is killed before has
 * none, and branches again.
 *
 * @param directory of the new run
 * @param claim on it
 * @param hash its identity
 * @param length tokens of a sequence
 * @param size of its model
 * @param notes told when the other run's checkpoint cannot be used
 */
record Branching(
    RunDirectory directory,
    HeldClaim claim,
    String hash,
    int length,
    ModelSize size,
    Consumer<String> notes) {

  void prepare(Start.Branch from) {
    CheckpointStore own = new CheckpointStore(directory.checkpoints(), 1, notes);
    if (own.newest().isPresent()) {
      return;
    }
    Optional<Checkpoint> trunk =
        new CheckpointStore(from.trunk().checkpoints(), 1, notes).at(from.step());
    if (trunk.isEmpty()) {
      notes.accept(
          from.trunk().path()
              + " has no checkpoint after step "
              + from.step()
              + "; starting from the beginning");
      return;
    }
    ObjectNode state = trunk.get().state().deepCopy();
    ObjectNode counts = (ObjectNode) state.path("state");
    long tokens = counts.path("sequences").asLong() * length;
    directory.writeJson(
        directory.branch(),
        new SharedSteps(
            state.path("run").asText(), from.step(), tokens, tokens * size.flopsPerTokenExact()),
        claim);
    counts.put("metricsLength", copyMetrics(from));
    counts.put("eventsLength", 0L);
    counts.put("seconds", 0.0);
    state.put("run", hash);
    own.save(from.step(), state, copies(trunk.get()), claim::requireHeld);
  }

  /** The metrics that the run would have logged itself; an evaluation of the last step follows. */
  private long copyMetrics(Start.Branch from) {
    try (MetricsLog log = MetricsLog.create(directory.metrics(), hash, claim::requireHeld)) {
      for (Metric metric : MetricsLog.read(from.trunk().metrics())) {
        boolean shared =
            metric instanceof Metric.Step step && step.step() <= from.step()
                || metric instanceof Metric.Evaluation eval && eval.step() < from.step();
        if (shared) {
          log.append(metric);
        }
      }
      log.sync();
      return log.length();
    }
  }

  private static Map<String, CheckpointStore.Content> copies(Checkpoint checkpoint) {
    Map<String, CheckpointStore.Content> copies = new LinkedHashMap<>();
    try (var files = Files.list(checkpoint.folder())) {
      files
          .filter(file -> file.toString().endsWith(".bin"))
          .forEach(file -> copies.put(file.getFileName().toString(), out -> Files.copy(file, out)));
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot read " + checkpoint.folder() + ": " + IoReason.of(e), e);
    }
    return copies;
  }
}
