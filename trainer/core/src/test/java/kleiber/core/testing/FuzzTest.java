package kleiber.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path valid;

  @Test
  void findsAFieldThatIsBelievedToBeThere() throws IOException {
    Fuzz fuzz = sizeInJson();
    assertThatThrownBy(() -> fuzz.run(Fuzz.SHORT, folder -> node(folder).get("size").intValue()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NullPointerException")
        .hasMessageContaining("target/fuzz");
  }

  @Test
  void findsAnAllocationThatTheFileAsksFor() throws IOException {
    Fuzz fuzz = sizeInJson().within(new Limits(Duration.ofSeconds(5), 1 << 20));
    assertThatThrownBy(
            () ->
                fuzz.run(
                    Fuzz.SHORT,
                    folder ->
                        assertThat(new byte[node(folder).path("size").asInt() & 0xffffff])
                            .isNotNull()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("allocated");
  }

  @Test
  void acceptsAReaderThatRefusesInWords() throws IOException {
    sizeInJson()
        .run(
            Fuzz.SHORT,
            folder -> {
              if (!node(folder).path("size").isInt()) {
                throw KleiberException.corrupt("size.json: size must be an integer");
              }
            });
  }

  @Test
  void everyFormatIsChangedInManyWays() {
    for (String name : new String[] {"a.json", "a.yaml", "a.csv", "a.jsonl", "a.bin"}) {
      byte[] example = "{\"a\": 1, \"b\": [1, 2, {\"c\": \"text\"}]}".getBytes();
      Set<String> variants = new HashSet<>();
      for (int seed = 0; seed < 200; seed++) {
        variants.add(new String(Mutation.of(name).apply(example, new SplittableRandom(seed))));
      }
      assertThat(variants.size()).as(name).isGreaterThan(50);
    }
  }

  private Fuzz sizeInJson() throws IOException {
    Files.writeString(valid.resolve("size.json"), "{\"size\": 12, \"name\": \"a\"}");
    return Fuzz.of("harness", valid, "size.json");
  }

  private static JsonNode node(Path folder) {
    try {
      return JSON.readTree(folder.resolve("size.json").toFile());
    } catch (IOException e) {
      throw KleiberException.corrupt("size.json is not JSON", e);
    }
  }

  @Test
  void whatAReaderDidToTheFolderIsUndoneBeforeTheNextCase() throws IOException {
    Files.createDirectories(valid.resolve("in"));
    Files.writeString(valid.resolve("in/kept.txt"), "kept");
    Files.writeString(valid.resolve("gone.txt"), "there");
    sizeInJson()
        .run(
            20,
            folder -> {
              assertThat(folder.resolve("new")).doesNotExist();
              assertThat(folder.resolve("in/kept.txt")).hasContent("kept");
              assertThat(folder.resolve("gone.txt")).hasContent("there");
              Files.createDirectories(folder.resolve("new/deep"));
              Files.writeString(folder.resolve("new/deep/file"), "new");
              Files.writeString(folder.resolve("in/kept.txt"), "lost");
              Files.delete(folder.resolve("gone.txt"));
              Files.createDirectories(folder.resolve("gone.txt/is a folder"));
            });
    assertThat(valid.resolve("new")).doesNotExist();
  }
}
