package kleiber.app.train;

import java.nio.file.Path;
import java.util.List;
import kleiber.app.Subcommand;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.interchange.ModelFolder;
import kleiber.lm.model.blueprint.ParameterMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a run's newest checkpoint as a Hugging Face folder.")
public final class ExportCommand implements Subcommand {
  @Parameters(paramLabel = "RUN_DIR", description = "A run folder, or a model folder to rewrite.")
  private Path folder;

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path target;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    TrainedModel trained =
        TrainedModel.open(folder, warning -> spec.commandLine().getErr().println(warning));
    ParameterMap map = ParameterMap.of(trained.spec());
    try (Backend backend = Backends.find().open("cpu", "fp32", 1).backend()) {
      Tensor values = backend.allocate(map.flatSize());
      trained.readWeights(values);
      List<String> notes =
          new ModelFolder(target).write(trained.spec(), values, trained.completeTokenizer());
      spec.commandLine().getOut().println("wrote " + target);
      notes.forEach(note -> spec.commandLine().getErr().println("note: " + note));
    }
    return 0;
  }
}
