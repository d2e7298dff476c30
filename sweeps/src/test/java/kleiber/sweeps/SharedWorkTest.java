package kleiber.sweeps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.core.testing.Checkout;
import kleiber.record.Outcome;
import kleiber.sweeps.collect.CellStanding;
import kleiber.sweeps.collect.Collector;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.testing.TunedSweep;
import kleiber.sweeps.testing.WorkersHere;
import kleiber.sweeps.tune.Search;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker on a folder that is planned. */
class SharedWorkTest {
  private static final String SPEC =
      """
      name: shared
      train:
        precision: fp32
        model: {layers: 1, heads: 1, width: 8, context: 8}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 5000}}
        batch: {sequences: 2}
        schedule: {kind: warmup-stable-decay, warmupSteps: 2, decayFraction: 0.2}
        log: {tensorboard: false}
      design: {kind: grid, axes: {horizon.steps: [10, 20], model.width: [8, 16]}}
      threads: {allAbove: 2000}
      """;

  private static final Machine MACHINE = Machine.cores(2);

  @TempDir Path root;
  private Path spec;
  private SweepFolder folder;

  @BeforeEach
  void writeSpec() throws Exception {
    spec = Files.writeString(root.resolve("shared.yaml"), SPEC);
    folder = new SweepFolder(root.resolve("out"));
  }

  private Sweep committed() throws Exception {
    Sweep sweep = Sweep.prepare(SweepFile.read(spec), folder, MACHINE, note -> {});
    sweep.commit(false);
    return sweep;
  }

  /** Trunks, memory and threads too, whatever the plan says in other words. */
  @Test
  void theRunsOfAPlanAreThoseThatWerePlanned() throws Exception {
    Sweep sweep = committed();
    List<QueuedRun> queue = PlannedSweep.of(folder, MACHINE).queue();
    assertThat(queue).isEqualTo(sweep.queue()).hasSize(4);
    assertThat(queue).filteredOn(run -> run.trunk() != null).hasSize(2);
    assertThat(queue).extracting(QueuedRun::slots).containsOnly(1, 2);
    assertThat(queue).allMatch(run -> run.memoryBytes() > 0);
  }

  @Test
  void aWorkerTrainsAllAndChangesNothingElse() throws Exception {
    committed();
    byte[] plan = Files.readAllBytes(folder.plan());
    byte[] yaml = Files.readAllBytes(folder.sweepFile());
    Sweep.Result result = work(MACHINE, new WorkersHere()).run(() -> false);
    assertThat(result.isComplete()).isTrue();
    assertThat(folder.plan()).hasBinaryContent(plan);
    assertThat(folder.sweepFile()).hasBinaryContent(yaml);
    assertThat(folder.runsCsv()).doesNotExist();

    SweepFolder other = new SweepFolder(root.resolve("other"));
    WorkersHere.train(spec, other.path());
    Collector.collect(folder);
    assertThat(folder.curvesCsv()).hasSameTextualContentAs(other.curvesCsv());
    WorkersHere again = new WorkersHere();
    assertThat(work(MACHINE, again).run(() -> false).isComplete()).isTrue();
    assertThat(again.started()).isZero();
  }

  private SharedWork work(Machine machine, WorkersHere workers) {
    return new SharedWork(
        folder,
        machine,
        logs -> workers,
        Sweep.Options.STANDARD,
        sweep -> new SweepListener() {},
        note -> {});
  }

  /** Whoever ends a round plans the next one. */
  @Test
  void aTunedSweepGoesOnFromRoundToRound() throws Exception {
    TunedSweep tuned = TunedSweep.in(root);
    tuned.prepared().commit(false);
    FakeWorkers workers = tuned.workers();
    Sweep.Result result =
        new SharedWork(
                tuned.out(),
                Machine.cores(1),
                logs -> workers,
                Sweep.Options.STANDARD,
                sweep -> workers,
                note -> {})
            .run(() -> false);
    assertThat(result.isComplete()).isTrue();
    assertThat(result.count(Outcome.DIVERGED)).isEqualTo(result.answers()).isPositive();
    assertThat(CellStanding.all(tuned.out(), tuned.out().requireLedger()))
        .hasSize(2)
        .allMatch(cell -> cell.search().state() == Search.State.BRACKETED);
  }

  @Test
  void runsAtOnceOnAGpuAreThoseOfThePlanUnlessTheyAreGiven() throws Exception {
    committed();
    Machine open = new Machine(List.of(new Place(0, "GPU-1", 0, Long.MAX_VALUE)));
    assertThat(PlannedSweep.of(folder, open).machine().slotsPerPlace()).isEqualTo(2);
    Machine given = new Machine(List.of(new Place(0, "GPU-1", 5, Long.MAX_VALUE)));
    assertThat(PlannedSweep.of(folder, given).machine().slotsPerPlace()).isEqualTo(5);
  }

  /** Written before they knew what work there is. */
  @Test
  void plansOfEarlierVersionsCanBeWorkedOn() throws Exception {
    Files.createDirectories(folder.path());
    Files.copy(Checkout.path("sweeps/src/test/resources/fuzz-valid/plan.json"), folder.plan());
    assertThat(PlannedSweep.of(folder, MACHINE).queue())
        .hasSize(2)
        .allMatch(run -> run.slots() == 1 && run.obstacle() == null);
  }
}
