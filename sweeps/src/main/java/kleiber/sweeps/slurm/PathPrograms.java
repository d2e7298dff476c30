package kleiber.sweeps.slurm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * The programs on the search path.
 *
 * @param environment of this process
 */
public record PathPrograms(Map<String, String> environment) implements Programs {
  private static final String OF_A_JOB = "SLURM_JOB_ID";

  /** What says where the cluster is; all else of that name describes the job that we are in. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("SLURM_CONF", "SLURM_CONF_SERVER", "SLURM_CLUSTERS", "SLURM_JWT");

  @Override
  public boolean has(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Override
  public Answer ask(List<String> command, String input) {
    Process process = start(command, false);
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended without reading; what it says tells why.
    }
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    return new Answer(exit(process), out, err.join());
  }

  @Override
  public int follow(List<String> command, Consumer<String> lines) {
    Process process = start(command, true);
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().close();
      said.lines().forEach(lines);
    } catch (IOException e) {
      throw KleiberException.failure("cannot read what " + command.get(0) + " says", e);
    }
    return exit(process);
  }

  private Process start(List<String> command, boolean joined) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(joined);
    builder.environment().clear();
    builder.environment().putAll(withoutJob());
    try {
      return builder.start();
    } catch (IOException e) {
      throw KleiberException.failure("cannot start " + command.get(0) + ": " + IoReason.of(e), e);
    }
  }

  /** Inside a job srun would make a step of it, and sbatch hand its figures on to another. */
  private Map<String, String> withoutJob() {
    if (!environment.containsKey(OF_A_JOB)) {
      return environment;
    }
    Map<String, String> outside = new HashMap<>(environment);
    outside.keySet().removeIf(name -> name.startsWith("SLURM_") && !OF_THE_CLUSTER.contains(name));
    return outside;
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw KleiberException.failure("interrupted while another program ran", e);
    }
  }
}
