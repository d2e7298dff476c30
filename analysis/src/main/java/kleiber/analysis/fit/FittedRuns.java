package kleiber.analysis.fit;

import java.util.Map;

/**
 * What a law was fitted to.
 *
 * @param data the table
 * @param runs how many were fitted
 * @param excluded runs left out, with reasons
 */
public record FittedRuns(String data, int runs, Map<String, String> excluded) {}
