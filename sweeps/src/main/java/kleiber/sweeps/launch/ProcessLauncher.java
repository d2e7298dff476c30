package kleiber.sweeps.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.record.claim.Holder;
import kleiber.record.claim.SlurmTask;

/**
 * Starts workers: on the same class path with the same Java options, with a small heap, since
 * tensors live outside it.
 *
 * @param program the class whose main method is the worker's
 * @param logs where workers' standard errors go
 */
public record ProcessLauncher(Class<?> program, Path logs) implements Launcher {
  private static final long HEAP_MIB_PER_RUN = 768;

  /** What no two that share a folder have in common: the host, and of Slurm the job and task. */
  private static final String HERE =
      (Holder.hostName() + SlurmTask.current().map(task -> "-" + task.id()).orElse(""))
          .replaceAll("[^A-Za-z0-9._-]", "_");

  @Override
  public Worker start(Slot slot, Consumer<Message> sink) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-Xmx")
          && !option.startsWith("-javaagent")
          && !option.startsWith("-agentlib")) {
        command.add(option);
      }
    }
    command.add("-Xmx" + HEAP_MIB_PER_RUN * slot.place().slotsPerWorker() + "m");
    // JavaCPP would count the process's whole memory against the heap's limit.
    command.add("-Dorg.bytedeco.javacpp.maxBytes=0");
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-XX:ErrorFile=" + logs.resolve("crash-" + HERE + "-%p.log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    if (slot.place().isGpu()) {
      builder.environment().put("CUDA_VISIBLE_DEVICES", slot.place().device());
    }
    Path log = logs.resolve("worker-" + HERE + "-" + slot.worker() + ".log");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Files.createDirectories(logs);
      return new WorkerProcess(builder.start(), log, sink);
    } catch (IOException e) {
      throw KleiberException.failure("cannot start a worker: " + IoReason.of(e), e);
    }
  }
}
