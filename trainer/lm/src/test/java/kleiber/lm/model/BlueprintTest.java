package kleiber.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.blueprint.ActivationMemory;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.model.blueprint.GradientModes;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.GatedOp;
import kleiber.lm.model.op.GradientPlace;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlueprintTest {
  private static final int B = 3;

  static Stream<ModelSpec> specs() {
    return Stream.of(
            Architectures.gpt1(2, 2, 8, 5, 11),
            Architectures.gpt3(3, 2, 4, 8, 5, 11, 2),
            Architectures.opt(2, 2, 8, 5, 11),
            Architectures.gopher(2, 2, 4, 8, 5, 11),
            Architectures.palm(2, 2, 4, 8, 5, 11),
            Architectures.llama(2, 2, 1, 8, 12, 5, 11),
            Architectures.bert(2, 2, 8, 5, 11),
            Architectures.t5(2, 2, 4, 8, 12, 5, 11))
        .flatMap(
            spec ->
                Stream.of(
                    spec, spec.toBuilder().dropout(new DropoutRates(0.1, 0.1, 0.1, 0.1)).build()));
  }

  private static Blueprint draw(ModelSpec spec) {
    return Blueprint.of(spec, layout(spec), true);
  }

  private static BatchLayout layout(ModelSpec spec) {
    return Stream.of(
            BatchLayout.causal(5), BatchLayout.masked(5), BatchLayout.sequenceToSequence(5, 4))
        .filter(spec.family()::takes)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everyParameterIsReadByAnOpAndNoOther(ModelSpec spec) {
    Set<Weight> weights = new HashSet<>();
    draw(spec).ops().forEach(op -> weights.addAll(op.weights()));
    long read = weights.stream().mapToLong(w -> (long) w.rows() * w.columns()).sum();
    assertThat(read).isEqualTo(ParameterMap.of(spec).size());
  }

  /** What is bound besides: the batch's integers, and constant tables of positions. */
  @ParameterizedTest
  @MethodSource("specs")
  void memoryIsWhatBindingTakes(ModelSpec spec) {
    AtomicLong bytes = new AtomicLong();
    Backend counting =
        fake(
            Backend.class,
            (name, arguments) -> {
              boolean typed = arguments.length == 2;
              ElementType type = typed ? (ElementType) arguments[0] : ElementType.F32;
              int[] shape = (int[]) arguments[arguments.length - 1];
              Tensor tensor = new ReferenceBackend().allocate(shape);
              bytes.addAndGet(type == ElementType.I32 ? 0 : tensor.size() * type.bytes());
              return tensor;
            });
    Kernels kernels =
        fake(
            Kernels.class,
            (name, arguments) -> name.equals("productType") ? ElementType.BF16 : null);
    ParameterMap map = ParameterMap.of(spec);
    Tensor flat = new ReferenceBackend().allocate(map.flatSize());
    Parameters parameters = new Parameters(map, new Variable(flat, flat));
    Dropouts dropouts = new Dropouts(1, () -> 0, BatchPart.WHOLE);
    new LanguageModel(spec, counting, kernels, parameters, layout(spec), B, dropouts);
    ActivationMemory memory = ActivationMemory.of(draw(spec), B, ElementType.BF16);
    long sinusoids = spec.positions() instanceof Positions.Distances ? 4 * 5 * 8 : 0;
    assertThat(memory.valueBytes() + memory.gradientBytes() + sinusoids).isEqualTo(bytes.get());
  }

  /** In PaLM's blocks three projections read the norm, of which the gate's half is the second. */
  @Test
  void whoWritesAGradientFirstOverwritesItAndTheOthersAdd() {
    Blueprint palm = draw(Architectures.palm(1, 2, 4, 8, 5, 11));
    GradientModes modes = new GradientModes(palm.ops());
    List<String> readers =
        palm.ops().stream()
            .filter(op -> op.inputs().stream().anyMatch(i -> isNamed(i, "layers.0.norm1")))
            .map(op -> op.output().name() + " " + modes.of(op, op.inputs().get(0).operand()))
            .toList();
    assertThat(readers)
        .containsExactly(
            "layers.0.attn.qkv ADD", "layers.0.mlp.gate ADD", "layers.0.mlp.up OVERWRITE");
  }

  private static boolean isNamed(OpSpec.Input input, String name) {
    return input.operand() instanceof Value value && value.name().equals(name);
  }

  @Test
  void aPartOfAGradientIsAddedToTheWhole() {
    Blueprint bert = draw(Architectures.bert(1, 2, 8, 5, 11));
    OpSpec pooler =
        bert.ops().stream().filter(op -> op.output().name().equals("pooler")).findFirst().get();
    assertThat(new GradientModes(bert.ops()).of(pooler, pooler.inputs().get(0).operand()))
        .isEqualTo(Gradient.ADD);
  }

  @Test
  void aDrawingInWhichOneGradientTakesTheMemoryOfALivingOneIsRefused() {
    Value a = value("a", "one");
    Value b = value("b", "two");
    Value c = value("c", "one");
    OpSpec gate = new GatedOp(Activation.SILU, a, c, b);
    OpSpec first = new ScaleOp(value("x", "x"), 2, a);
    OpSpec second = new ScaleOp(value("y", "y"), 2, c);
    LossOp loss = new LossOp(b, Field.TARGETS, 0);
    assertThatThrownBy(() -> new GradientModes(List.of(first, second, gate, loss)))
        .hasMessage("the gradient of a is overwritten by that of another value");
    assertThatThrownBy(() -> new GradientModes(List.of(first, loss)))
        .hasMessage("nothing writes the gradient of a");
  }

  /** A sum in the stream has the gradient of its summand, which a later op has written before. */
  @Test
  void aDrawingInWhichASharedGradientTakesTheMemoryOfALivingOneIsRefused() {
    Value hidden = value("hidden", "stream");
    Value sum = value("sum", "stream");
    Value scaled = value("scaled", "scaled");
    Value late = value("late", "late");
    OpSpec first = new ScaleOp(value("x", "x"), 2, hidden);
    OpSpec end = new SumOp(hidden, value("branch", "stream"), sum);
    OpSpec scale = new ScaleOp(sum, 2, scaled);
    OpSpec lateReader = new ScaleOp(hidden, 2, late);
    OpSpec both = new GatedOp(Activation.SILU, scaled, late, value("y", "y"));
    LossOp loss = new LossOp(both.output(), Field.TARGETS, 0);
    assertThatThrownBy(() -> new GradientModes(List.of(first, end, scale, lateReader, both, loss)))
        .hasMessage("the gradient of hidden is overwritten by that of another value");
    OpSpec elsewhere = new SumOp(hidden, value("branch", "branch"), sum);
    assertThatThrownBy(() -> new GradientModes(List.of(first, elsewhere, scale, loss(scaled))))
        .hasMessage("branch and sum share a gradient that lies in two places");
    OpSpec same = new ScaleOp(value("x", "one"), 2, value("y", "one"));
    assertThatThrownBy(() -> new GradientModes(List.of(same, loss(same.output()))))
        .hasMessage("y would lose its gradient to that of x");
  }

  private static LossOp loss(Value logits) {
    return new LossOp(logits, Field.TARGETS, 0);
  }

  private static Value value(String name, String slot) {
    GradientPlace place = new GradientPlace.Slot(slot, Storage.FLOAT);
    return new Value(name, Rows.perSequence(2), 4, Storage.FLOAT, place);
  }

  private interface Answer {
    Object to(String name, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            BlueprintTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
