package kleiber.core;

import java.util.List;
import java.util.Locale;

/**
 * Text from elsewhere as messages show it: short, on its own line, and with every character that
 * cannot be seen written as its number. So a file can neither flood a terminal nor turn its text
 * round.
 */
public final class Shown {
  private static final int LONGEST_VALUE = 48;
  private static final int LONGEST_LINE = 600;
  private static final int LONGEST_MESSAGE = 2000;
  private static final int LAST_LINES = 2;

  private Shown() {}

  /** One value: the beginning of a long one, line breaks as {@code \n}. */
  public static String value(Object value) {
    String text = String.valueOf(value);
    int end = Math.min(text.length(), LONGEST_VALUE);
    String shown = visible(text.substring(0, end)).replace("\n", "\\n");
    return end == text.length()
        ? shown
        : shown + String.format(Locale.ROOT, "… (%,d characters)", text.length());
  }

  /** A whole message: of long lines the ends, of many lines the first and the last. */
  public static String message(String message) {
    List<String> lines = String.valueOf(message).lines().map(Shown::line).toList();
    String whole = String.join("\n", lines);
    return whole.length() <= LONGEST_MESSAGE ? whole : shortened(lines);
  }

  private static String shortened(List<String> lines) {
    List<String> last = lines.subList(Math.max(1, lines.size() - LAST_LINES), lines.size());
    int room = LONGEST_MESSAGE - 40 - last.stream().mapToInt(String::length).sum();
    StringBuilder text = new StringBuilder();
    int taken = 0;
    while (taken < lines.size() - last.size() && text.length() + lines.get(taken).length() < room) {
      text.append(lines.get(taken++)).append('\n');
    }
    int left = lines.size() - last.size() - taken;
    if (left > 0) {
      text.append(String.format(Locale.ROOT, "  … and %,d more%n", left));
    }
    return text.append(String.join("\n", last)).toString();
  }

  private static String line(String line) {
    if (line.length() > LONGEST_LINE) {
      int tail = LONGEST_LINE / 4;
      String gap = String.format(Locale.ROOT, " … (%,d characters) … ", line.length());
      int head = LONGEST_LINE - tail - gap.length();
      return line(line.substring(0, head) + gap + line.substring(line.length() - tail));
    }
    String shown = visible(line);
    return shown.length() > LONGEST_LINE ? line(shown) : shown;
  }

  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t' || !isUnseen(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return shown.toString();
  }

  /** Control characters, halves of pairs, marks that turn the direction of what follows. */
  public static boolean isHarmful(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default ->
          Character.getType(codePoint) == Character.CONTROL
              || Character.getType(codePoint) == Character.SURROGATE;
    };
  }

  /** Control characters, marks of direction, halves of pairs, separators of lines. */
  public static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
