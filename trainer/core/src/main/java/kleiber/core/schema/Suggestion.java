package kleiber.core.schema;

import java.util.Collection;

/** "Did you mean": the closest known name to an unknown one. */
public final class Suggestion {
  /** Nobody mistypes a name as long as that, and a distance takes its square. */
  private static final int LONGEST = 100;

  private Suggestion() {}

  /** {@code ; did you mean "x"?}, or nothing when no name is close. */
  public static String phrase(String unknown, Collection<String> names) {
    if (unknown.length() > LONGEST) {
      return "";
    }
    String best = null;
    int bestDistance = Math.max(2, unknown.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(unknown, name);
      if (tail(name).equals(tail(unknown))) {
        distance = Math.min(distance, 1);
      }
      if (distance < bestDistance) {
        best = name;
        bestDistance = distance;
      }
    }
    return best == null ? "" : "; did you mean \"" + best + "\"?";
  }

  private static String tail(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Edit distance (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
