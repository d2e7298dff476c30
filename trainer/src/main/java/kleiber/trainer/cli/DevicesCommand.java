package kleiber.trainer.cli;

import java.io.PrintWriter;
import java.util.List;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Gpu;
import kleiber.trainer.tensor.GpuSurvey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber devices}. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "Lists the machine's devices and which backends can use them.")
public final class DevicesCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    print(out, GpuSurvey.ofThisMachine(), Backends.find().providers());
    return 0;
  }

  static void print(PrintWriter out, GpuSurvey survey, List<BackendProvider> providers) {
    out.println("processor: " + Runtime.getRuntime().availableProcessors() + " cores");
    if (survey.gpus().isEmpty()) {
      out.println("gpu: none" + (survey.problem().isEmpty() ? "" : "; " + survey.problem()));
    }
    boolean torch = providers.stream().anyMatch(provider -> provider.name().equals("torch"));
    for (Gpu gpu : survey.gpus()) {
      out.println(gpu.describe());
      for (BackendProvider provider : providers) {
        out.println("  " + provider.name() + ": " + provider.verdict(gpu));
      }
      if (!torch) {
        out.println("  torch: not in this build; KLEIBER_PROFILES=torch-gpu brings it");
      }
    }
    boolean chosen = false;
    for (BackendProvider provider : providers) {
      boolean works = provider.obstacle().isEmpty();
      out.println(
          "backend "
              + provider.name()
              + ": "
              + provider.obstacle().map(reason -> "cannot run: " + reason).orElse("works")
              + (works && !chosen ? " (chosen by auto)" : ""));
      chosen |= works;
    }
  }
}
