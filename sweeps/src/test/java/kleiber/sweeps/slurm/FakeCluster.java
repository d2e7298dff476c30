package kleiber.sweeps.slurm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A cluster in memory that answers as it is told to and writes down what it was asked. */
final class FakeCluster implements Programs {
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<List<String>> asked = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private String missing = "none";
  private Runnable onNode = () -> {};
  private int exit;

  FakeCluster() {
    says(
        "scontrol show config",
        "AccountingStorageType = accounting_storage/none\nMaxArraySize = 1001\n");
    says(
        "scontrol --oneliner",
        "PartitionName=long Default=NO MaxTime=UNLIMITED State=UP\n"
            + "PartitionName=short Default=YES MaxTime=00:30:00 State=UP\n");
    says("sbatch --test-only", "");
    says("sbatch --parsable --dependency", "12\n");
    says("sbatch --parsable", "11;cluster\n");
    says("squeue", "");
    says("scancel", "");
  }

  /** What a command says that begins with these words; the longest such beginning counts. */
  FakeCluster says(String beginning, String out) {
    answers.put(beginning, new Answer(0, out, ""));
    return this;
  }

  FakeCluster refuses(String beginning, String err) {
    answers.put(beginning, new Answer(1, "", err));
    return this;
  }

  FakeCluster without(String program) {
    missing = program;
    return this;
  }

  /** What srun's command does on its node, and how it ends. */
  FakeCluster onNode(Runnable work, int exit) {
    onNode = work;
    this.exit = exit;
    return this;
  }

  /** All commands that began with this word. */
  List<List<String>> asked(String program) {
    return asked.stream().filter(command -> command.get(0).equals(program)).toList();
  }

  List<String> inputs() {
    return inputs;
  }

  @Override
  public boolean has(String program) {
    return !program.equals(missing);
  }

  @Override
  public Answer ask(List<String> command, String input) {
    asked.add(command);
    inputs.add(input);
    String line = String.join(" ", command);
    return answers.entrySet().stream()
        .filter(answer -> line.startsWith(answer.getKey()))
        .max((a, b) -> a.getKey().length() - b.getKey().length())
        .orElseThrow(() -> new AssertionError("not expected: " + line))
        .getValue();
  }

  @Override
  public int follow(List<String> command, Consumer<String> lines) {
    asked.add(command);
    lines.accept("said on the node");
    onNode.run();
    return exit;
  }
}
