package kleiber.sweeps.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import kleiber.sweeps.calibrate.Forecast;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;

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
   * @param values every configuration value by path
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
      Map<String, Object> values) {
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
          run.resolved().values());
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
