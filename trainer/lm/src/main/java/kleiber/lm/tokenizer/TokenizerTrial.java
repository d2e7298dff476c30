package kleiber.lm.tokenizer;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kleiber.core.KleiberException;

/**
 * The process in which {@link TokenizerProbe} has tokenizers tried: reads each as a length and its
 * JSON, uses it on texts of all kinds, and answers with what is against it, empty for nothing. It
 * ends when its input does, or after a while without any.
 */
final class TokenizerTrial {
  /** How long it waits to be asked again. */
  static final long IDLE_NANOS = 10_000_000_000L;

  private static final int LONGEST_ANSWER = 2_000;

  /** What breaks tokenizers: nothing, spaces, long words, many scripts, marks, controls. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "To be, or not to be: that's the question.\n\n  1234,5 x_y don't\t\r\n",
          "é ñ ß œ ﬁ Å \u0301\u0301 İı ﷺ שלום العربية हिन्दी ไทย 日本語 한국어 русский ελληνικά",
          "\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDE9\uD83C\uDDEA \uFFFD\uFEFF\u00A0\u2028\u202E",
          "\u0000\u0001\u001B\u007F\u0085",
          "x".repeat(500),
          " ".repeat(100) + "\n".repeat(100),
          "▁the Ġof ##ing <s> </s> [CLS] [MASK] <|endoftext|> {\"a\": [1]}");

  private TokenizerTrial() {}

  /** Answers until there is nothing to answer. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (FileInputStream source = new FileInputStream(FileDescriptor.in);
        DataInputStream in = new DataInputStream(source);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
      while (waitFor(source)) {
        byte[] json = new byte[in.readInt()];
        in.readFully(json);
        String fault = fault(new String(json, StandardCharsets.UTF_8));
        out.writeUTF(fault.substring(0, Math.min(LONGEST_ANSWER, fault.length())));
        out.flush();
      }
    } catch (EOFException e) {
      // Whoever asked is gone.
    }
  }

  private static boolean waitFor(FileInputStream source) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (source.available() == 0) {
      if (System.nanoTime() - begin > IDLE_NANOS) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  private static String fault(String json) {
    try {
      NativeTokenizer tokenizer = new NativeTokenizer("it", json);
      for (String text : TEXTS) {
        tokenizer.decode(tokenizer.encode(text, false));
        tokenizer.decode(tokenizer.encode(text, true));
      }
      return "";
    } catch (KleiberException e) {
      return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    }
  }
}
