package kleiber.core.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes of one word of a text: what stands between separators becomes hostile, or is gone. */
final class CellsMutation implements Mutation {
  private static final Pattern WORD = Pattern.compile("[^,;:\\s\"\\[\\]{}]+");

  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    String text = new String(valid, StandardCharsets.UTF_8);
    List<MatchResult> words = new ArrayList<>(WORD.matcher(text).results().toList());
    if (words.isEmpty()) {
      return HostileText.next(random).getBytes(StandardCharsets.UTF_8);
    }
    MatchResult word = words.get(random.nextInt(words.size()));
    String replacement =
        switch (random.nextInt(5)) {
          case 0 -> "";
          case 1 -> words.get(random.nextInt(words.size())).group();
          case 2 -> word.group() + HostileText.next(random);
          default -> HostileText.next(random);
        };
    String changed = text.substring(0, word.start()) + replacement + text.substring(word.end());
    return changed.getBytes(StandardCharsets.UTF_8);
  }
}
