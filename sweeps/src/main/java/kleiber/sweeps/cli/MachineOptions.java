package kleiber.sweeps.cli;

import java.util.List;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Option;

/** The arguments that say what a sweep may use of the machine. */
final class MachineOptions {
  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "Runs at once; by default one a core, or one a GPU where a backend uses them.")
  private int slots;

  @Option(
      names = "--devices",
      paramLabel = "ID",
      split = ",",
      description = "GPUs to use, one run on each, as CUDA_VISIBLE_DEVICES names them.")
  private List<String> devices = List.of();

  Machine choose(SweepFile file) {
    if (!devices.isEmpty()) {
      return Machine.devices(devices);
    }
    var backend = file.train().entries().get("backend");
    return slots > 0
        ? Machine.cores(slots)
        : Machine.of(backend == null ? "auto" : String.valueOf(backend.value()));
  }
}
