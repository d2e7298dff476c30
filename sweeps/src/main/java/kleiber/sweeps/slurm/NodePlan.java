package kleiber.sweeps.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;

/**
 * The plan of a sweep, made by a node of the kind that will train: times, memory and {@code auto}
 * are its own.
 *
 * @param slurm the cluster
 * @param scripts the jobs that follow
 * @param extend whether the plan may differ from the one the folder was started with
 * @param notes told what the node says
 */
record NodePlan(Slurm slurm, JobScripts scripts, boolean extend, Consumer<String> notes) {
  /** What the node's shell ends with where it does not see the folder. */
  static final int NOT_SHARED = 66;

  /** What a shell ends with that does not find a program. */
  private static final int NOT_FOUND = 127;

  /**
   * Makes it and waits for it.
   *
   * @param asked the sweep's YAML
   * @param minutes that the node may take, where the user gave no time
   * @throws KleiberException where there is none, or where the node and this machine do not see the
   *     same folder
   */
  void make(String asked, String minutes) {
    // A name that no host has looked for yet: a file system may remember that there was none.
    Path file = scripts.write("asked-" + UUID.randomUUID() + ".yaml", asked);
    List<String> options = new ArrayList<>(scripts.request().srun());
    options.add("--job-name=kleiber-" + scripts.name() + "-plan");
    options.add("--time=" + scripts.request().time().orElse(minutes));
    try {
      require(slurm.run(options, command(file), notes));
    } finally {
      delete(file);
    }
  }

  private String command(Path asked) {
    List<String> words = new ArrayList<>(List.of("sweep", "plan", asked.toString()));
    words.addAll(List.of("--out", scripts.folder().path().toString(), "--write"));
    if (extend) {
      words.add("--extend");
    }
    scripts.runsPerGpu().ifPresent(runs -> words.addAll(List.of("--runs-per-gpu", runs)));
    return "[ -e "
        + ShellWords.join(List.of(asked.toString()))
        + " ] || exit "
        + NOT_SHARED
        + "\n"
        + scripts.shell().beginning()
        + scripts.shell().kleiber(words.toArray(String[]::new));
  }

  private void require(int exit) {
    Path folder = scripts.folder().path();
    if (exit == NOT_SHARED || exit == 0 && scripts.folder().readLedger().isEmpty()) {
      throw KleiberException.usage(
          "the nodes of the cluster do not see "
              + folder
              + ": only this machine has it; name a folder on a file system that all nodes share,"
              + " with --out");
    } else if (exit == NOT_FOUND) {
      throw KleiberException.usage(
          "the node does not find a program, as it says above; kleiber and Java must lie where all"
              + " nodes see them, or --setup must bring them ("
              + ShellWords.kleiber(List.of())
              + ")");
    } else if (exit == ExitCode.CORRUPT.code()) {
      throw KleiberException.corrupt("the node could not plan the sweep; it says why above");
    } else if (exit != 0) {
      throw KleiberException.usage(
          "the node could not plan the sweep and ended with " + exit + "; it says why above");
    }
  }

  /** With the folders around it, where nothing else has come into them. */
  private void delete(Path asked) {
    try {
      Files.delete(asked);
      Files.delete(asked.getParent());
      Files.delete(scripts.folder().path());
    } catch (IOException e) {
      // They hold something: the sweep.
    }
  }
}
