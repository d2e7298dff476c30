package kleiber.trainer.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** A model bound to one lane: batches in, losses out, gradients added to the parameters' buffer. */
public final class LanguageModel {
  private final Map<Field, Tensor> inputs = new EnumMap<>(Field.class);
  private final List<Loss> losses = new ArrayList<>();
  private final Program program;
  private final Variable logits;

  /**
   * Binds a model.
   *
   * @param parameters with gradients to train, without to evaluate
   * @param layout what {@code spec} takes
   * @param sequences B a call
   * @param dropouts the source of dropout masks
   */
  public LanguageModel(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      Parameters parameters,
      BatchLayout layout,
      int sequences,
      Dropouts dropouts) {
    if (!spec.family().takes(layout)) {
      throw new IllegalArgumentException(spec.family() + " does not take batches of " + layout);
    }
    for (Field field : layout.fields()) {
      int columns = layout.columns(field);
      inputs.put(field, backend.allocate(ElementType.I32, sequences, columns));
    }
    Assembly assembly =
        new Assembly(spec, backend, kernels, parameters, dropouts, sequences, layout.length());
    this.program = assembly.program();
    LanguageHead head;
    if (spec.family() instanceof Family.Decoder decoder) {
      head = decoder(assembly, decoder);
    } else if (spec.family() instanceof Family.EncoderDecoder both) {
      head = encoderDecoder(assembly, both, layout.columns(Field.SOURCE));
    } else {
      head = encoder(assembly);
    }
    this.logits = head.logits();
    losses.add(0, head.loss());
  }

  private LanguageHead decoder(Assembly assembly, Family.Decoder family) {
    int layers = assembly.spec().layers();
    Stream stream = new Stream(assembly);
    Variable embedded = Embedding.append(assembly, stream, inputs.get(Field.TOKENS), null);
    PlaceTerm places = PlaceTerm.of(assembly, layers, false);
    Variable last =
        new Stack(assembly, stream)
            .append(
                layers,
                i -> {
                  boolean banded = family.window() > 0 && i % 2 == 1;
                  AttentionMask mask =
                      banded ? AttentionMask.banded(family.window()) : AttentionMask.CAUSAL;
                  return List.of(
                      new SelfAttention(assembly, "layers." + i + ".attn.", mask, places, null),
                      new FeedForward(assembly, "layers." + i + ".mlp."));
                },
                embedded);
    return new LanguageHead(assembly, last, null, inputs.get(Field.TARGETS));
  }

  private LanguageHead encoder(Assembly assembly) {
    Stream stream = new Stream(assembly);
    Variable embedded =
        Embedding.append(assembly, stream, inputs.get(Field.TOKENS), inputs.get(Field.SEGMENTS));
    Variable last = encoderStack(assembly, stream, embedded, inputs.get(Field.LENGTH));
    losses.add(PairHead.append(assembly, last, inputs.get(Field.PAIR_TARGET)));
    Variable in = assembly.linear("mlm.transform", last, "mlm", Gradient.OVERWRITE);
    Variable activated = assembly.rows("mlm.activated", assembly.spec().width());
    assembly.add(assembly.kernels().activation(assembly.spec().mlp().activation(), in, activated));
    Variable normed = assembly.normed("mlm.norm", activated, Gradient.OVERWRITE);
    Variable bias = assembly.parameter("head.bias");
    return new LanguageHead(assembly, normed, bias, inputs.get(Field.TARGETS));
  }

  private LanguageHead encoderDecoder(
      Assembly assembly, Family.EncoderDecoder family, int sourceLength) {
    double dropout = assembly.spec().dropout().residual();
    Tensor lengths = inputs.get(Field.SOURCE_LENGTH);
    Assembly encoder = assembly.part("encoder.", sourceLength);
    Stream source = new Stream(encoder);
    Variable embedded = Embedding.append(encoder, source, inputs.get(Field.SOURCE), null);
    Variable encoded = encoderStack(encoder, source, embedded, lengths);
    CrossAttention.Memory memory =
        new CrossAttention.Memory(encoder.dropped(encoded, dropout), sourceLength, lengths);
    Assembly decoder = assembly.part("decoder.", assembly.length());
    Stream stream = new Stream(decoder);
    int layers = family.decoderLayers();
    Variable start = Embedding.append(decoder, stream, inputs.get(Field.TOKENS), null);
    PlaceTerm places = PlaceTerm.of(decoder, layers, false);
    Variable last =
        new Stack(decoder, stream)
            .append(
                layers,
                i -> {
                  String name = "layers." + i + ".";
                  Gradient gradient = i == layers - 1 ? Gradient.OVERWRITE : Gradient.ADD;
                  return List.of(
                      new SelfAttention(
                          decoder, name + "attn.", AttentionMask.CAUSAL, places, null),
                      new CrossAttention(decoder, name + "cross.", memory, gradient),
                      new FeedForward(decoder, name + "mlp."));
                },
                start);
    return new LanguageHead(
        decoder, decoder.dropped(last, dropout), null, inputs.get(Field.TARGETS));
  }

  private static Variable encoderStack(
      Assembly assembly, Stream stream, Variable embedded, Tensor lengths) {
    int layers = assembly.spec().layers();
    PlaceTerm places = PlaceTerm.of(assembly, layers, true);
    return new Stack(assembly, stream)
        .append(
            layers,
            i ->
                List.of(
                    new SelfAttention(
                        assembly, "layers." + i + ".attn.", AttentionMask.NONE, places, lengths),
                    new FeedForward(assembly, "layers." + i + ".mlp.")),
            embedded);
  }

  /** Sets the input of the next {@link #forward}. */
  public void load(Batch batch) {
    inputs.forEach((field, tensor) -> tensor.writeInts(batch.get(field)));
  }

  /** Computes the losses. */
  public void forward() {
    program.forward();
  }

  /** Adds the gradients of the last {@link #forward} to the parameters' gradients. */
  public void backward() {
    program.backward();
  }

  /** The losses, that of {@link Field#TARGETS} first. */
  public List<Loss> losses() {
    return losses;
  }

  /** The logits [B·T, V] of the last {@link #forward}. */
  public Tensor logits() {
    return logits.value();
  }
}
