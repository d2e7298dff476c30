package kleiber.analysis.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which columns say how a run was made: a learning rate, a batch, a schedule. What was measured of
 * it (other losses, times, machines), what follows from its inputs (FLOPs) and what only names it
 * is none. A column of which nothing is known counts as one: better to say once too often that runs
 * differ than to pass over it.
 */
public final class OtherKeys {
  private static final Pattern MEASURED =
      Pattern.compile(
          "(?<!z|aux)loss(nats|stderr|se|std)?$|nats$|ppl|perplex|accuracy|bitsper|bpb|stderr"
              + "|second|time|duration|elapsed|throughput|mfu|memory|gradnorm"
              + "|flop|hash|message|comment|hostname|gpu|seed|^c$|^date$|^url$|^tags?$|^notes?$"
              + "|^user$|^host$|^cell(run)?$|^created$|^run(id|name)?$|^id$|^name$|^index$|^unnamed\\d*$|^$");

  private OtherKeys() {}

  /** Those of the columns of {@code runs}. */
  public static List<String> of(List<Run> runs) {
    Set<String> columns = new LinkedHashSet<>();
    runs.forEach(run -> columns.addAll(run.others().keySet()));
    columns.removeIf(column -> MEASURED.matcher(plain(column)).find() || isLabel(column, runs));
    return List.copyOf(columns);
  }

  private static String plain(String column) {
    return column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Whether a column is another in every run and no number, or counts the runs. */
  private static boolean isLabel(String column, List<Run> runs) {
    List<String> values =
        runs.stream().map(run -> run.others().getOrDefault(column, "")).distinct().toList();
    boolean counts =
        IntStream.range(0, runs.size())
            .allMatch(
                i -> {
                  int row = runs.get(i).row();
                  String value = runs.get(i).others().getOrDefault(column, "");
                  return value.equals("" + row) || value.equals("" + (row + 1));
                });
    boolean numbers = values.stream().anyMatch(value -> value.matches("[-+]?[0-9.].*"));
    return runs.size() > 1 && (counts || values.size() == runs.size() && !numbers);
  }
}
