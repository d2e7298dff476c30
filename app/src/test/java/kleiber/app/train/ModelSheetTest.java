package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSheetTest {
  @TempDir Path folder;

  private List<String> sheet(String model) throws Exception {
    Path config = folder.resolve("tiny.yaml");
    Files.writeString(
        config,
        "model: {layers: 3, heads: 2, width: 16, context: 16"
            + model
            + "}\n"
            + "data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}\n"
            + "batch: {sequences: 4, microBatch: 2}\n"
            + "horizon: {steps: 30}\n"
            + "optimizer: {lr: 1e-2}\n"
            + "precision: fp32\n"
            + "backend: cpu\n");
    Path out = folder.resolve("out");
    CommandRun run =
        CommandRun.of("train", config.toString(), "--out", out.toString(), "--show-model");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(out).as("nothing is trained").doesNotExist();
    return run.out()
        .lines()
        .dropWhile(line -> !line.startsWith("value"))
        .map(line -> line.strip().replaceAll(" {2,}", " | "))
        .toList();
  }

  /** By hand: T = 16, B·T = 32 rows of 16, 48, 64 or 8 columns of 4 bytes; 6 FLOPs a product. */
  @Test
  void everyOpIsShownWithItsShapeParametersFlopsAndBytes() throws Exception {
    assertThat(sheet(""))
        .containsExactly(
            "value | op | shape | parameters | FLOPs/token | bytes",
            "embed.tokens | look up tokens + positions | [B·16, 16] | 384 | 2,048",
            "layers.0 to 2 | sum of 3 alike; each is: | 9,840 | 60,192 | 98,304",
            "norm1 | layer norm | [B·16, 16] | 32 | 2,048",
            "attn.qkv | linear + bias | [B·16, 48] | 816 | 4,608 | 6,144",
            "attn.attended | attention, causal, 2×8 | [B·16, 16] | 1,632 | 2,048",
            "attn.out | linear + bias + residual | [B·16, 16] | 272 | 1,536 | 2,048",
            "norm2 | layer norm | [B·16, 16] | 32 | 2,048",
            "mlp.in | linear + bias | [B·16, 64] | 1,088 | 6,144 | 8,192",
            "mlp.activated | gelu-tanh | [B·16, 64] | 8,192",
            "mlp.out | linear + bias + residual | [B·16, 16] | 1,040 | 6,144 | 2,048",
            "norm | layer norm | [B·16, 16] | 32 | 2,048",
            "logits | linear, tied to embedding | [B·16, 8] | 768 | 1,024",
            "loss | cross-entropy, targets",
            "in all | 10,256 | 60,960 | 103,424",
            "",
            "FLOPs are those of matrix products, forward and backward.",
            "Bytes are those of values for B = 2 sequences, a micro-batch; their gradients take"
                + " 28,672 more,",
            "in 6 slots that layers share. Parameters, their gradients and the optimizer's state"
                + " come on top.");
  }

  @Test
  void layersThatDifferAreShownApart() throws Exception {
    assertThat(sheet(", window: 4, positions: rotary, dropout: 0.1, attentionDropout: 0.2"))
        .contains(
            "layers.0, 2 | sum of 2 alike; each is: | 6,560 | 40,128 | 81,920",
            "attn.qkv | rotary, base 10000, in place | [B·16, 32]",
            "attn.attended | attention, causal, 2×8, dropout 0.2 | [B·16, 16] | 1,632 | 2,048",
            "attn.out.kept | dropout 0.1 | [B·16, 16] | 2,048",
            "layers.1 | 3,280 | 19,128 | 40,960",
            "attn.attended | attention, last 4 keys, 2×8, dropout 0.2 | [B·16, 16] | 696 | 2,048");
  }
}
