package kleiber.app.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.gallery.VariedKeyCurves;
import kleiber.analysis.isoflop.BestOfGroups;
import kleiber.analysis.isoflop.GroupBest;
import kleiber.analysis.json.Json;
import kleiber.analysis.study.RunsFile;
import kleiber.app.Subcommand;
import kleiber.app.TextTable;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep best}. */
@Command(
    name = "best",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the best run of each group of a sweep, and the best value of a key that varies there.",
      "The best value is the vertex of a parabola through the lowest loss and its neighbours, in the"
          + " logarithm of the key."
    })
public final class SweepBestCommand implements Subcommand {
  @Parameters(paramLabel = "SWEEP", description = "The folder of a sweep that has runs.csv.")
  private Path folder;

  @Option(
      names = "--by",
      paramLabel = "KEY",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "Columns of runs.csv that make the groups; by default the cells of a tuned sweep,"
              + " elsewhere totalParams and tokens. Repeatable.")
  private List<String> by = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      showDefaultValue = Visibility.NEVER,
      description = "The varied key whose best value is wanted, where several vary in a group.")
  private String key;

  @Option(
      names = "--figure",
      paramLabel = "DIR",
      description = "Write a figure of loss against the varied key there, as SVG, PNG and PDF.")
  private Path figure;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw KleiberException.usage(folder + " is no folder; give the folder of a sweep");
    }
    BestOfGroups best =
        BestOfGroups.of(RunsFile.ofSweep(folder).rows(), by, Optional.ofNullable(key));
    if (best.groups().isEmpty()) {
      throw KleiberException.usage(
          folder + " has no completed run yet; kleiber sweep run trains them");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(best) : table(best));
    if (!json && best.key().isEmpty() && best.varied().size() > 1) {
      out.println(
          "several keys vary within groups: "
              + String.join(", ", best.varied())
              + "; --key chooses one, --by puts others apart");
    }
    if (figure != null) {
      Figure drawn =
          VariedKeyCurves.of(best)
              .orElseThrow(
                  () ->
                      KleiberException.usage(
                          "there is no figure: no one key has two values in a group; --key and --by"
                              + " choose others"));
      Gallery.write(List.of(drawn), figure);
      (json ? spec.commandLine().getErr() : out)
          .println("figure     " + figure.resolve(drawn.id() + ".svg"));
    }
    return ExitCode.OK.code();
  }

  private static String table(BestOfGroups best) {
    String name = best.key().orElse("");
    List<String> head = new ArrayList<>(List.of("group", "runs", "seeds", "loss"));
    if (!name.isEmpty()) {
      head.addAll(List.of("best " + name, "90 % interval", "loss there"));
    }
    head.add("best run");
    TextTable table = new TextTable(head.toArray(String[]::new));
    for (GroupBest group : best.groups()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  group.name(),
                  "" + group.runs(),
                  "" + group.seeds(),
                  String.format(Locale.ROOT, "%.4f", group.loss())));
      if (!name.isEmpty()) {
        boolean vertex = group.hasVertex();
        row.add(vertex ? number(group.valley().orElseThrow().parabola()) : "not bracketed");
        row.add(
            Double.isNaN(group.low())
                ? "unknown"
                : number(group.low()) + " to " + number(group.high()));
        row.add(
            vertex
                ? String.format(Locale.ROOT, "%.4f", group.valley().orElseThrow().parabolaLoss())
                : "");
      }
      row.add(group.best().id());
      table.row(row.toArray(String[]::new));
    }
    return table.toText();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String json(BestOfGroups best) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("by", best.by());
    whole.put("key", best.key().orElse(null));
    whole.put("varied", best.varied());
    whole.put("groups", best.groups().stream().map(SweepBestCommand::values).toList());
    try {
      return Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(whole)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> values(GroupBest group) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("group", group.name());
    values.put("runs", group.runs());
    values.put("best", group.best().id());
    values.put("seeds", group.seeds());
    values.put("lossNats", group.loss());
    values.put("tried", group.tried());
    values.put("losses", group.losses());
    boolean vertex = group.hasVertex();
    values.put("vertex", vertex ? (Double) group.valley().orElseThrow().parabola() : null);
    values.put(
        "vertexLossNats", vertex ? (Double) group.valley().orElseThrow().parabolaLoss() : null);
    values.put("vertexLow", group.low());
    values.put("vertexHigh", group.high());
    return values;
  }
}
