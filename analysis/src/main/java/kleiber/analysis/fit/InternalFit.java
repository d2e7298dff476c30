package kleiber.analysis.fit;

import java.util.List;

/**
 * A fit in its law's own parameters.
 *
 * @param p the parameters
 * @param centres of the logarithms of the inputs
 * @param draws parameters of bootstrap refits
 * @param residualSd spread of runs about the law, in ln(loss)
 * @param aicc Akaike's criterion, corrected for few runs
 */
public record InternalFit(
    double[] p, double[] centres, List<double[]> draws, double residualSd, double aicc) {}
