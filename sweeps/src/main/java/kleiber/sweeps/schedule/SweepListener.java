package kleiber.sweeps.schedule;

import kleiber.record.Outcome;

/**
 * Told what happens in a sweep, all on the thread that runs it. Whoever listens overrides what they
 * want to hear.
 */
public interface SweepListener {
  /** A run was given to the worker of a slot. */
  default void started(QueuedRun run, int slot) {}

  /** A run took a step; {@code lossNats} is null before its first logged one. */
  default void stepped(QueuedRun run, long step, long totalSteps, Double lossNats) {}

  /** A run will be tried again. */
  default void retrying(QueuedRun run, String reason, int attempt) {}

  /** A run was given back without an end. */
  default void left(QueuedRun run) {}

  /** Another process, in words, is training a run. */
  default void elsewhere(QueuedRun run, String holder) {}

  /** A run has ended, here or in another process; {@code message} is null when all is well. */
  default void ended(QueuedRun run, Outcome outcome, String message) {}

  /** A sentence from a worker about its run. */
  default void noted(QueuedRun run, String sentence) {}

  /** A warning from a worker about its run. */
  default void warned(QueuedRun run, String sentence) {}

  /** A run's files are bad and it is not in the tables as what it is; {@code fault} says why. */
  default void unreadable(String id, String fault) {}

  /** Called several times a second. */
  default void tick() {}
}
