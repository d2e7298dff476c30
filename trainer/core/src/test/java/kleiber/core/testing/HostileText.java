package kleiber.core.testing;

import java.util.List;
import java.util.SplittableRandom;

/** Texts that have broken readers: numbers out of range, control characters, paths, formulas. */
final class HostileText {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "~",
          "true",
          "0",
          "-0",
          "-1",
          "1e999",
          "-1e999",
          "1e300",
          "1e-320",
          "NaN",
          "Infinity",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "1.5",
          "0x10",
          "1_000",
          "12:30:45",
          "2026-01-01",
          "../../..",
          "/dev/zero",
          "a\u0000b",
          "line\rfeed\nend",
          "\u202Etxt.exe",
          "\u001B[31mred",
          "\uFEFF",
          "\uD800",
          "=1+1",
          "@SUM(A1)",
          "\"",
          "'",
          "<script>",
          "${x}",
          "*[",
          "{",
          "[",
          "&a",
          "*a",
          "!!java.lang.Object",
          ",",
          ":",
          "#");

  private HostileText() {}

  /** One of the texts, now and then a long one. */
  static String next(SplittableRandom random) {
    return switch (random.nextInt(40)) {
      case 0 -> "9".repeat(100_000);
      case 1 -> "x".repeat(100_000);
      case 2 -> ",".repeat(120_000);
      case 3 -> "[".repeat(20_000);
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }
}
