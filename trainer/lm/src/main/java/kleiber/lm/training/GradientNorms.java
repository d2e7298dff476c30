package kleiber.lm.training;

/**
 * Norms of the gradient over a part of a step's batch and over all of it, before clipping, at the
 * weights that the step began with.
 *
 * @param smallSequences sequences of the part
 * @param bigSequences sequences of the whole batch
 * @param small global norm of the part's mean gradient
 * @param big the same of the whole batch
 */
public record GradientNorms(int smallSequences, int bigSequences, double small, double big) {}
