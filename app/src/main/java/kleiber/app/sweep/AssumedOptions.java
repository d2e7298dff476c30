package kleiber.app.sweep;

import java.nio.file.Path;
import java.util.Optional;
import kleiber.analysis.design.AssumedLaw;
import kleiber.analysis.design.TypicalText;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.fit.FloorPrior;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.core.KleiberException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The arguments that say what is assumed of runs before any is trained. */
final class AssumedOptions {
  @Option(
      names = "--fit",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A fit.json of a law of N and D on such data, whose law and residuals are assumed."
              + " Without it, a law of English text.")
  private Path fit;

  @Option(
      names = "--residual",
      paramLabel = "FRACTION",
      showDefaultValue = Visibility.NEVER,
      description =
          "Standard deviation of single runs from the law. Default: that of --fit, or "
              + TypicalText.RESIDUAL
              + ".")
  private Double residual;

  @Option(
      names = "--floor",
      paramLabel = "FRACTION,SPREAD",
      converter = Floor.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "What will be believed of the floor when the law is fitted, as kleiber fit takes it; by"
              + " default nothing. The quickstart believes 0.5,0.08.")
  private FloorPrior floor;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** A belief as {@code kleiber fit --floor} takes it. */
  static final class Floor implements CommandLine.ITypeConverter<FloorPrior> {
    @Override
    public FloorPrior convert(String text) {
      try {
        return FloorPrior.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException("it " + e.getMessage());
      }
    }
  }

  /** The law that a design is judged by. */
  AssumedLaw law() {
    if (residual != null && !(residual > 0 && residual < 1)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--residual is a fraction such as 0.01, not " + residual);
    }
    Optional<FloorPrior> belief = Optional.ofNullable(floor);
    AssumedLaw law = fit == null ? TypicalText.law(belief) : fitted(belief);
    return residual == null ? law : law.withResidual(residual);
  }

  private AssumedLaw fitted(Optional<FloorPrior> belief) {
    FittedLaw law = FitFile.read(fit).fit();
    if (!law.allocates()) {
      throw KleiberException.usage(
          fit + " is a fit of " + law.law().formula() + "; --fit needs a law of N and D");
    }
    return new AssumedLaw(
        law.law(),
        law.internal().p(),
        law.internal().centres(),
        law.internal().residualSd(),
        belief,
        TypicalText.BEND);
  }
}
