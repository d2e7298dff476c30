package kleiber.core;

import java.util.Locale;

/** How many there are of something, in words. */
public final class Count {
  private Count() {}

  /** {@code 1 file}, {@code 1,000 files}. */
  public static String of(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
  }
}
