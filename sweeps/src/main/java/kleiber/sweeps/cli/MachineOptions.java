package kleiber.sweeps.cli;

import java.util.List;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The arguments that say what a sweep may use of the machine. */
final class MachineOptions {
  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "Runs at once; by default one per core, or one per GPU where a backend uses them.")
  private Integer slots;

  @Option(
      names = "--devices",
      paramLabel = "ID",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "GPUs to use, one run on each, as CUDA_VISIBLE_DEVICES names them.")
  private List<String> devices = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Machine choose(SweepFile file) {
    if (slots != null && slots < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--slots must be at least 1, not " + slots);
    }
    if (!devices.isEmpty()) {
      return Machine.devices(devices);
    }
    var backend = file.train().entries().get("backend");
    return slots != null
        ? Machine.cores(slots)
        : Machine.of(backend == null ? "auto" : String.valueOf(backend.value()));
  }
}
