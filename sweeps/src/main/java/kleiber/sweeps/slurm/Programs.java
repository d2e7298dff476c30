package kleiber.sweeps.slurm;

import java.util.List;
import java.util.function.Consumer;

/** The programs of other makers that the cluster is spoken with. */
public interface Programs {
  /** Whether there is a program of that name. */
  boolean has(String program);

  /**
   * Runs a program to its end.
   *
   * @param command its name and arguments
   * @param input what it reads, empty for nothing
   */
  Answer ask(List<String> command, String input);

  /**
   * Runs a program that people wait for.
   *
   * @param command its name and arguments
   * @param lines told every line of both outputs as it comes
   * @return its exit code
   */
  int follow(List<String> command, Consumer<String> lines);

  /**
   * What a program said.
   *
   * @param exit its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Answer(int exit, String out, String err) {
    /** Whether it did what it was asked. */
    boolean isGood() {
      return exit == 0;
    }
  }
}
