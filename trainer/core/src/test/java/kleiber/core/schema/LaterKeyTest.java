package kleiber.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that came after runs had been made without it. */
class LaterKeyTest {
  record Before(@Key(doc = "Rate.", value = "1") double rate) {}

  record After(
      @Key(doc = "Rate.", value = "1") double rate,
      @Key(doc = "Way.", value = "plain", later = true) Way way,
      @Key(doc = "Parts.", value = "", later = true) List<Integer> parts,
      @Inline(defaults = "cap=30") Limits limits,
      Factors factors) {}

  record Limits(@Key(doc = "Cap.", value = "0", later = true) double cap) {}

  record Factors(@Key(doc = "Factor.", value = "1", later = true) double head) {}

  sealed interface Way permits Way.Plain, Way.Scaled {
    record Plain() implements Way {}

    record Scaled(@Key(doc = "Width.") int width) implements Way {}
  }

  private static Resolved after(String yaml) {
    return Resolved.of(ConfigBinder.bind(ConfigValues.parse(yaml, "after.yaml"), After.class));
  }

  private static Resolved before() {
    return Resolved.of(ConfigBinder.bind(ConfigValues.parse("rate: 2", "a.yaml"), Before.class));
  }

  @Test
  void laterKeysWithTheirDefaultsLeaveTheHashAsItWasHoweverTheyAreWritten() {
    assertThat(after("rate: 2").hash()).isEqualTo(before().hash());
    String written = "rate: 2\nway: {kind: plain}\nparts: []\ncap: 30.0\nfactors: {head: 1e0}";
    assertThat(after(written).hash()).isEqualTo(before().hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"way: {kind: scaled, width: 4}", "parts: [1]", "cap: 0", "factors.head: 2"})
  void anyOtherValueOfALaterKeyIsAnotherHash(String yaml) {
    assertThat(after("rate: 2\n" + yaml).hash()).isNotEqualTo(before().hash());
  }

  @Test
  void aLaterKeyThatWentBackToItsDefaultIsNamedAsADifference() {
    ObjectNode changed = after("rate: 2\nfactors.head: 3").toJson();
    assertThat(after("rate: 2").differences(changed, Set.of()))
        .containsExactly("factors.head was 3 and is 1");
    assertThat(after("rate: 2").differences(before().toJson(), Set.of())).isEmpty();
  }
}
