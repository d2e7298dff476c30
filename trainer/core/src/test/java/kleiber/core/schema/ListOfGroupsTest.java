package kleiber.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A component that is a list of records, or of kinds of them. */
class ListOfGroupsTest {
  record Mixture(
      @Key(doc = "Its parts.", value = "") List<Part> parts,
      @Key(doc = "Where from.", value = "") List<Source> sources) {}

  record Part(
      @Key(doc = "Its name.") String name,
      @Key(doc = "Its share.", value = "1", min = 0) double weight,
      Limits limits) {
    Part {
      if ("none".equals(name) && weight > 0) {
        throw new IllegalArgumentException("none has no weight");
      }
    }
  }

  record Limits(@Key(doc = "Most tokens.", value = "0", min = 0) long tokens) {}

  sealed interface Source permits Source.File, Source.Made {
    record File(@Key(doc = "The file.", place = true) Path path) implements Source {}

    record Made(@Key(doc = "Its tokens.", value = "10") int tokens) implements Source {}
  }

  private static ConfigBinder.Bound<Mixture> bind(String yaml) {
    return ConfigBinder.bind(ConfigValues.parse(yaml, "mix.yaml"), Mixture.class);
  }

  @Test
  void groupsAreBoundInTheirOrderWithTheirOwnDefaults() {
    Mixture mixture =
        bind("parts: [{name: a, weight: 2k}, {name: b, limits: {tokens: 5}}, {name: c, limits.tokens: 6}]")
            .config();
    assertThat(mixture.parts())
        .containsExactly(
            new Part("a", 2000, new Limits(0)),
            new Part("b", 1, new Limits(5)),
            new Part("c", 1, new Limits(6)));
    assertThat(mixture.sources()).isEmpty();
  }

  @Test
  void eachGroupMayBeOfAnotherKindAndNamesOfFilesAreMeantFromTheirFile() {
    ConfigBinder.Bound<Mixture> bound =
        bind("sources: [{kind: file, path: a.txt}, {kind: made, tokens: 3}]");
    assertThat(bound.config().sources())
        .containsExactly(new Source.File(Path.of("a.txt").toAbsolutePath()), new Source.Made(3));
    assertThat(bound.places().contains("sources[0].path")).isTrue();
  }

  @Test
  void equalListsWrittenDifferentlyHaveOneHashAndOthersHaveAnother() {
    String hash = Resolved.of(bind("parts: [{name: a, weight: 2k}]")).hash();
    assertThat(Resolved.of(bind("parts: [{weight: 2_000, limits: {tokens: 0}, name: a}]")).hash())
        .isEqualTo(hash);
    assertThat(Resolved.of(bind("parts: [{name: a, weight: 3k}]")).hash()).isNotEqualTo(hash);
    assertThat(Resolved.of(bind("parts: []")).hash()).isNotEqualTo(hash);
    assertThat(Resolved.of(bind("parts: [{name: a, weight: 2k}]")).values())
        .containsEntry("parts[0].name", "a")
        .containsEntry("sources", List.of())
        .doesNotContainKey("parts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parts: [{name: a}, {weight: 2}] | parts[1].name: is missing; Its name.",
        "parts: [{name: a, wieght: 2}] | parts[0].wieght = 2 (mix.yaml:1): no such key; did you mean \"parts[0].weight\"?",
        "parts: [{name: a}, {name: b, weight: -1}] | parts[1].weight = -1 (mix.yaml:1): must be at least 0",
        "parts: [{name: none}] | parts[0]: none has no weight",
        "parts: [a] | parts[0] = a (mix.yaml:1): must be a group of keys",
        "parts: [[a]] | parts[0] = [a] (mix.yaml:1): must be a group of keys",
        "parts: a | parts = a (mix.yaml:1): must be a list of groups",
        "parts: {name: a} | parts.name = a (mix.yaml:1): no such key",
        "parts: [{name: a, limits: 3}] | parts[0].limits = 3 (mix.yaml:1): is a group of keys",
        "parts: [{name: a, limits: {tokens: 3}, limits.tokens: 4}] | parts[0].limits.tokens = 4 (mix.yaml:1): is given twice",
        "sources: [{kind: made}, {kind: fiel}] | sources[1].kind = fiel (mix.yaml:1): must be one of file, made; did you mean \"file\"?",
        "sources: [{path: a}] | sources[0].kind: is missing",
      })
  void faultsNameTheGroupByItsPlaceInTheList(String yaml, String message) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theReferenceHasATableOfAGroupsKeys() {
    assertThat(ConfigReference.markdown(Mixture.class))
        .contains("| `parts` | none | list of groups | Its parts. |")
        .contains("## parts[]\n\n| key | default | allowed | meaning |")
        .contains("| `parts[].weight` | `1` | number ≥ 0 | Its share. |")
        .contains("## parts[].limits")
        .contains("### `made`\n\n")
        .contains("| `sources[].tokens` | `10` | whole number | Its tokens. |");
  }
}
