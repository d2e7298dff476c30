package kleiber.lm.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import kleiber.engine.backend.Backend;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Normed queries and keys compute what transformers' Qwen3ForCausalLM does. */
class Qwen3Test {
  /**
   * Of transformers 5.18 on PyTorch 2.13 in double precision: the folder that this test writes,
   * loaded, and its cross-entropy over the same tokens.
   */
  private static final double LOSS = 3.756405735;

  @TempDir Path temporary;

  @Test
  void theLossIsThatOfTransformers() {
    ModelSpec spec =
        Architectures.llama(2, 4, 2, 16, 24, 8, 13).toBuilder()
            .attention(new ModelSpec.Attention(4, 2, 8, true, true))
            .init(new Init.Normal(0.5, false, false))
            .build();
    Batch batch = new Batch(BatchLayout.causal(8), 2);
    for (int i = 0; i < 16; i++) {
      batch.get(Field.TOKENS)[i] = i * 5 % 13;
      batch.get(Field.TARGETS)[i] = i * 7 % 13;
    }
    try (Backend backend = new ReferenceBackend();
        TrainingModel model =
            new TrainingModel(
                spec,
                backend,
                batch.layout(),
                2,
                OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1),
                1)) {
      Initializer.initialize(model.map(), model.values(), 3);
      ModelFolder folder = new ModelFolder(temporary.resolve("qwen3"));
      folder.write(spec, model.values(), null);
      assertThat(folder.readSpec().attention().normed()).isTrue();
      assertThat(model.backward(List.of(batch))).isCloseTo(LOSS, within(1e-6));
    }
  }
}
