package kleiber.app.sweep;

import java.util.List;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.MachineRequest;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The arguments that say what a sweep may use of the machine. */
public final class MachineOptions {
  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "Runs at once on processor cores; by default one per core. For GPUs see --runs-per-gpu.")
  private Integer slots;

  @Option(
      names = "--devices",
      paramLabel = "ID",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "GPUs to use, as CUDA_VISIBLE_DEVICES names them: numbers, or UUIDs of GPUs or of MIG's"
              + " instances.")
  private List<String> devices = List.of();

  @Mixin private RunsPerGpuOption runsPerGpu;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The machine that a sweep may use. */
  public Machine choose(SweepFile file) {
    if (slots != null && slots < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--slots must be at least 1, not " + slots);
    }
    var backend = file.train().entries().get("backend");
    return new MachineRequest(slots, devices, runsPerGpu.value())
        .machine(backend == null ? "auto" : String.valueOf(backend.value()));
  }
}
