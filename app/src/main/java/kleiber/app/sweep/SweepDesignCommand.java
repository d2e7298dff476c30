package kleiber.app.sweep;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.analysis.planner.WantedModel;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;
import kleiber.core.output.AtomicFile;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep design}. */
@Command(
    name = "design",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the budgets and sizes that predict a model best, for a time on this machine.",
      "SPEC gives what is trained and how; its design is replaced. Trains nothing."
    })
public final class SweepDesignCommand implements Subcommand {
  private static final double MINUTE = 60;

  @Mixin private SweepOptions options;
  @Mixin private MachineOptions machine;
  @Mixin private AssumedOptions assumptions;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      required = true,
      showDefaultValue = Visibility.NEVER,
      description = "How long the sweep may take on this machine.")
  private double minutes;

  @Option(
      names = "--target",
      paramLabel = "FLOPS",
      required = true,
      showDefaultValue = Visibility.NEVER,
      converter = TargetFlops.class,
      description = "The model to predict: the best one of so many FLOPs.")
  private double target;

  @Option(
      names = "--least",
      paramLabel = "FLOPS",
      defaultValue = "2e11",
      description = "The smallest budget that teaches a model anything.")
  private double least;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      showDefaultValue = Visibility.NEVER,
      description = "Write SPEC with the best design, to be trained with kleiber sweep run.")
  private Path write;

  @Spec private CommandSpec spec;

  /** A number of FLOPs as {@code --target} of the quickstart takes it. */
  static final class TargetFlops implements CommandLine.ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      WantedModel wanted;
      try {
        wanted = WantedModel.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
      if (!wanted.isFlops()) {
        throw new CommandLine.TypeConversionException(
            "a design is for the best model of a budget; give FLOPs such as 1e15");
      }
      return wanted.value();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    require(minutes > 0 && minutes < Double.POSITIVE_INFINITY, "--minutes must be above 0");
    require(least > 0 && least < target, "--least must be above 0 and below --target");
    if (write != null && Files.exists(write)) {
      throw KleiberException.usage(write + " exists already; give --write another name");
    }
    SweepFile file = options.file();
    DesignedSweep.Found found =
        new DesignedSweep(
                file,
                options.folder(),
                machine.choose(file),
                assumptions.law(),
                least,
                target,
                note -> spec.commandLine().getErr().println(note))
            .within(minutes * MINUTE);
    PrintWriter out = spec.commandLine().getOut();
    out.print(new DesignReport(found, target).toText());
    if (write != null) {
      AtomicFile.replace(write, found.sweep().yaml());
      out.println(
          "written to "
              + write
              + "; train it with "
              + ShellWords.kleiber(List.of("sweep", "run", write.toString())));
    }
    out.flush();
    return ExitCode.OK.code();
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw new CommandLine.ParameterException(spec.commandLine(), fault);
    }
  }
}
