package kleiber.lm.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.WorkFolder;

/**
 * Hugging Face's tokenizers, called through DJL's native methods. DJL's own loader is left aside:
 * it looks for CUDA, and would report home and download.
 */
final class NativeTokenizer {
  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;
  private static final String RESOURCE = "/native/lib/linux-x86_64/cpu/libtokenizers.so";
  private static final Cleaner CLEANER = Cleaner.create();

  private static boolean loaded;

  private final long handle;

  /**
   * @param name of the file, for messages
   * @param json its content
   */
  NativeTokenizer(String name, String json) {
    load();
    try {
      long created = LIBRARY.createTokenizerFromString(json);
      LIBRARY.disableTruncation(created);
      LIBRARY.disablePadding(created);
      CLEANER.register(this, () -> LIBRARY.deleteTokenizer(created));
      this.handle = created;
    } catch (RuntimeException e) {
      throw KleiberException.corrupt(
          name + " is no tokenizer that Hugging Face's library reads: " + e.getMessage(), e);
    }
  }

  /** The library is written out, loaded and deleted: a loaded one needs its file no more. */
  private static synchronized void load() {
    if (loaded) {
      return;
    }
    try (InputStream in = TokenizersLibrary.class.getResourceAsStream(RESOURCE);
        WorkFolder folder = WorkFolder.temporary("kleiber-tokenizers-")) {
      Path file = folder.path().resolve("libtokenizers.so");
      Files.copy(in, file);
      System.load(file.toAbsolutePath().toString());
      loaded = true;
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot write Hugging Face's tokenizer library to "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + IoReason.of(e)
              + "; KLEIBER_JAVA_OPTIONS=-Djava.io.tmpdir=DIR names another folder",
          e);
    } catch (UnsatisfiedLinkError e) {
      throw KleiberException.failure(
          "cannot load Hugging Face's tokenizer library, which needs glibc 2.34 and a folder that"
              + " programs may run from (KLEIBER_JAVA_OPTIONS=-Djava.io.tmpdir=DIR names another): "
              + e.getMessage(),
          e);
    }
  }

  /**
   * The tokens of a text.
   *
   * @param marked whether with those that the file's post-processor puts around a text
   */
  int[] encode(String text, boolean marked) {
    long encoding;
    try {
      encoding = LIBRARY.encode(handle, text, marked);
    } catch (RuntimeException e) {
      throw KleiberException.usage("the tokenizer cannot encode a text: " + e.getMessage(), e);
    } finally {
      Reference.reachabilityFence(this);
    }
    try {
      long[] ids = LIBRARY.getTokenIds(encoding);
      int[] tokens = new int[ids.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = Math.toIntExact(ids[i]);
      }
      return tokens;
    } finally {
      LIBRARY.deleteEncoding(encoding);
    }
  }

  /** The text of {@code tokens}, special ones included. */
  String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    try {
      return LIBRARY.decode(handle, ids, false);
    } catch (RuntimeException e) {
      throw KleiberException.usage("the tokenizer cannot decode tokens: " + e.getMessage(), e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
