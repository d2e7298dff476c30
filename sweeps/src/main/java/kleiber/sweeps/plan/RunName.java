package kleiber.sweeps.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import kleiber.core.Rounded;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepSpec;

/** Rounded names of runs: n121k-d2.40M-lr0.001. */
final class RunName {
  private static final int LONGEST = 60;

  /** Groups that N and D stand for, or whose values make no short names. */
  private static final Set<String> SAID = Set.of("model", "horizon", "data");

  private RunName() {}

  /** The name of a row's run with values of tuned keys; without, that of its cell. */
  static String of(Row row, Map<String, String> tuned, RunSize size, SweepSpec spec) {
    StringBuilder name =
        new StringBuilder("n").append(Rounded.count(spec.count().of(size.params())));
    name.append("-d").append(Rounded.count(size.tokens()));
    Map<String, Object> values = new LinkedHashMap<>(row.values());
    values.putAll(tuned);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      String key = entry.getKey();
      if (!Row.WORDS.contains(key) && !SAID.contains(key.split("\\.", 2)[0])) {
        name.append('-').append(key.substring(key.lastIndexOf('.') + 1)).append(entry.getValue());
      }
    }
    String safe = name.toString().replaceAll("[^A-Za-z0-9.-]+", "_");
    return safe.substring(0, Math.min(LONGEST, safe.length()));
  }
}
