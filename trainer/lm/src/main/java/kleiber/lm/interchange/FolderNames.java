package kleiber.lm.interchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kleiber.lm.model.spec.ModelSpec;

/**
 * What folders of different ages call the same tensor, and which of their tensors are no weights.
 */
final class FolderNames {
  /** What folders may put before names or leave out. */
  private static final List<String> PREFIXES = List.of("transformer.", "model.", "bert.");

  /** Masks and tables that follow from the configuration, and what no model reads any more. */
  private static final List<String> NOT_READ =
      List.of(
          ".attn.bias",
          ".attn.masked_bias",
          "rotary_emb.inv_freq",
          "position_ids",
          "cls.predictions.decoder.bias",
          "EncDecAttention.relative_attention_bias.weight");

  /** Copies of the token embedding under other names. */
  private static final List<String> COPIES =
      List.of("encoder.embed_tokens.weight", "decoder.embed_tokens.weight");

  /** Copies of the token embedding where that is the output head. */
  private static final List<String> TIED =
      List.of("lm_head.weight", "cls.predictions.decoder.weight");

  private FolderNames() {}

  /** The one of {@code held} that {@code name} is called, or null. */
  static String find(Set<String> held, String name) {
    for (String known : List.of(name, withGamma(name))) {
      for (String candidate : candidates(known)) {
        if (held.contains(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private static List<String> candidates(String name) {
    List<String> candidates = new ArrayList<>(List.of(name));
    for (String prefix : PREFIXES) {
      candidates.add(
          name.startsWith(prefix) ? name.substring(prefix.length()) : prefix.concat(name));
    }
    return candidates;
  }

  /** BERT's first folders have TensorFlow's names of a norm's gain and bias. */
  private static String withGamma(String name) {
    return name.replace("LayerNorm.weight", "LayerNorm.gamma")
        .replace("LayerNorm.bias", "LayerNorm.beta");
  }

  /** Whether a folder may hold {@code name} although no parameter is read from it. */
  static boolean needNoPlace(String name, ModelSpec spec) {
    return endsWithAny(name, NOT_READ)
        || endsWithAny(name, COPIES)
        || spec.head().tied() && endsWithAny(name, TIED);
  }

  private static boolean endsWithAny(String name, List<String> ends) {
    return ends.stream().anyMatch(name::endsWith);
  }
}
