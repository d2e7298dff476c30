package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import kleiber.app.testing.CommandProcess;
import kleiber.app.testing.Host;
import kleiber.core.Digests;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.testing.EventFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that stands still for longer than others wait for it, and goes on when another has its
 * run. Needs root, bindfs, unshare and nsenter ({@link Host}); it is skipped where they are
 * missing.
 */
@Tag("long")
@Timeout(480)
class StoppedHolderTest {
  private static final String CONFIG =
      """
      model: {layers: 2, heads: 2, width: 32, context: 32, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 16, tokens: 50000}}
      batch: {sequences: 8}
      horizon: {steps: 10000}
      optimizer: {lr: 1e-3}
      schedule: {warmupSteps: 10}
      eval: {every: 50, batches: 4}
      checkpoint: {every: 5}
      log: {every: 1}
      threads: 1
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path config;
  private Path store;

  @Test
  void whoWasStoppedForTooLongLosesTheRunAndLeavesItAsAnotherHasCompletedIt() throws Exception {
    Host.assumePossible();
    config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
    store = Files.createDirectory(folder.resolve("store"));
    try (Host first = Host.up("node1", store, folder.resolve("1"));
        Host second = Host.up("node2", store, folder.resolve("2"))) {
      first.requireNoLockCrossesTo(second);
      CommandProcess train = train(first, "run");
      CommandProcess sweep = sweep(first);
      waitForCheckpoint(train, store.resolve("run"));
      while (!isPlanned()) {
        assertThat(sweep.endsWithin(5)).as(sweep.said()).isFalse();
      }
      waitForCheckpoint(sweep, run());
      assertThat(train(second, "run").exit()).as("it lives").isEqualTo(2);
      train.stop();
      sweep.stop();
      assertThatAWaitThatIsStoppedEndsAtOnce(second);
      CommandProcess next = train(second, "run");
      CommandProcess nextSweep = sweep(second);
      CommandProcess whole = train(second, "whole");
      assertThat(whole.exit()).as(whole.said()).isZero();
      assertThat(next.exit()).as(next.said()).isZero();
      assertThat(next.said())
          .contains("run is held by process ", " on node1", "waiting up to 90 s to see whether")
          .contains("resuming after step ")
          .contains("done: loss ");
      assertThat(nextSweep.exit()).as(nextSweep.said()).isZero();
      assertThat(nextSweep.said())
          .contains("is being trained by process ", "1 of 1 runs completed");
      TreeMap<String, String> before = digests(store);
      train.goOn();
      sweep.goOn();
      assertThat(train.exit()).as(train.said()).isEqualTo(2);
      assertThat(train.said()).contains("run was taken over by process ", " on node2, since ");
      assertThat(sweep.exit()).as(sweep.said()).isZero();
      assertThat(sweep.said()).contains("was taken over by process ", "1 of 1 runs completed");
      assertThat(digests(store)).as("who was stopped has changed nothing").isEqualTo(before);
      for (Path run : List.of(store.resolve("run"), run())) {
        assertThat(run.resolve("checkpoints"))
            .as("what was half written is gone")
            .isDirectoryNotContaining("glob:**/unfinished-*");
        assertThat(new RunDirectory(run).readStatus().orElseThrow().outcome())
            .isEqualTo(Outcome.COMPLETED);
        assertThat(deterministic(run)).isEqualTo(deterministic(store.resolve("whole")));
      }
    }
  }

  private CommandProcess train(Host host, String out) throws Exception {
    Path run = host.mount().resolve(out);
    return host.start(List.of("train", config.toString(), "--resume", "--out", run.toString()));
  }

  /** A sweep of the same single run. */
  private CommandProcess sweep(Host host) throws Exception {
    Path spec = folder.resolve("sweep.yaml");
    Files.writeString(
        spec,
        "name: stopped\ntrain:\n  "
            + CONFIG.replace("threads: 1\n", "").strip().replace("\n", "\n  ")
            + "\ndesign: {kind: grid, axes: {optimizer.lr: [1e-3]}}\n");
    Path out = host.mount().resolve("sweep");
    return host.start(
        List.of("sweep", "run", spec.toString(), "--slots", "1", "--out", out.toString()));
  }

  private boolean isPlanned() {
    return Files.exists(store.resolve("sweep/plan.json"));
  }

  /** Whose configuration was written before the plan. */
  private Path run() throws Exception {
    try (Stream<Path> runs = Files.list(store.resolve("sweep"))) {
      return runs.filter(path -> Files.exists(path.resolve("config.yaml")))
          .findFirst()
          .orElseThrow();
    }
  }

  private void waitForCheckpoint(CommandProcess process, Path run) throws Exception {
    while (!Files.exists(run.resolve("checkpoints/step-0000000100"))
        && !Files.exists(run.resolve("checkpoints/step-0000000105"))) {
      assertThat(process.endsWithin(5)).as(process.said()).isFalse();
    }
  }

  private void assertThatAWaitThatIsStoppedEndsAtOnce(Host host) throws Exception {
    CommandProcess waiting = train(host, "run");
    while (!waiting.said().contains("waiting up to 90 s")) {
      assertThat(waiting.endsWithin(20)).as(waiting.said()).isFalse();
    }
    waiting.end();
    assertThat(waiting.endsWithin(5000)).as(waiting.said()).isTrue();
    assertThat(waiting.exit()).isEqualTo(143);
    assertThat(waiting.said()).contains("continue with:", "--resume");
  }

  /**
   * Of all files but claims, which say how often their holders have given signs of life, tables,
   * and what was being written when its writer was stopped.
   */
  private static TreeMap<String, String> digests(Path store) throws Exception {
    TreeMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = store.relativize(file).toString();
        boolean changes =
            name.contains("claims/")
                || name.contains("/unfinished-")
                || name.matches("sweep/(workers/.*|[^/]*)");
        if (!changes) {
          digests.put(name, Digests.of(Files.readAllBytes(file)));
        }
      }
    }
    assertThat(digests).hasSizeGreaterThan(20);
    return digests;
  }

  /** What does not depend on the clock, on who trained it or on how often it was begun. */
  private static TreeMap<String, Object> deterministic(Path run) throws Exception {
    TreeMap<String, Object> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (name.endsWith(".bin")) {
          all.put(name, Digests.of(Files.readAllBytes(file)));
        } else if (name.endsWith("state.json")) {
          ObjectNode state = (ObjectNode) JSON.readTree(file.toFile());
          state.remove("run");
          ((ObjectNode) state.path("state"))
              .remove(List.of("seconds", "metricsLength", "eventsLength"));
          all.put(name, state);
        }
      }
    }
    all.put(
        "metrics",
        Files.readAllLines(run.resolve("metrics.jsonl")).stream()
            .skip(1)
            .map(line -> line.replaceAll("\"tokensPerSecond\":[^,}]*", ""))
            .toList());
    all.put("events", EventFile.scalars(run));
    ObjectNode status = (ObjectNode) JSON.readTree(run.resolve("status.json").toFile());
    status.remove(List.of("attempts", "startedAt", "updatedAt"));
    ((ObjectNode) status.path("result")).remove("seconds");
    all.put("status", status);
    assertThat(all).hasSizeGreaterThan(6);
    return all;
  }
}
