package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.junit.jupiter.api.Test;

/** A step that is replayed does what its calls would have done, with the numbers of today. */
@OnStandIn
class RecordingTest {
  private static final AdamWUpdate.Constants ADAM = new AdamWUpdate.Constants(0.9, 0.95, 1e-8);

  private long pass;

  private static CudaBackend open() {
    return (CudaBackend) new CudaBackendProvider().open(1, Precision.FP32);
  }

  /** Five updates of 100 parameters at five rates, from a dropout's output as gradient. */
  private float[] weights(boolean recorded) {
    pass = 0;
    try (CudaBackend backend = open()) {
      Kernels kernels = backend.kernels();
      Tensor p = backend.allocate(100);
      Tensor g = backend.allocate(100);
      Tensor x = backend.allocate(100);
      float[] values = new float[100];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i);
      }
      x.set(values);
      Op dropout =
          kernels.dropout(
              Variable.constant(x), Variable.constant(g), new Dropout(0.5, 3, () -> pass));
      AdamWUpdate adamW = kernels.adamW(ADAM, p, g, backend.allocate(100), backend.allocate(100));
      double[] rate = new double[1];
      Runnable step =
          () -> {
            dropout.forward();
            adamW.step(rate[0], 0.1, 1, 1 - Math.pow(0.9, pass + 1), 1 - Math.pow(0.95, pass + 1));
          };
      Runnable run = recorded ? backend.card().record(step) : step;
      for (; pass < 5; pass++) {
        rate[0] = 0.1 / (1 + pass);
        run.run();
      }
      return p.toArray();
    }
  }

  @Test
  void replaysEqualPlainRunsBitForBit() {
    assertThat(weights(true)).isEqualTo(weights(false));
  }

  @Test
  void aNumberThatWouldBeLostInAReplayIsRefused() {
    try (CudaBackend backend = open()) {
      Tensor p = backend.allocate(4);
      AdamWUpdate adamW =
          backend
              .kernels()
              .adamW(ADAM, p, backend.allocate(4), backend.allocate(4), backend.allocate(4));
      Runnable twice =
          backend
              .card()
              .record(
                  () -> {
                    adamW.step(0.1, 0, 1, 1, 1);
                    adamW.step(0.2, 0, 1, 1, 1);
                  });
      twice.run();
      assertThatThrownBy(twice::run).hasMessageContaining("sets a number twice");
    }
  }

  @Test
  void aStepThatLaunchesOtherWorkThanRecordedIsRefused() {
    try (CudaBackend backend = open()) {
      Tensor x = backend.allocate(4);
      Runnable fill = backend.kernels().fill(x, 1);
      int[] times = {1};
      Runnable step =
          backend
              .card()
              .record(
                  () -> {
                    for (int i = 0; i < times[0]; i++) {
                      fill.run();
                    }
                  });
      step.run();
      step.run();
      times[0] = 2;
      assertThatThrownBy(step::run).hasMessageContaining("2 kernels where 1 were recorded");
    }
  }

  @Test
  void whatIsNotFiniteChangesNoParameter() {
    try (CudaBackend backend = open()) {
      Kernels kernels = backend.kernels();
      Tensor p = backend.allocate(3);
      Tensor g = backend.allocate(3);
      Tensor m = backend.allocate(3);
      p.set(1, 2, 3);
      g.set(1, Float.NaN, 1);
      AdamWUpdate adamW = kernels.adamW(ADAM, p, g, m, backend.allocate(3));
      StepNumbers steps = backend.card().step();
      Runnable begin = steps.begin();
      Runnable clip = steps.clip(g, 1);
      Runnable end = steps.end();
      begin.run();
      clip.run();
      adamW.step(0.1, 0, 1, 1, 1);
      end.run();
      assertThat(p.toArray()).containsExactly(1, 2, 3);
      assertThat(m.toArray()).containsExactly(0, 0, 0);
      assertThat(steps.norm()).isNaN();
    }
  }

  @Test
  void gradientsAreClippedToTheLimit() {
    try (CudaBackend backend = open()) {
      Tensor g = backend.allocate(2);
      g.set(3, 4);
      StepNumbers steps = backend.card().step();
      Tensor m = backend.allocate(2);
      AdamWUpdate adamW =
          backend.kernels().adamW(ADAM, backend.allocate(2), g, m, backend.allocate(2));
      steps.begin().run();
      steps.clip(g, 1).run();
      adamW.step(0.1, 0, 1, 1, 1);
      assertThat(steps.norm()).isEqualTo(5);
      assertThat(m.toArray())
          .containsExactly(
              new float[] {0.06f, 0.08f}, org.assertj.core.api.Assertions.within(1e-7f));
    }
  }

  /** Its kernels draw masks from the first sequence on. */
  @Test
  void dropoutOfALaterPartOfABatchIsRefused() {
    try (CudaBackend backend = open()) {
      Variable x = Variable.constant(backend.allocate(4, 2));
      Dropout later = new Dropout(0.5, 3, () -> 1, new BatchPart(2, 2));
      assertThatThrownBy(() -> backend.kernels().dropout(x, x, later))
          .hasMessageContaining("whole micro-batches");
    }
  }
}
