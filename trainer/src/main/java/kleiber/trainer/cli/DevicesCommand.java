package kleiber.trainer.cli;

import java.io.PrintWriter;
import java.util.List;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Gpu;
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
    out.println("processor: " + Runtime.getRuntime().availableProcessors() + " cores");
    List<Gpu> gpus = Gpu.find();
    if (gpus.isEmpty()) {
      out.println("gpu: none that nvidia-smi knows of");
    }
    for (Gpu gpu : gpus) {
      out.println(gpu.describe());
      out.println("  nd4j (nd4j-cuda-11.6): " + gpu.nd4jVerdict());
    }
    boolean first = true;
    for (BackendProvider provider : Backends.find().providers()) {
      String verdict = provider.obstacle().map(reason -> "cannot run: " + reason).orElse("works");
      boolean chosen = first && provider.obstacle().isEmpty();
      out.println(
          "backend " + provider.name() + ": " + verdict + (chosen ? " (chosen by auto)" : ""));
      first = first && !chosen;
    }
    return 0;
  }
}
