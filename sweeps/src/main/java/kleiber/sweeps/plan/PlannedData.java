package kleiber.sweeps.plan;

import java.util.HashMap;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.training.RunData;

/**
 * The data that runs are planned on. Each is opened once, whatever the number of runs and plans,
 * since that reads all of a text; so is one that cannot be opened.
 */
public final class PlannedData {
  private final DatasetCache cache;
  private final Map<String, DataFacts> facts = new HashMap<>();
  private final Map<String, KleiberException> faults = new HashMap<>();

  /**
   * @param cache where data are prepared if need be
   */
  public PlannedData(DatasetCache cache) {
    this.cache = cache;
  }

  /**
   * What planning needs to know of a run's data.
   *
   * @throws KleiberException where they cannot be opened
   */
  DataFacts of(TrainConfig config) {
    String key =
        String.join(
            "/",
            config.data().toString(),
            config.objective().toString(),
            "" + config.model().context(),
            "" + config.batch().sequences());
    if (faults.containsKey(key)) {
      throw faults.get(key);
    }
    DataFacts known = facts.get(key);
    if (known == null) {
      try {
        known = DataFacts.of(RunData.open(config, cache));
      } catch (KleiberException e) {
        faults.put(key, e);
        throw e;
      }
      facts.put(key, known);
    }
    return known;
  }
}
