package kleiber.analysis.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A colour by what it stands for, with its value on light and on dark paper. The single tones are
 * Okabe and Ito's, the ramp is viridis; both are told apart by colour-blind readers.
 *
 * @param id part of the CSS names {@code tone-ID} and {@code --tone-ID}
 * @param light on light paper, as #rrggbb
 * @param dark on dark paper
 */
public record Tone(String id, String light, String dark) {
  /** Runs that were fitted. */
  public static final Tone DATA = new Tone("data", "#0072b2", "#56b4e9");

  /** A fitted law. */
  public static final Tone FIT = new Tone("fit", "#1c2530", "#e8ecf0");

  /**
   * Runs held out of the fit: a violet that the ramp does not come near, in any kind of colour
   * vision.
   */
  public static final Tone HELD_OUT = new Tone("held-out", "#b800f0", "#d24dff");

  /** An optimum that was found. */
  public static final Tone OPTIMUM = new Tone("optimum", "#d55e00", "#ff8a3c");

  /** Hoffmann et al.'s law. */
  public static final Tone CHINCHILLA = new Tone("chinchilla", "#b26a00", "#f0b040");

  /** Kaplan et al.'s law. */
  public static final Tone KAPLAN = new Tone("kaplan", "#b0437f", "#e08abb");

  /** What is only context. */
  public static final Tone MUTED = new Tone("muted", "#8a94a0", "#78828e");

  private static final int STEPS = 12;
  private static final int[] VIRIDIS = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};
  private static final List<Tone> RAMP =
      IntStream.range(0, STEPS)
          .mapToObj(
              i -> {
                double part = i / (STEPS - 1.0);
                return new Tone("ramp-" + i, viridis(0.85 * part), viridis(0.22 + 0.78 * part));
              })
          .toList();

  /** The tone of a quantity with an order, from 0 for its least value to 1 for its greatest. */
  public static Tone ramp(double part) {
    return RAMP.get((int) Math.round(Math.max(0, Math.min(1, part)) * (STEPS - 1)));
  }

  /** Every tone that a figure may use. */
  static List<Tone> all() {
    List<Tone> all =
        new ArrayList<>(List.of(DATA, FIT, HELD_OUT, OPTIMUM, CHINCHILLA, KAPLAN, MUTED));
    all.addAll(RAMP);
    return all;
  }

  /** The ramp from its least to its greatest tone. */
  static Stream<Tone> ramp() {
    return RAMP.stream();
  }

  private static String viridis(double part) {
    double place = part * (VIRIDIS.length - 1);
    int below = Math.min((int) place, VIRIDIS.length - 2);
    double weight = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double from = VIRIDIS[below] >> shift & 0xff;
      double to = VIRIDIS[below + 1] >> shift & 0xff;
      colour = colour << 8 | (int) Math.round(from + weight * (to - from));
    }
    return String.format(Locale.ROOT, "#%06x", colour);
  }
}
