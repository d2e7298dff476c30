package kleiber.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a run rests on besides its configuration: what was in the files that the configuration
 * names, and what {@code auto} and {@code threads: 0} became on the machine. Each of these changes
 * the bits of the results.
 *
 * @param dataDigest SHA-256 of the prepared tokens of both splits, of the file for token batches
 * @param trainTokens tokens of the training split, so where the splits part
 * @param tokenizerDigest SHA-256 of {@code tokenizer.json}, null where there is no text
 * @param backend its name
 * @param precision of matrix products
 * @param threads that share each step: lanes whose sums are added in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Basis(
    String dataDigest,
    long trainTokens,
    String tokenizerDigest,
    String backend,
    String precision,
    int threads) {
  private static final int SHOWN_DIGITS = 12;

  /** Refuses what leaves open what a run rests on. */
  public Basis {
    if (dataDigest == null || backend == null || precision == null) {
      throw new IllegalArgumentException("dataDigest, backend and precision must be given");
    }
    if (trainTokens < 0 || threads < 1) {
      throw new IllegalArgumentException(
          "trainTokens " + trainTokens + " and threads " + threads + " are impossible");
    }
  }

  /** What differs in another attempt at the same run, in words; empty where nothing does. */
  public List<String> differences(Basis now) {
    List<String> differences = new ArrayList<>(dataDifferences(now));
    differ(differences, "backend", backend, now.backend);
    differ(differences, "precision", precision, now.precision);
    differ(differences, "threads", threads, now.threads);
    return differences;
  }

  /** The part of {@link #differences} that is about text and tokens. */
  public List<String> dataDifferences(Basis now) {
    List<String> differences = new ArrayList<>();
    if (!Objects.equals(dataDigest, now.dataDigest) || trainTokens != now.trainTokens) {
      differences.add(
          String.format(
              Locale.ROOT,
              "the tokens were %,d for training with digest %s and are %,d with digest %s: the text"
                  + " has changed, or how it is read",
              trainTokens,
              shown(dataDigest),
              now.trainTokens,
              shown(now.dataDigest)));
    }
    differ(differences, "tokenizer.json", shown(tokenizerDigest), shown(now.tokenizerDigest));
    return differences;
  }

  private static void differ(List<String> differences, String what, Object then, Object now) {
    if (!Objects.equals(then, now)) {
      differences.add(what + " was " + then + " and is " + now);
    }
  }

  private static String shown(String digest) {
    return digest == null ? "none" : digest.substring(0, Math.min(SHOWN_DIGITS, digest.length()));
  }
}
