package kleiber.app.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import kleiber.app.Subcommand;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Backends;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.claims.KernelClaims;
import kleiber.engine.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber devices}. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "Lists the machine's devices, and loads and tries each backend.")
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
      out.print("backend " + provider.name() + ": ");
      // A library that takes the process down with it leaves its name here.
      out.flush();
      Optional<String> obstacle = provider.obstacle();
      Optional<String> fault = obstacle.or(() -> faultOf(provider));
      boolean choice = !chosen && obstacle.isEmpty();
      out.println(
          fault
                  .map(reason -> "cannot run: " + reason)
                  .orElse("works: loaded, and computes correctly")
              + (choice ? " (chosen by auto)" : ""));
      chosen |= choice;
    }
    out.flush();
  }

  /** Loads a backend and tries its first kernel; empty if all goes well. */
  private static Optional<String> faultOf(BackendProvider provider) {
    try (Backend backend = provider.open(1, Precision.FP32)) {
      Claim claim = KernelClaims.all().get(0);
      Deviation deviation = claim.on(backend);
      return deviation.within(1)
          ? Optional.empty()
          : Optional.of(claim + ": " + deviation + "; kleiber verify tries the rest");
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
