package kleiber.app.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kleiber.sweeps.slurm.JobRequest;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What is asked of Slurm for each worker. */
final class SlurmOptions {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      required = true,
      showDefaultValue = Visibility.NEVER,
      description = "Workers: the tasks of the array. Any number; those with nothing to do leave.")
  private int jobs;

  @Option(
      names = "--at-once",
      paramLabel = "M",
      showDefaultValue = Visibility.NEVER,
      description = "At most so many of them run at a time.")
  private Integer atOnce;

  @Option(names = "--partition", paramLabel = "NAME", description = "As in sbatch.")
  private String partition;

  @Option(names = "--account", paramLabel = "NAME", description = "As in sbatch.")
  private String account;

  @Option(names = "--qos", paramLabel = "NAME", description = "As in sbatch.")
  private String qos;

  @Option(
      names = "--constraint",
      paramLabel = "FEATURES",
      description = "As in sbatch: the kind of node, where there are several.")
  private String constraint;

  @Option(
      names = "--gres",
      paramLabel = "LIST",
      description = "As in sbatch: the GPUs of each worker, such as gpu:1.")
  private String gres;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors of each worker (--cpus-per-task); on processors, its runs at once.")
  private String cpus;

  @Option(names = "--mem", paramLabel = "SIZE", description = "Memory of each worker, such as 16G.")
  private String memory;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "Time of each worker as Slurm writes it; by default from the plan. A worker that needs"
              + " more saves and begins again.")
  private String time;

  @Option(
      names = "--sbatch",
      paramLabel = "KEY[=VALUE]",
      showDefaultValue = Visibility.NEVER,
      description = "Any other long option of sbatch, such as nice=100 or exclusive. Repeatable.")
  private List<String> more = new ArrayList<>();

  JobRequest request() {
    Map<String, String> named = new TreeMap<>();
    put(named, "partition", partition);
    put(named, "account", account);
    put(named, "qos", qos);
    put(named, "constraint", constraint);
    put(named, "gres", gres);
    put(named, "cpus-per-task", cpus);
    put(named, "mem", memory);
    put(named, "time", time);
    return new JobRequest(jobs, atOnce, named, more);
  }

  private static void put(Map<String, String> named, String name, String value) {
    if (value != null) {
      named.put(name, value);
    }
  }
}
