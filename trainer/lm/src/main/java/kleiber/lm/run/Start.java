package kleiber.lm.run;

import kleiber.record.RunDirectory;

/** Where a run starts. */
public sealed interface Start {
  /** At step 1; a folder with a run is refused. */
  record Fresh() implements Start {}

  /**
   * After the newest checkpoint of its own, if it has one.
   *
   * @param changesAllowed whether the run goes on where text, tokenizer, backend, precision or
   *     threads are others than it began with
   */
  record Resume(boolean changesAllowed) implements Start {
    /** Only as it began. */
    public Resume() {
      this(false);
    }
  }

  /**
   * Like {@link Resume}, but a run without a checkpoint of its own starts from another run's. The
   * first steps of both must be the same: then the run ends as if it had taken them itself.
   *
   * @param trunk the other run's folder
   * @param step the steps that both share, after which the other has a checkpoint
   */
  record Branch(RunDirectory trunk, long step) implements Start {}
}
