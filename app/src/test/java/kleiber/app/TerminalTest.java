package kleiber.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void itsSizeIsReadAndAssumedWhereItIsUnknown() {
    assertThat(Terminal.parse("50 132\n")).isEqualTo(new Terminal(50, 132));
    assertThat(Terminal.parse("0 0")).isEqualTo(new Terminal(24, 80));
    assertThat(Terminal.parse("")).isEqualTo(new Terminal(24, 80));
  }
}
