package kleiber.engine.kernels;

import java.util.function.Supplier;
import kleiber.engine.tensor.Variable;

/**
 * What attention adds to the score of query i and key j ≤ i: scale·q[b·T + i, h]·r[i − j, h], how
 * well the query suits that distance (Transformer-XL, arXiv:1901.02860, section 3.3). Only for
 * causal attention of a sequence to itself, with as many key-value heads as heads.
 *
 * @param queries q [B·T, H·headWidth]; their gradient is overwritten
 * @param distances r [T, H·headWidth], row d for distance d; their gradient is overwritten
 * @param memory [B·H·T, T], asked for by backends that hold all scores at once
 */
public record ScoresByDistance(Variable queries, Variable distances, Supplier<Variable> memory) {}
