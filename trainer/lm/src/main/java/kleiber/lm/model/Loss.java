package kleiber.lm.model;

import kleiber.engine.kernels.CrossEntropy;
import kleiber.lm.batch.Field;

/**
 * One of the losses that a model's loss is the sum of, each a mean over its counted targets.
 *
 * @param targets the field it is taken against
 * @param op the sum, the rows, and the count that gradients are divided by
 */
public record Loss(Field targets, CrossEntropy op) {}
