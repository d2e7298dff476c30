package kleiber.analysis.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.fit.Evidence;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.fit.FitStudy;
import kleiber.analysis.fit.LawChoice;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Observations;
import kleiber.trainer.KleiberException;
import kleiber.trainer.cli.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber fit}. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Fits a scaling law to a table of runs, with intervals and warnings.")
public final class FitCommand implements Subcommand {
  @Mixin private TableOptions table;

  @Option(
      names = "--law",
      defaultValue = "chinchilla",
      description =
          "chinchilla, coupled, kaplan, kaplan-steps, data-constrained, power-nd (for learning rates"
              + " and batches), or power-x, floor-x, bnsl-x with n, d or c for x.")
  private String law;

  @Option(
      names = "--given",
      paramLabel = "NAME=VALUE",
      description =
          "First stage of data-constrained (E, A, alpha, B, beta); else fitted to unrepeated runs.")
  private Map<String, Double> given = Map.of();

  @Option(
      names = "--penalty",
      defaultValue = "huber",
      description = "huber, squared, or asymmetric (absolute, predictions too high cost 10 times).")
  private String penalty;

  @Option(names = "--delta", defaultValue = "1e-3", description = "Huber's delta.")
  private double delta;

  @Option(names = "--bootstrap", defaultValue = "1000", description = "Bootstrap refits.")
  private int draws;

  @Option(names = "--level", defaultValue = "0.9", description = "Level of intervals.")
  private double level;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the bootstrap.")
  private long seed;

  @Option(names = "--compare", description = "Roll out the other laws of the same inputs too.")
  private boolean compare;

  @Option(
      names = "--every-convention",
      description = "Fit again under every way to count parameters and FLOPs of runs.csv.")
  private boolean everyConvention;

  @Option(names = "--out", paramLabel = "FILE", description = "Where fit.json goes.")
  private Path out;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Where figures go, each as SVG and PNG.")
  private Path figures;

  @Option(names = "--json", description = "Print the fit as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (draws < 20 || !(level > 0 && level < 1) || !(delta > 0)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--bootstrap is at least 20, --level in (0, 1), --delta above 0");
    }
    LawChoice choice = choice();
    Observations runs = table.read(choice.inputs());
    Map<Convention, Observations> conventions = new EnumMap<>(Convention.class);
    if (everyConvention) {
      for (Convention convention : Convention.values()) {
        conventions.put(convention, table.read(convention, choice.inputs()));
      }
    }
    List<Curve> curves = table.curves();
    FitReport report =
        new FitStudy(penalty(), draws, level, seed)
            .study(choice.law(runs, penalty()), new Evidence(runs, curves, conventions), compare);
    if (figures != null) {
      Gallery.write(Gallery.of(report, runs, curves), figures);
    }
    if (out != null) {
      try {
        Files.writeString(out, report.toJson());
      } catch (IOException e) {
        throw KleiberException.failure("cannot write " + out + ": " + e, e);
      }
    }
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(report.toJson());
    } else {
      FitPrinter.print(report, stdout);
      if (out != null) {
        stdout.println("written to " + out);
      }
      if (figures != null) {
        stdout.println("figures in " + figures);
      }
    }
    return 0;
  }

  private LawChoice choice() {
    String name = law.toLowerCase(Locale.ROOT);
    if (!LawChoice.names().contains(name)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "no law \"" + law + "\"; there are " + String.join(", ", LawChoice.names()));
    }
    return new LawChoice(name, given);
  }

  private Penalty penalty() {
    return switch (penalty) {
      case "huber" -> new Penalty.Huber(delta);
      case "squared" -> new Penalty.Squared();
      case "asymmetric" -> new Penalty.Asymmetric(10, 1e-7);
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(),
              "--penalty is huber, squared or asymmetric, not \"" + penalty + "\"");
    };
  }
}
