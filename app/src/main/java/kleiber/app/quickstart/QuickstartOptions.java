package kleiber.app.quickstart;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.planner.WantedModel;
import kleiber.core.schema.Edit;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What a user may ask of a quickstart. Each option stands for keys of its spec, where it is kept:
 * the same command goes on, and another one is refused.
 */
final class QuickstartOptions {
  private static final double SHORTEST_MINUTES = 0.1;
  private static final double LARGEST_FACTOR = 1e4;
  private static final int MOST_HELD_OUT = 8;
  private static final double APART = 1.01;
  private static final String KIND = "train.data.tokenizer.kind";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = QuickstartRecipe.MINUTES,
      description = "About how long training may take, held-out runs included.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of every run.")
  private long seed;

  @Option(
      names = "--corpus",
      arity = "1..*",
      paramLabel = "PATH",
      showDefaultValue = Visibility.NEVER,
      description =
          "Text to train on: files, folders or globs (docs/data.md). Without it, WordNet's"
              + " glosses.")
  private List<String> corpus = List.of();

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field of each JSON record that holds the text.")
  private String field;

  @Option(
      names = "--tokenizer",
      paramLabel = "NAME",
      defaultValue = "bytes",
      description =
          "bytes, chars, bpe:VOCAB (trained on the text), gpt2, or a tokenizer.json of Hugging"
              + " Face's.")
  private String tokenizer;

  @Option(
      names = "--hold-out",
      paramLabel = "FACTOR",
      split = ",",
      defaultValue = QuickstartRecipe.HOLD_OUT,
      description =
          "Compute of the models that are predicted and then trained, over the largest budget that"
              + " is fitted, such as 5.6,10,30.")
  private List<Double> holdOut;

  @Option(
      names = "--target",
      paramLabel = "MODEL",
      showDefaultValue = Visibility.NEVER,
      description =
          "A model to predict without training it: FLOPs such as 1e15 for the best one of a budget,"
              + " or params=10M.")
  private String target;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Minutes of training, to be read. */
  String minutes() {
    return plain(minutes);
  }

  /** Seconds of training. */
  double seconds() {
    return 60 * minutes;
  }

  /** Refuses what means nothing where a quickstart begins. */
  void requireWhole() {
    if (corpus.isEmpty() && isGiven("--field")) {
      throw usage("--field names a field of JSON records; give their files with --corpus");
    }
  }

  private boolean isGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** All that is asked, also by default. */
  List<Wish> wishes() {
    List<Wish> wishes = new ArrayList<>();
    if (!(minutes >= SHORTEST_MINUTES && minutes < 1e6)) {
      throw usage("--minutes is at least " + SHORTEST_MINUTES);
    }
    add(wishes, "--minutes", minutes(), Edit.of("quickstart.minutes", minutes()));
    if (seed < 0) {
      throw usage("--seed is at least 0, not " + seed);
    }
    add(wishes, "--seed", "" + seed, Edit.of("seeds", List.of("" + seed)));
    corpus(wishes);
    add(wishes, "--tokenizer", tokenizer, tokenizerKeys());
    List<String> factors = factors();
    add(wishes, "--hold-out", String.join(",", factors), Edit.of("quickstart.holdOut", factors));
    if (target != null) {
      requireTarget();
      add(wishes, "--target", target, Edit.of("quickstart.target", target));
    }
    return wishes;
  }

  private void add(List<Wish> wishes, String option, String words, Edit... edits) {
    wishes.add(new Wish(option, words, isGiven(option), List.of(edits)));
  }

  private void corpus(List<Wish> wishes) {
    if (!corpus.isEmpty()) {
      List<String> paths = corpus.stream().map(path -> absolute("--corpus", path)).toList();
      add(
          wishes,
          "--corpus",
          String.join(" ", corpus),
          Edit.of("train.data.corpus.kind", "files"),
          Edit.of("train.data.corpus.paths", paths));
    }
    if (!corpus.isEmpty() || isGiven("--field")) {
      add(wishes, "--field", field, Edit.of("train.data.corpus.field", field));
    }
  }

  private Edit[] tokenizerKeys() {
    if (List.of("bytes", "chars", "gpt2").contains(tokenizer)) {
      return new Edit[] {Edit.of(KIND, tokenizer)};
    }
    if (tokenizer.matches("bpe:[0-9kM_.]+")) {
      return new Edit[] {
        Edit.of(KIND, "bpe"), Edit.of("train.data.tokenizer.vocab", tokenizer.substring(4))
      };
    }
    String file = absolute("--tokenizer", tokenizer);
    if (!Files.exists(Path.of(file))) {
      throw usage(
          "--tokenizer is bytes, chars, bpe:VOCAB such as bpe:1024, gpt2 or the name of a"
              + " tokenizer.json, and there is no file "
              + tokenizer);
    }
    return new Edit[] {Edit.of(KIND, "bpe"), Edit.of("train.data.tokenizer.file", file)};
  }

  private List<String> factors() {
    List<Double> rising = holdOut.stream().sorted().toList();
    for (int i = 0; i < rising.size(); i++) {
      double factor = rising.get(i);
      if (!(factor > 1 && factor <= LARGEST_FACTOR)) {
        throw usage("--hold-out takes factors above 1 and up to 10000, not " + factor);
      }
      if (i > 0 && factor < APART * rising.get(i - 1)) {
        throw usage("--hold-out has one model twice: " + plain(factor));
      }
    }
    if (rising.size() > MOST_HELD_OUT) {
      throw usage("--hold-out takes " + MOST_HELD_OUT + " factors at most, not " + rising.size());
    }
    return rising.stream().map(QuickstartOptions::plain).toList();
  }

  private void requireTarget() {
    try {
      WantedModel.parse(target);
    } catch (IllegalArgumentException e) {
      throw usage("--target: " + e.getMessage());
    }
  }

  private String absolute(String option, String path) {
    try {
      return Path.of(path).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw usage(option + ": " + e.getReason());
    }
  }

  /** A number as a person would write it. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
