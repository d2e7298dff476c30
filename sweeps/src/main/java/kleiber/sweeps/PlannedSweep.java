package kleiber.sweeps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.Needs;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.QueuedRun;

/**
 * A sweep as the plan in its folder has it, for a worker on any host: nothing is planned or
 * measured.
 *
 * @param folder where it lives
 * @param ledger its plan
 * @param machine what this worker may use
 */
public record PlannedSweep(SweepFolder folder, Ledger ledger, Machine machine) {
  /**
   * The sweep of a folder.
   *
   * @param machine where it is still to be measured how many runs at once are best on a GPU, as
   *     many are taken as when the sweep was planned
   * @throws kleiber.core.KleiberException when there is no plan
   */
  public static PlannedSweep of(SweepFolder folder, Machine machine) {
    Ledger ledger = folder.requireLedger();
    int slots = ledger.work() == null ? 1 : ledger.work().slotsPerPlace();
    return new PlannedSweep(
        folder, ledger, machine.isOpen() ? machine.withSlotsPerPlace(slots) : machine);
  }

  /** Its runs, as the scheduler and its listeners see them; without those that are aside. */
  public List<QueuedRun> queue() {
    Map<String, Ledger.Entry> byHash = new HashMap<>();
    ledger.runs().forEach(run -> byHash.put(run.hash(), run));
    return ledger.runs().stream()
        .filter(run -> !ledger.isAside(run.cell()))
        .map(run -> queued(run, Optional.ofNullable(run.trunk()).map(byHash::get)))
        .toList();
  }

  private QueuedRun queued(Ledger.Entry run, Optional<Ledger.Entry> trunk) {
    Needs needs = run.needs() == null ? Needs.UNKNOWN : run.needs();
    return new QueuedRun(
        run.id(),
        folder.run(run.id()),
        run.seconds(),
        needs.alone(),
        machine.slots(needs.threads()),
        needs.memoryBytes(),
        machine.obstacle(needs.memoryBytes()),
        run.basis(),
        trunk
            .map(it -> new QueuedRun.Trunk(it.id(), folder.run(it.id()), run.sharedSteps()))
            .orElse(null));
  }

  /**
   * The training of these runs. When others train the last of them there is nothing to stay for,
   * unless more will follow from how they end: where cells are tuned.
   */
  Training training() {
    List<QueuedRun> queue = queue();
    Set<String> ids = queue.stream().map(QueuedRun::id).collect(Collectors.toSet());
    Set<String> tuning =
        ledger.runs().stream()
            .filter(run -> run.cell() != null && ids.contains(run.id()))
            .map(Ledger.Entry::id)
            .collect(Collectors.toSet());
    return new Training(folder, machine, queue, tuning, ledger.tuned() == null);
  }

  /** Whether a later plan asks for runs that this one has not. */
  boolean isOutgrownBy(Sweep later) {
    return later
        .plan()
        .isBeyond(ledger.runs().stream().map(Ledger.Entry::hash).collect(Collectors.toSet()));
  }
}
