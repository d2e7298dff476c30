package kleiber.sweeps.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;
import kleiber.trainer.FolderName;
import kleiber.trainer.config.Basis;

/**
 * {@code plan.json}: what a sweep's folder is meant to hold.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param name the sweep's
 * @param slots runs at a time, when it was last started
 * @param runs all runs
 */
public record Ledger(int schemaVersion, String name, int slots, List<Entry> runs) {
  /** The version of the format that this program writes and reads. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * One run.
   *
   * @param id its folder
   * @param hash its identity
   * @param holdout whether it stays out of fits
   * @param trunk identity of the run whose first steps it shares, null for none
   * @param sharedSteps how many those are
   * @param seconds predicted duration
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
      String trunk,
      long sharedSteps,
      double seconds,
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
    /** Refuses an id that would lie outside the sweep's folder. */
    public Entry {
      FolderName.require("a run's id", id);
    }

    /** The readable part of the id. */
    String name() {
      return id.substring(0, id.lastIndexOf('-'));
    }

    static Entry of(PlannedRun run, double seconds) {
      RunSize size = run.size();
      boolean known = size != null;
      return new Entry(
          run.id(),
          run.hash(),
          run.holdout(),
          run.trunk() == null ? null : run.trunk().hash(),
          run.sharedSteps(),
          seconds,
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
        plan.runs().stream().map(run -> Entry.of(run, forecast.of(run).seconds())).toList());
  }
}
