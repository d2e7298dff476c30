package kleiber.lm.interchange.family;

import java.util.List;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.engine.kernels.Activation;

/**
 * Hugging Face's names of an activation.
 *
 * @param activation what they stand for
 * @param names the one that is written first, then others that are read
 */
record ActivationNames(Activation activation, List<String> names) {
  private static final List<ActivationNames> ALL =
      List.of(
          new ActivationNames(
              Activation.GELU_TANH, List.of("gelu_new", "gelu_fast", "gelu_pytorch_tanh")),
          new ActivationNames(Activation.GELU, List.of("gelu")),
          new ActivationNames(Activation.RELU, List.of("relu")),
          new ActivationNames(Activation.SILU, List.of("silu", "swish")),
          new ActivationNames(Activation.TANH, List.of("tanh")),
          new ActivationNames(Activation.RELU_SQUARED, List.of("relu2")));

  /** The activation that a name stands for. */
  static Optional<Activation> read(String name) {
    return ALL.stream()
        .filter(known -> known.names.contains(name))
        .map(ActivationNames::activation)
        .findFirst();
  }

  /** The names that are written. */
  static List<String> written() {
    return ALL.stream().map(known -> known.names.get(0)).toList();
  }

  /**
   * The name to write.
   *
   * @throws KleiberException for an activation that Hugging Face has none for
   */
  static String of(Activation activation) {
    return ALL.stream()
        .filter(known -> known.activation == activation)
        .map(known -> known.names.get(0))
        .findFirst()
        .orElseThrow(
            () ->
                KleiberException.usage(
                    "Hugging Face has no name for the activation "
                        + activation
                        + "; such a model cannot be exported"));
  }
}
