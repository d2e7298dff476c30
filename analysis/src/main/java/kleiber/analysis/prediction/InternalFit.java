package kleiber.analysis.prediction;

import java.util.List;
import kleiber.analysis.uncertainty.TrackRecord;

/**
 * A fit in its law's own parameters.
 *
 * @param p the parameters
 * @param centres of the logarithms of the inputs
 * @param draws parameters of bootstrap refits
 * @param residualSd spread of runs about the law, in ln(loss)
 * @param aicc Akaike's criterion, corrected for few runs
 * @param record how it has predicted runs that it was not fitted to
 */
public record InternalFit(
    double[] p,
    double[] centres,
    List<double[]> draws,
    double residualSd,
    double aicc,
    TrackRecord record) {}
