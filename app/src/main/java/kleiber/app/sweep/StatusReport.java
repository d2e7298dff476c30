package kleiber.app.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.core.Rounded;
import kleiber.sweeps.collect.Holding;
import kleiber.sweeps.collect.Standing;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.Makespan;

/**
 * What {@code sweep status} prints.
 *
 * @param name the sweep's
 * @param outcomes how many runs there are of each outcome
 * @param secondsLeft a guess at how long the rest takes, were it running
 * @param runs every run
 * @param cells every cell of a tuned sweep, null where nothing is tuned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusReport(
    String name,
    Map<String, Integer> outcomes,
    double secondsLeft,
    List<Run> runs,
    List<CellReport> cells) {

  /**
   * One run.
   *
   * @param host where it is trained, null unless it is under way
   * @param job what Slurm calls that, null where it is not Slurm's
   * @param beatSeconds since the last sign of life from there, null where that cannot be known
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Run(
      String id,
      boolean holdout,
      String outcome,
      long step,
      Long steps,
      Double lossNats,
      Double seconds,
      String host,
      String job,
      Double beatSeconds,
      String message) {
    static Run of(Standing at) {
      Optional<Holding> holding = Optional.ofNullable(at.holding());
      return new Run(
          at.run().id(),
          at.run().holdout(),
          at.outcome(),
          at.step(),
          at.run().steps(),
          at.lossNats(),
          at.seconds(),
          holding.map(Holding::host).orElse(null),
          holding.map(Holding::job).orElse(null),
          holding.map(Holding::beatSeconds).orElse(null),
          at.message());
    }

    /** The same run, its name without the twelve digits of its hash. */
    Run withoutHash() {
      String name = id.replaceFirst("-[0-9a-f]{12}$", "");
      return new Run(
          name, holdout, outcome, step, steps, lossNats, seconds, host, job, beatSeconds, message);
    }
  }

  static StatusReport of(SweepFolder folder, Ledger ledger) {
    List<Standing> standings = Standing.all(folder, ledger);
    Map<String, Integer> outcomes = new TreeMap<>();
    standings.forEach(run -> outcomes.merge(run.outcome(), 1, Integer::sum));
    return new StatusReport(
        ledger.name(),
        outcomes,
        secondsLeft(standings, ledger.slots()),
        standings.stream().map(Run::of).toList(),
        ledger.tuned() == null ? null : CellReport.all(folder, ledger));
  }

  /** What was predicted for the rest, stretched as the completed runs were. */
  private static double secondsLeft(List<Standing> standings, int slots) {
    double predicted = 0;
    double measured = 0;
    List<Makespan.Job> rest = new ArrayList<>();
    for (Standing at : standings) {
      if (at.seconds() != null) {
        predicted += at.run().seconds();
        measured += at.seconds();
      } else if (!at.isOver()) {
        rest.add(Makespan.Job.of(at.run().seconds() * (1 - at.part())));
      }
    }
    double stretch = predicted > 0 ? measured / predicted : 1;
    return stretch * Makespan.of(Machine.cores(slots), rest, List.of());
  }

  boolean isOver() {
    return outcomes.keySet().stream().allMatch(Standing::isOver)
        && (cells == null || cells.stream().allMatch(CellReport::isSettled));
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
    String tuned = cells == null ? "" : "\n" + CellReport.table(cells);
    return StatusTable.of(runs) + tuned + "\n" + summary() + "\n";
  }

  /** One line about all runs. */
  String summary() {
    String left = isOver() ? "" : "; about " + Rounded.duration(secondsLeft) + " of training left";
    String tuned = cells == null ? "" : "; " + CellReport.counts(cells);
    return name + ": " + counts(outcomes) + tuned + left;
  }

  /** 3 completed, 2 running. */
  static String counts(Map<String, Integer> outcomes) {
    return outcomes.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
