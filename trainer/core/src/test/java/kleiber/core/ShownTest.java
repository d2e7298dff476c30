package kleiber.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void whatCannotBeSeenIsWrittenAsItsNumber() {
    assertThat(Shown.value("a\u0000b\u202Ec\uD800d\ne")).isEqualTo("a\\u0000b\\u202ec\\ud800d\\ne");
    assertThat(KleiberException.usage("no\u001B[31m\nline two").getMessage())
        .isEqualTo("no\\u001b[31m\nline two");
    assertThat(Shown.message("größer αβγ 日本 \uD83D\uDE00")).isEqualTo("größer αβγ 日本 \uD83D\uDE00");
  }

  @Test
  void aLongValueIsItsBeginningAndItsLength() {
    assertThat(Shown.value("x".repeat(600_000)))
        .isEqualTo("x".repeat(48) + "… (600,000 characters)");
    assertThat(Shown.value(null)).isEqualTo("null");
  }

  @Test
  void aLongLineKeepsBothEnds() {
    String message =
        KleiberException.corrupt("file: " + "x".repeat(600_000) + ": fix it").getMessage();
    assertThat(message).hasSize(600).startsWith("file: xxx").endsWith("xxx: fix it");
    assertThat(message).contains(" … (600,014 characters) … ");
  }

  @Test
  void manyLinesKeepTheFirstAndTheLast() {
    String message =
        KleiberException.usage("faults:\n" + "  one\n".repeat(9_000) + "mend").getMessage();
    assertThat(message.length()).isLessThanOrEqualTo(2_000);
    assertThat(message).startsWith("faults:\n  one\n").contains("  … and 8,").endsWith("one\nmend");
  }
}
