package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.ModelSpec.Head;

/** A {@code config.json} that may come from anywhere: what is read is checked, faults are named. */
public final class HuggingFaceConfig {
  private static final int LARGEST = 1 << 24;

  private final String place;
  private final JsonNode root;

  /**
   * @param place what comes before a key's name in messages
   */
  private HuggingFaceConfig(String place, JsonNode root) {
    this.place = place;
    this.root = root;
  }

  public static HuggingFaceConfig read(Path file) {
    return new HuggingFaceConfig(file + ": ", ForeignJson.object(file, ForeignJson.SMALL));
  }

  /** The {@code model_type}. */
  String modelType() {
    return text("model_type", "");
  }

  /** The object under {@code key}; an empty one where it is absent or null. */
  public HuggingFaceConfig section(String key) {
    JsonNode node = root.path(key);
    if (!isAbsent(key) && !node.isObject()) {
      throw KleiberException.corrupt(place + key + " must be an object, not " + Shown.value(node));
    }
    return new HuggingFaceConfig(place + key + ".", node);
  }

  /** A positive size that must be there. */
  int size(String key) {
    JsonNode node = root.path(key);
    if (!node.canConvertToInt()
        || !node.isIntegralNumber()
        || node.asInt() < 1
        || node.asInt() > LARGEST) {
      throw KleiberException.corrupt(
          place
              + key
              + " must be a size from 1 to "
              + LARGEST
              + ", not "
              + ForeignJson.shown(node));
    }
    return node.asInt();
  }

  /** A positive size, or {@code otherwise} where it is absent or null. */
  int size(String key, int otherwise) {
    return isAbsent(key) ? otherwise : size(key);
  }

  /** A number of at least 0, or {@code otherwise} where it is absent or null. */
  double number(String key, double otherwise) {
    JsonNode node = root.path(key);
    if (isAbsent(key)) {
      return otherwise;
    }
    if (!node.isNumber() || !(node.asDouble() >= 0) || Double.isInfinite(node.asDouble())) {
      throw KleiberException.corrupt(
          place + key + " must be a number of at least 0, not " + Shown.value(node));
    }
    return node.asDouble();
  }

  /** A dropout rate, 0 where it is absent. */
  double rate(String key) {
    double rate = number(key, 0);
    if (rate >= 1) {
      throw KleiberException.corrupt(place + key + " must be below 1, not " + rate);
    }
    return rate;
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode node = root.path(key);
    if (isAbsent(key)) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw KleiberException.corrupt(
          place + key + " must be true or false, not " + Shown.value(node));
    }
    return node.asBoolean();
  }

  /** The value under {@code key} as it is; missing where it is absent. */
  JsonNode value(String key) {
    return root.path(key);
  }

  /** A text, or {@code otherwise} where it is absent or null. */
  String text(String key, String otherwise) {
    JsonNode node = root.path(key);
    if (isAbsent(key)) {
      return otherwise;
    }
    if (!node.isTextual()) {
      throw KleiberException.corrupt(place + key + " must be text, not " + Shown.value(node));
    }
    return node.asText();
  }

  /** An output head that reads what the last block gives. */
  Head head(boolean tiedByDefault) {
    return new Head(tied(tiedByDefault), false, zLoss());
  }

  /** An output head that reads what the last block gives, divided by √C where it is tied. */
  Head headScaledIfTied() {
    boolean tied = tied(true);
    return new Head(tied, tied, zLoss());
  }

  private boolean tied(boolean otherwise) {
    return flag("tie_word_embeddings", otherwise);
  }

  /** Not a key of Hugging Face's, which ignores it. */
  private double zLoss() {
    return number("z_loss", 0);
  }

  /** Refuses a key that asks for what Kleiber does not have. */
  void require(String key, Object only) {
    JsonNode node = root.path(key);
    boolean same =
        only instanceof Number number
            ? node.isNumber() && node.doubleValue() == number.doubleValue()
            : node.asText().equals(String.valueOf(only));
    if (!isAbsent(key) && !same) {
      throw unsupported(key, String.valueOf(only));
    }
  }

  /** Refuses keys other than {@code known}. */
  public void requireOnly(List<String> known) {
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw KleiberException.usage(
                    place
                        + Shown.value(name)
                        + " = "
                        + Shown.value(root.path(name))
                        + " is not supported");
              }
            });
  }

  /** A key that asks for what Kleiber does not have. */
  KleiberException unsupported(String key, String only) {
    return KleiberException.usage(
        place + key + " = " + Shown.value(root.path(key)) + " is not supported, only " + only);
  }

  boolean isAbsent(String key) {
    return root.path(key).isMissingNode() || root.path(key).isNull();
  }

  /** An activation by Hugging Face's name. */
  Activation activation(String key, String otherwise) {
    return activationNamed(key, text(key, otherwise));
  }

  /** The activation that {@code name}, a part of the text under {@code key}, stands for. */
  Activation activationNamed(String key, String name) {
    return ActivationNames.read(name)
        .orElseThrow(() -> notOneOf(key, name, ActivationNames.written()));
  }

  KleiberException notOneOf(String key, String value, List<String> allowed) {
    return KleiberException.usage(
        place
            + key
            + " \""
            + Shown.value(value)
            + "\" is not one of "
            + String.join(", ", allowed));
  }

  /** What does not go together, said by the architecture itself. */
  public KleiberException impossible(IllegalArgumentException e) {
    return KleiberException.corrupt(place + e.getMessage(), e);
  }
}
