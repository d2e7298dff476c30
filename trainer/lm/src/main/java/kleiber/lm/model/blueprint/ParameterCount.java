package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpecBuilder;

/**
 * The parameters of an architecture counted without listing its blocks, so that a description of
 * any size can be judged before anything is made for it: all blocks of a stack are alike.
 */
public final class ParameterCount {
  private ParameterCount() {}

  /** Elements of all parameters; {@link Long#MAX_VALUE} where they are more than that. */
  public static long of(ModelSpec spec) {
    ModelSpec one = shallow(spec, 1, 1);
    long least = listed(one);
    int decoder = spec.family() instanceof Family.EncoderDecoder both ? both.decoderLayers() : 1;
    long perLayer = listed(shallow(spec, 2, 1)) - least;
    long perDecoderLayer = listed(shallow(spec, 1, 2)) - least;
    try {
      long layers = Math.multiplyExact(perLayer, spec.layers() - 1L);
      long decoderLayers = Math.multiplyExact(perDecoderLayer, decoder - 1L);
      return Math.addExact(least, Math.addExact(layers, decoderLayers));
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static long listed(ModelSpec spec) {
    return Blueprint.parameters(spec).stream().mapToLong(Parameter::size).sum();
  }

  /** The same architecture with other numbers of layers. */
  static ModelSpec shallow(ModelSpec spec, int layers, int decoderLayers) {
    ModelSpecBuilder builder = spec.toBuilder().layers(layers);
    return spec.family() instanceof Family.EncoderDecoder
        ? builder.family(new Family.EncoderDecoder(decoderLayers)).build()
        : builder.build();
  }
}
