package kleiber.core.schema;

import java.util.Locale;

/** What is named in Java as a configuration writes it: small letters, words joined by hyphens. */
public final class YamlName {
  private YamlName() {}

  /** {@code ENCODER_DECODER} as {@code encoder-decoder}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code InverseSquareRoot} as {@code inverse-square-root}, {@code AdamW} as {@code adamw}. */
  public static String of(Class<?> type) {
    return type.getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z][a-z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
