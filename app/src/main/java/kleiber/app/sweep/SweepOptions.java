package kleiber.app.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that say which sweep is meant. */
final class SweepOptions {
  @Parameters(
      paramLabel = "SPEC",
      description = "A YAML file, such as configs/sweeps/*.yaml, or the folder of a sweep.")
  private Path path;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description =
          "Overrides a key, such as --set train.optimizer.lr=3e-4 or --set seeds=[1,2]."
              + " Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The sweep's folder; by default runs/NAME.")
  private Path out;

  /** The file that describes the sweep. */
  SweepFile file() {
    if (!Files.isDirectory(path)) {
      return SweepFile.read(path, overrides);
    }
    Path file = new SweepFolder(path).sweepFile();
    if (!Files.exists(file)) {
      throw KleiberException.usage(
          path
              + " is a folder without a sweep.yaml, so no sweep was started in it; give the YAML"
              + " file that describes the sweep");
    }
    return SweepFile.read(file, overrides);
  }

  /** The sweep's folder. */
  SweepFolder folder() {
    if (out != null) {
      return new SweepFolder(out);
    }
    return Files.isDirectory(path)
        ? new SweepFolder(path)
        : SweepFolder.standard(file().spec().name());
  }

  /** The file as given, for hints. */
  Path path() {
    return path;
  }
}
