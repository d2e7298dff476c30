package kleiber.sweeps.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kleiber.core.FolderName;
import kleiber.record.Basis;
import kleiber.sweeps.calibrate.Estimate;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;
import kleiber.sweeps.plan.TunedCell;
import kleiber.sweeps.tune.Dial;

/**
 * {@code plan.json}: what a sweep's folder is meant to hold.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param name the sweep's
 * @param slots runs at a time, when it was last started
 * @param work what there is to do, null in plans of before
 * @param tuned what is tuned, null where nothing is
 * @param runs all runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ledger(
    int schemaVersion, String name, int slots, Work work, Tuned tuned, List<Entry> runs) {
  /** The version of the format that this program writes and reads. */
  public static final int SCHEMA_VERSION = 1;

  static final int MOST_SLOTS = 100_000;

  /** Refuses what is no plan, and one that names a run twice. */
  public Ledger {
    if (name == null || runs == null) {
      throw new IllegalArgumentException("name and runs must be given");
    }
    if (slots < 1 || slots > MOST_SLOTS) {
      throw new IllegalArgumentException("slots must be 1 to " + MOST_SLOTS + ", not " + slots);
    }
    Set<String> ids = new HashSet<>();
    for (Entry run : runs) {
      if (run == null || !ids.add(run.id)) {
        throw new IllegalArgumentException(
            run == null ? "a run is null" : "two runs are called " + run.id);
      }
      if (tuned != null && run.cell != null) {
        tuned.dials.forEach(dial -> run.requireValue(dial));
      }
    }
  }

  /**
   * Whether a cell is trained otherwise now: nobody will train the runs that tuned it any more.
   *
   * @param cell its name, null for none
   */
  public boolean isAside(String cell) {
    return cell != null && (tuned == null || !tuned.cells.contains(cell));
  }

  /**
   * The tuned part of a sweep.
   *
   * @param dials what is tuned
   * @param cells all of them, those that have no runs yet too
   */
  public record Tuned(List<Dial> dials, List<String> cells) {
    /** Refuses what tunes nothing. */
    public Tuned {
      if (dials == null
          || cells == null
          || dials.isEmpty()
          || dials.contains(null)
          || cells.contains(null)) {
        throw new IllegalArgumentException("dials and cells must be given");
      }
    }
  }

  /**
   * One run.
   *
   * @param id its folder
   * @param hash its identity
   * @param holdout whether it stays out of fits
   * @param cell the name of the cell that it tunes, null for none
   * @param trunk identity of the run whose first steps it shares, null for none
   * @param sharedSteps how many those are
   * @param seconds predicted duration
   * @param needs what else it takes, null in plans of before
   * @param totalParams all parameters; this and what follows is null where data cannot be opened
   * @param nonEmbeddingParams without embeddings and head
   * @param steps optimiser steps
   * @param tokens training tokens D
   * @param uniqueTokens tokens of the training split
   * @param flops6ND 6 · totalParams · tokens
   * @param flopsExact matrix products counted
   * @param basis what the run rests on besides its configuration
   * @param configuration hash of the configuration alone
   * @param values every configuration value by path, {@code auto} and {@code threads: 0} resolved
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      String id,
      String hash,
      boolean holdout,
      String cell,
      String trunk,
      long sharedSteps,
      double seconds,
      Needs needs,
      Long totalParams,
      Long nonEmbeddingParams,
      Long steps,
      Long tokens,
      Long uniqueTokens,
      Double flops6ND,
      Double flopsExact,
      Basis basis,
      String configuration,
      Map<String, Object> values) {
    /** Refuses an id that would lie outside the sweep's folder, and what no run can be. */
    public Entry {
      FolderName.require("a run's id", id);
      require(hash != null && id.endsWith(ending(hash)), id, "id does not end in its hash");
      require(configuration != null, id, "configuration is missing");
      require(values != null, id, "values is missing");
      require(seconds >= 0, id, "seconds is negative");
      require(steps == null || steps >= 1, id, "steps is below 1");
      require(
          sharedSteps >= 0 && (steps == null || sharedSteps < steps),
          id,
          "sharedSteps is negative, or not below steps");
      long known =
          Stream.of(
                  totalParams,
                  nonEmbeddingParams,
                  steps,
                  tokens,
                  uniqueTokens,
                  flops6ND,
                  flopsExact)
              .filter(figure -> figure != null && figure.doubleValue() >= 0)
              .count();
      require(
          known == 0 && totalParams == null || known == FIGURES,
          id,
          "sizes, steps, tokens and FLOPs are neither all given nor all left out");
    }

    /** A run of a cell has a value that a search can go on from. */
    private void requireValue(Dial dial) {
      double value = values.get(dial.key()) instanceof Number number ? number.doubleValue() : 0;
      require(
          value >= LEAST_VALUE && value <= MOST_VALUE,
          id,
          dial.key()
              + " is tuned in its cell, and is no number above 0 that could be trained with");
    }

    private static final double LEAST_VALUE = 1e-30;
    private static final double MOST_VALUE = 1e30;
    private static final int FIGURES = 7;
    private static final int HASH_SHOWN = 12;

    private static String ending(String hash) {
      return "-" + hash.substring(0, Math.min(HASH_SHOWN, hash.length()));
    }

    private static void require(boolean holds, String run, String fault) {
      if (!holds) {
        throw new IllegalArgumentException("run " + run + ": " + fault);
      }
    }

    /** The readable part of the id. */
    String name() {
      return id.substring(0, id.length() - ending(hash).length());
    }

    Entry inCell(String other) {
      return new Entry(
          id,
          hash,
          holdout,
          other,
          trunk,
          sharedSteps,
          seconds,
          needs,
          totalParams,
          nonEmbeddingParams,
          steps,
          tokens,
          uniqueTokens,
          flops6ND,
          flopsExact,
          basis,
          configuration,
          values);
    }

    static Entry of(PlannedRun run, Estimate estimate) {
      RunSize size = run.size();
      boolean known = size != null;
      return new Entry(
          run.id(),
          run.hash(),
          run.holdout(),
          run.cell(),
          run.trunk() == null ? null : run.trunk().hash(),
          run.sharedSteps(),
          estimate.seconds(),
          new Needs(estimate.memoryBytes(), estimate.alone(), run.config().threads()),
          known ? size.params().totalParams() : null,
          known ? size.params().nonEmbeddingParams() : null,
          known ? size.steps() : null,
          known ? size.tokens() : null,
          known ? size.uniqueTokens() : null,
          known ? size.flops6ND() : null,
          known ? size.flopsExact() : null,
          run.identity().basis(),
          run.identity().configuration().hash(),
          run.identity().values());
    }
  }

  /** The ledger of a plan. */
  public static Ledger of(Plan plan, Forecast forecast) {
    return new Ledger(
        SCHEMA_VERSION,
        plan.name(),
        forecast.machine().slots().size(),
        Work.of(plan.atLeast(), forecast),
        plan.tuning()
            .map(t -> new Tuned(t.dials(), t.cells().stream().map(TunedCell::name).toList()))
            .orElse(null),
        plan.runs().stream().map(run -> Entry.of(run, forecast.of(run))).toList());
  }
}
