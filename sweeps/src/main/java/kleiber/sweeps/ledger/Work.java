package kleiber.sweeps.ledger;

import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;

/**
 * What there is to do, on a machine such as the one that it was planned on.
 *
 * @param slotsPerPlace runs at a time in each GPU, or on the cores
 * @param slotSeconds predicted seconds of all runs, each times its slots; of a tuned sweep with
 *     what will follow at least
 * @param longestSeconds of its longest run
 */
public record Work(int slotsPerPlace, double slotSeconds, double longestSeconds) {
  /** Refuses what no sweep can be. */
  public Work {
    if (slotsPerPlace < 1 || slotsPerPlace > Ledger.MOST_SLOTS) {
      throw new IllegalArgumentException(
          "work.slotsPerPlace must be 1 to " + Ledger.MOST_SLOTS + ", not " + slotsPerPlace);
    }
    if (!(slotSeconds >= 0) || !(longestSeconds >= 0)) {
      throw new IllegalArgumentException("work: seconds are negative");
    }
  }

  static Work of(Plan plan, Forecast forecast) {
    double slotSeconds = 0;
    double longest = 0;
    for (PlannedRun run : plan.runs()) {
      slotSeconds += forecast.slots(run) * forecast.of(run).seconds();
      longest = Math.max(longest, forecast.of(run).seconds());
    }
    return new Work(forecast.machine().slotsPerPlace(), slotSeconds, longest);
  }
}
