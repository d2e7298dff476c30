package kleiber.lm.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.function.Consumer;
import kleiber.core.Digests;
import kleiber.core.FileTree;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.SharedFolder;
import kleiber.core.output.WorkFolder;
import kleiber.lm.tokenizer.TokenizerFiles;
import kleiber.lm.tokenizer.TokenizerJson;
import kleiber.lm.tokenizer.TokenizerSpec;

/**
 * Tokens prepared once and reused. A data set lives in a folder named by the hash of everything
 * that decides its content; it is written beside and renamed into place, so that processes that
 * prepare the same data at once end with one good folder. What has changed in it since is found
 * when it is opened, and the data are prepared again.
 */
public final class DatasetCache {
  private static final String FORMAT = "3";
  private static final String TOKENS = "tokens.bin";
  private static final String SETS = "tokens";
  private static final String PREPARING = "preparing-";
  private static final String EVALUATING = "evaluating-";

  private final Path folder;
  private final Consumer<String> progress;

  /**
   * @param folder where prepared data are kept
   * @param progress told what is being prepared or repaired
   */
  public DatasetCache(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** The cache of this user: {@code $KLEIBER_CACHE}, or {@code ~/.cache/kleiber}. */
  public static Path defaultFolder() {
    String set = System.getenv("KLEIBER_CACHE");
    return set != null && !set.isBlank()
        ? Path.of(set)
        : Path.of(System.getProperty("user.home"), ".cache", "kleiber");
  }

  /** The data set of a corpus under a tokenizer, prepared now unless it already is. */
  public Dataset open(
      CorpusSpec corpus, TokenizerSpec tokenizer, double validationFraction, long seed) {
    String id = id(corpus, tokenizer, validationFraction, seed);
    Path home = folder.resolve(SETS).resolve(id);
    WorkFolder.sweep(home.getParent(), PREPARING);
    WorkFolder.sweep(home.getParent(), EVALUATING);
    if (Files.isDirectory(home)) {
      try {
        return read(home, id);
      } catch (KleiberException e) {
        requireOwn(home, e);
        progress.accept("preparing again: " + e.getMessage());
        delete(home);
      }
    }
    progress.accept("preparing " + corpus.describe() + " once, in " + home);
    boolean made = prepare(home, corpus, tokenizer, validationFraction, seed);
    return made ? map(home, id) : read(home, id);
  }

  private static Dataset read(Path home, String id) {
    new SealedFolder(home, Clock.systemUTC()).require();
    return map(home, id);
  }

  private static Dataset map(Path home, String id) {
    Path file = home.resolve(TOKENS);
    TokenFile.Header header = TokenFile.readHeader(file);
    Path json = TokenizerFiles.in(home);
    return new Dataset(
        Tokens.ofTraining(file, header),
        Tokens.ofValidation(file, header),
        Files.exists(json) ? TokenizerJson.read(json) : null,
        header.vocabulary(),
        header.entropyNats(),
        id,
        TokenFile.readDigest(file));
  }

  /** Whether this process has made and sealed it, and not another one that was faster. */
  private boolean prepare(
      Path home, CorpusSpec corpus, TokenizerSpec tokenizer, double validationFraction, long seed) {
    try {
      SharedFolder sets = new SharedFolder(folder).inner(SETS);
      try (WorkFolder work = WorkFolder.in(sets.path(), PREPARING)) {
        DatasetWriter writer =
            new DatasetWriter(work.path().resolve(TOKENS), work.path(), progress);
        writer.write(corpus, tokenizer, validationFraction, seed);
        TokenFile.verify(work.path().resolve(TOKENS));
        new SealedFolder(work.path(), Clock.systemUTC()).seal();
        sets.open(work.path());
        work.moveTo(home);
        return true;
      } catch (FileSystemException e) {
        if (!Files.isDirectory(home)) {
          throw e;
        }
        progress.accept("another process prepared the same data; using it");
        return false;
      }
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot prepare data in "
              + folder
              + ": "
              + IoReason.of(e)
              + "; KLEIBER_CACHE may name another folder",
          e);
    }
  }

  private static String id(
      CorpusSpec corpus, TokenizerSpec tokenizer, double validationFraction, long seed) {
    MessageDigest sha = Digests.sha256();
    String key =
        String.join(
            "\n",
            FORMAT,
            corpus.toString(),
            tokenizer.toString(),
            "" + validationFraction,
            "" + seed);
    sha.update(key.getBytes(StandardCharsets.UTF_8));
    corpus.files().forEach(file -> update(sha, file));
    if (tokenizer instanceof TokenizerSpec.Bpe bpe && bpe.file() != null) {
      update(sha, bpe.file());
      // It says which token ends a text.
      Path config = TokenizerFiles.configOf(bpe.file());
      if (Files.exists(config)) {
        update(sha, config);
      }
    }
    return Digests.hex(sha).substring(0, 16);
  }

  private static void update(MessageDigest sha, Path file) {
    try {
      Digests.update(sha, file);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /** What another user has put into a shared cache is theirs to delete. */
  private static void requireOwn(Path home, KleiberException fault) {
    try {
      String owner = SharedFolder.otherOwner(home);
      if (owner != null) {
        throw KleiberException.failure(
            fault.getMessage()
                + "\nThese data in a shared cache belong to "
                + owner
                + ": ask them to delete "
                + home
                + ", or let KLEIBER_CACHE name a folder of your own",
            fault);
      }
    } catch (IOException e) {
      throw KleiberException.failure("cannot look at " + home + ": " + IoReason.of(e), e);
    }
  }

  private static void delete(Path tree) {
    try {
      FileTree.delete(tree);
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot delete the damaged data in " + tree + ": " + IoReason.of(e), e);
    }
  }

  /** A folder for tokens that are used once, which is gone when it is closed. */
  public static WorkFolder passing() throws IOException {
    return WorkFolder.in(new SharedFolder(defaultFolder()).inner(SETS).path(), EVALUATING);
  }
}
