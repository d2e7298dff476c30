package kleiber.lm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.testing.DeadProcess;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that several users share, and what killed processes leave in one. */
class SharedCacheTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private Dataset open() {
    return new DatasetCache(folder, note -> {})
        .open(new CorpusSpec.Synthetic(8, 0.5, 1000, 1), new TokenizerSpec.Bytes(), 0.1, 1);
  }

  private List<Path> sets() throws IOException {
    try (Stream<Path> sets = Files.list(folder.resolve("tokens"))) {
      return sets.toList();
    }
  }

  @Test
  void damagedDataOfAnotherUserAreNotDeleted() throws Exception {
    open();
    Path set = sets().get(0);
    Files.writeString(set.resolve("tokens.bin"), "damaged");
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can give a folder to another");
    Files.setAttribute(set, "unix:uid", NOBODY);
    assertThatThrownBy(this::open)
        .isInstanceOf(KleiberException.class)
        .hasMessageContainingAll(
            "belong to " + Files.getOwner(set).getName(), "ask them to delete " + set)
        .hasMessageContaining("KLEIBER_CACHE");
    assertThat(set.resolve("tokens.bin")).hasContent("damaged");
  }

  @Test
  void damagedDataOfOnesOwnArePreparedAgain() throws Exception {
    Dataset before = open();
    Files.writeString(sets().get(0).resolve("tokens.bin"), "damaged");
    assertThat(open().digest()).isEqualTo(before.digest());
  }

  @Test
  void whatAKilledPreparationLeftIsSweptEvenWhereNothingIsToBePrepared() throws Exception {
    open();
    String dead = DeadProcess.mark().name();
    Files.createDirectories(folder.resolve("tokens/preparing-" + dead + ".1"));
    Files.createDirectories(folder.resolve("tokens/evaluating-" + dead + ".2"));
    open();
    assertThat(sets()).hasSize(1);
  }
}
