package kleiber.app.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;
import kleiber.lm.data.DatasetCache;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.JobRequest;
import kleiber.sweeps.slurm.JobScripts;
import kleiber.sweeps.slurm.NodeShell;
import kleiber.sweeps.slurm.PathPrograms;
import kleiber.sweeps.slurm.Slurm;
import kleiber.sweeps.slurm.Submissions;
import kleiber.sweeps.slurm.Submitter;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep submit}. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a sweep on a Slurm cluster, by an array of workers that share its folder.",
      "Plans it on a node, submits the workers, and a job that reports when all have ended."
    })
public final class SweepSubmitCommand implements Subcommand {
  @Mixin private SweepOptions options;
  @Mixin private SlurmOptions slurmOptions;
  @Mixin private RunsPerGpuOption runsPerGpu;

  @Option(names = "--slurm", description = "The cluster runs Slurm. There is no other kind yet.")
  private boolean slurm;

  @Option(
      names = "--setup",
      paramLabel = "LINE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A line that the node's shell runs first, such as 'module load java'. Repeatable.")
  private List<String> setup = new ArrayList<>();

  @Option(
      names = "--container",
      paramLabel = "IMAGE",
      description = "Run in this image by apptainer exec; it must hold a Java 17.")
  private String container;

  @Option(names = "--extend", description = "Accept runs that the sweep did not have before.")
  private boolean extend;

  @Option(names = "--more", description = "Add workers to those that are there already.")
  private boolean more;

  @Option(
      names = "--dry-run",
      description = "Look whether Slurm would take the jobs, and print their scripts; no more.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!slurm) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say what the cluster runs: --slurm");
    }
    PrintWriter out = spec.commandLine().getOut();
    SweepFile file = options.file();
    SweepFolder folder = new SweepFolder(absolute(options.folder().path()));
    JobRequest request = slurmOptions.request();
    JobScripts scripts =
        new JobScripts(file.spec().name(), folder, request, shell(folder, request), runs());
    Submitter submitter =
        new Submitter(
            new Slurm(new PathPrograms(System.getenv())), scripts, more, extend, this::say);
    submitter.check();
    if (dryRun) {
      out.print(submitter.dry());
      out.flush();
      return ExitCode.OK.code();
    }
    Submissions.Submission jobs = submitter.submit(file.yaml());
    String place = ShellWords.join(List.of(folder.path().toString()));
    out.println("workers    job " + jobs.array() + ", " + jobs.tasks() + " tasks");
    out.println("report     job " + jobs.report() + ", when all tasks have ended");
    out.println("logs       " + folder.path().resolve("slurm"));
    out.println("to see     kleiber sweep status " + place);
    out.println("to cancel  kleiber sweep cancel " + place);
    return ExitCode.OK.code();
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private Optional<String> runs() {
    return Optional.ofNullable(runsPerGpu.given());
  }

  private NodeShell shell(SweepFolder folder, JobRequest request) {
    if (setup.stream().anyMatch(line -> line.contains("\n"))) {
      throw KleiberException.usage("--setup is one line; give it several times for several");
    }
    Map<String, String> environment = new TreeMap<>();
    Path cache = absolute(DatasetCache.defaultFolder());
    environment.put("KLEIBER_CACHE", cache.toString());
    Optional.ofNullable(System.getenv("JAVA_HOME"))
        .filter(home -> container == null)
        .ifPresent(home -> environment.put("JAVA_HOME", home));
    List<Path> folders =
        Stream.of(folder.path(), cache, ShellWords.home()).filter(Objects::nonNull).toList();
    return new NodeShell(
        environment, setup, Optional.ofNullable(container), request.hasGpus(), folders);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
