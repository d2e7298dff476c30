package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.record.claim.Holder;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  private static final String SPEC =
      """
      name: tiny
      train:
        precision: fp32
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
        horizon: {steps: 20}
        log: {tensorboard: false}
      design:
        kind: grid
        axes:
          model.width: [16, 32]
          optimizer.lr: [1e-3, 1e-2]
      """;

  @TempDir Path folder;
  private Path spec;

  @BeforeEach
  void writeSpec() throws Exception {
    spec = Files.writeString(folder.resolve("tiny.yaml"), SPEC);
  }

  private CommandRun sweep(String command, String... more) {
    String[] arguments = {
      "sweep", command, spec.toString(), "--out", folder.resolve("out").toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void aSweepTrainsEveryRunOnceAndLeavesATable() throws Exception {
    CommandRun run = sweep("run", "--slots", "2");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    String host = Holder.hostName().replaceAll("[^A-Za-z0-9._-]", "_");
    assertThat(folder.resolve("out/workers/worker-" + host + "-0.log"))
        .as("its name is no other host's")
        .exists();
    assertThat(run.out()).containsPattern("\\[4/4] \\S+ completed, loss \\d\\.\\d{4}\n");
    List<String> table = Files.readAllLines(folder.resolve("out/runs.csv"));
    assertThat(table).hasSize(5);
    assertThat(table.get(0))
        .isEqualTo(
            "id,hash,outcome,totalParams,nonEmbeddingParams,tokens,uniqueTokens,dataDigest,epochs,flops6ND,"
                + "flopsExact,flopsSpent,finalLossNats,finalLossStderr,bestLossNats,seconds,tokensPerSecond,"
                + "seed,holdout,model.width,optimizer.lr,message");
    assertThat(table.subList(1, 5)).allMatch(row -> row.contains(",completed,"));
    CommandRun again = sweep("run");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).doesNotContain("started");
    assertThat(Files.readAllLines(folder.resolve("out/runs.csv"))).isEqualTo(table);
  }

  @Test
  void aChangedPlanIsRefusedUnlessItExtends() throws Exception {
    assertThat(WorkersHere.train(spec, folder.resolve("out")).isComplete()).isTrue();
    String[] changed = {"--set", "design.axes.model.width=[16, 32, 48]"};
    CommandRun refused = sweep("run", changed);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("2 runs are new").contains("--extend");
    CommandRun extended = sweep("run", changed[0], changed[1], "--extend", "--slots", "1");
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(extended.out()).contains("6 of 6 runs completed");
    spec = folder.resolve("out/sweep.yaml");
    CommandRun repeated = sweep("run");
    assertThat(repeated.exit()).as(repeated.err()).isZero();
    assertThat(repeated.out()).contains("6 of 6 runs completed").doesNotContain("started");
  }

  @Test
  void aWarningAboutManyRunsIsToldOnceWithTheirNumber() {
    CommandRun plan = sweep("plan");
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out().lines().filter(line -> line.contains("tokens per parameter")))
        .singleElement()
        .asString()
        .contains("(and likewise 3 more runs: ");
  }

  @Test
  void optionsThatDoNotFitTheMachineAreRefusedWithTheOnesThatDo() {
    assertThat(refusal("--runs-per-gpu", "2"))
        .contains("the backend cpu computes on no GPU here")
        .contains("--slots");
    assertThat(refusal("--devices", "0", "--slots", "2"))
        .contains("--slots counts cores")
        .contains("--runs-per-gpu");
    assertThat(refusal("--devices", "GPU-1b,MIG-2c,GPU-1b")).contains("names GPU GPU-1b twice");
    assertThat(refusal("--devices", "0", "--runs-per-gpu", "3")).contains("only the backend cuda");
    assertThat(refusal("--runs-per-gpu", "0"))
        .contains("--runs-per-gpu is auto or a whole number from 1, not 0");
  }

  private String refusal(String... options) {
    CommandRun run = sweep("plan", options);
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    return run.err();
  }

  @Test
  void faultsOfASpecAreNamed() {
    CommandRun unknown = sweep("plan", "--set", "design.kind=gird");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean \"grid\"");
    CommandRun key = sweep("plan", "--set", "design.axes.model.wdth=[3]");
    assertThat(key.exit()).isEqualTo(2);
    assertThat(key.err()).contains("model.wdth").contains("did you mean \"model.width\"");
    CommandRun empty = sweep("plan", "--set", "seeds=[]");
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(empty.err()).contains("no runs");
    CommandRun slots = sweep("plan", "--slots", "0");
    assertThat(slots.exit()).isEqualTo(2);
    assertThat(slots.err()).contains("--slots must be at least 1, not 0");
    CommandRun attempts = sweep("run", "--attempts", "0");
    assertThat(attempts.exit()).isEqualTo(2);
    assertThat(attempts.err()).contains("--attempts must be at least 1, not 0");
    CommandRun nothing = sweep("status");
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("no sweep in").contains("sweep run");
  }
}
