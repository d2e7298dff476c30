package kleiber.app.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import kleiber.analysis.fit.FloorPrior;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.study.LawChoice;
import kleiber.core.schema.ConfigValues;

/**
 * What every quickstart has in common, whatever the text and the time: the numbers that were found
 * by experiment (LOG.md). What is trained and in how many sizes stands beside it in {@code
 * quickstart.yaml}.
 */
final class QuickstartRecipe {
  /**
   * The law that predicts. It holds shortage of size and of data together, as Kaplan's does, above
   * a floor.
   */
  static final LawChoice LAW = new LawChoice("coupled", Map.of());

  /** A law that the report shows beside it, the same without a floor. */
  static final LawChoice OTHER_LAW = new LawChoice("kaplan", Map.of());

  /**
   * What is believed of the floor. Runs of so small models do not determine it. With half their
   * lowest loss the law was least off on Java, Python and English at up to 6 times the compute:
   * more than the entropy of these texts, since the loss also falls faster at first (LOG.md, 27
   * November 2026).
   */
  static final FloorPrior FLOOR = new FloorPrior(0.5, 0.08);

  /** About the spread of single runs. */
  static final Penalty.Huber PENALTY = new Penalty.Huber(0.01);

  /** Minutes of training where none are asked for. */
  static final String MINUTES = "5";

  /** Compute of the held-out run over the largest budget, where none is asked for. */
  static final String HOLD_OUT = "5.6";

  /** Tokens per parameter that are about best for these models. */
  static final double TOKENS_PER_PARAM = 35;

  /** The budgets, as parts of the largest: far enough apart to see how fast the loss falls. */
  static final double[] PARTS = {0.2, 0.45, 1};

  /** Largest budget in FLOPs that lets every model learn something; seconds on one core. */
  static final double LEAST_FLOPS = 2e11;

  /** Where the search for the largest budget begins. */
  static final double FIRST_GUESS_FLOPS = 2e12;

  /** Repeated tokens are worth nearly as much as new ones up to here (arXiv:2305.16264). */
  static final double MOST_EPOCHS = 4;

  /** Passes over a text beyond which its size rules the losses, and no law of these runs holds. */
  static final double TOO_MANY_EPOCHS = 50;

  /** Bytes to hold out: enough for a steady loss, and no run measures longer than it trains. */
  static final double HELD_OUT_BYTES = 5e5;

  /** Fraction of a small text to hold out. */
  static final double MOST_HELD_OUT = 0.1;

  /** Held-out tokens below which a loss says little of the text as a whole. */
  static final long FEW_HELD_OUT_TOKENS = 20_000;

  /** Largest over smallest size that is fitted, without which no law shows. */
  static final double LEAST_RANGE = 1.5;

  private QuickstartRecipe() {}

  /**
   * {@code quickstart.yaml}, the spec without what is decided in a folder.
   *
   * @param name of the file that it will be
   */
  static ConfigValues template(String name) {
    try (InputStream in = QuickstartRecipe.class.getResourceAsStream("quickstart.yaml")) {
      return ConfigValues.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
