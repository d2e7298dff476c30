package kleiber.lm.data;

/** How training windows are drawn. */
public enum Sampling {
  /** Every window once an epoch, in a seeded order that changes with the epoch. */
  EPOCH,
  /** Independent uniform offsets, as nanoGPT draws them. */
  RANDOM
}
