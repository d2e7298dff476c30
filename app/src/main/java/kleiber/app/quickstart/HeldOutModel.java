package kleiber.app.quickstart;

import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.sweeps.spec.Row;

/**
 * A model that is to be held out.
 *
 * @param params wanted
 * @param flops of its training
 */
record HeldOutModel(double params, double flops) {
  /**
   * Its row of the spec.
   *
   * @param threads that train it, 0 for all of the machine's
   */
  Map<String, Object> row(int threads) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(Row.PARAMS, String.valueOf(Math.round(params)));
    row.put(Row.FLOPS, Experiment.digits(flops));
    row.put("threads", String.valueOf(threads));
    return row;
  }
}
