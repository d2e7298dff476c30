package kleiber.lm.model.spec;

import static java.util.Objects.requireNonNull;

import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;

/**
 * A {@link ModelSpec} put together by name, or another one with some parts changed. Without dropout
 * and in the standard parametrisation unless told; every other part must be given.
 */
public final class ModelSpecBuilder {
  private Family family;
  private int layers;
  private int width;
  private int context;
  private int vocabulary;
  private BlockForm block;
  private Norm norm;
  private Attention attention;
  private Positions positions;
  private Mlp mlp;
  private boolean biases;
  private Head head;
  private DropoutRates dropout = DropoutRates.NONE;
  private Init init;
  private Parametrisation parametrisation = new Parametrisation.Standard();

  ModelSpecBuilder() {}

  ModelSpecBuilder(ModelSpec spec) {
    family = spec.family();
    layers = spec.layers();
    width = spec.width();
    context = spec.context();
    vocabulary = spec.vocabulary();
    block = spec.block();
    norm = spec.norm();
    attention = spec.attention();
    positions = spec.positions();
    mlp = spec.mlp();
    biases = spec.biases();
    head = spec.head();
    dropout = spec.dropout();
    init = spec.init();
    parametrisation = spec.parametrisation();
  }

  public ModelSpecBuilder family(Family value) {
    family = value;
    return this;
  }

  public ModelSpecBuilder layers(int value) {
    layers = value;
    return this;
  }

  public ModelSpecBuilder width(int value) {
    width = value;
    return this;
  }

  public ModelSpecBuilder context(int value) {
    context = value;
    return this;
  }

  public ModelSpecBuilder vocabulary(int value) {
    vocabulary = value;
    return this;
  }

  public ModelSpecBuilder block(BlockForm value) {
    block = value;
    return this;
  }

  public ModelSpecBuilder norm(Norm.Kind kind, double epsilon) {
    norm = new Norm(kind, epsilon);
    return this;
  }

  public ModelSpecBuilder attention(Attention value) {
    attention = value;
    return this;
  }

  public ModelSpecBuilder positions(Positions value) {
    positions = value;
    return this;
  }

  public ModelSpecBuilder mlp(Mlp value) {
    mlp = value;
    return this;
  }

  public ModelSpecBuilder biases(boolean value) {
    biases = value;
    return this;
  }

  public ModelSpecBuilder head(Head value) {
    head = value;
    return this;
  }

  public ModelSpecBuilder dropout(DropoutRates value) {
    dropout = value;
    return this;
  }

  public ModelSpecBuilder init(Init value) {
    init = value;
    return this;
  }

  public ModelSpecBuilder parametrisation(Parametrisation value) {
    parametrisation = value;
    return this;
  }

  /**
   * The architecture.
   *
   * @throws NullPointerException naming a part that was not given
   * @throws IllegalArgumentException when parts do not go together
   */
  public ModelSpec build() {
    return new ModelSpec(
        requireNonNull(family, "family"),
        layers,
        width,
        context,
        vocabulary,
        requireNonNull(block, "block"),
        requireNonNull(norm, "norm"),
        requireNonNull(attention, "attention"),
        requireNonNull(positions, "positions"),
        requireNonNull(mlp, "mlp"),
        biases,
        requireNonNull(head, "head"),
        dropout,
        requireNonNull(init, "init"),
        parametrisation);
  }
}
