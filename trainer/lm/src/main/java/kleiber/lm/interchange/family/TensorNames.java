package kleiber.lm.interchange.family;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;

/**
 * What a family calls the parts of a model: a table from Kleiber's names to the folder's. Names are
 * those of modules, whose {@code .weight} and {@code .bias} are the tensors; {@code *} stands for
 * the number of a block. Rows for parts that a model has not are not used; a part without a row is
 * a fault of the table.
 */
public final class TensorNames {
  private static final Pattern BLOCK = Pattern.compile("(?<=layers\\.)\\d+(?=\\.)");

  private final Map<String, Row> rows = new HashMap<>();

  /** The folder's names, more than one where it has apart what is fused here. */
  private record Row(List<String> theirs, boolean transposed) {}

  /** A module, or those that are fused in one of ours, in their order. */
  TensorNames module(String ours, String... theirs) {
    rows.put(ours, new Row(List.of(theirs), false));
    return this;
  }

  /** A linear layer whose weight the file stores as [in, out], as GPT's Conv1D does. */
  TensorNames conv(String ours, String theirs) {
    rows.put(ours, new Row(List.of(theirs), true));
    return this;
  }

  /** A single tensor by its full names, where the folder's do not end as ours do. */
  TensorNames tensor(String ours, String theirs) {
    return module(ours, theirs);
  }

  /** A parameter that the folder has no place for: it is zero in all its models. */
  TensorNames zero(String ours) {
    return module(ours);
  }

  /** The tensors of {@code spec}, in the order of its parameters. */
  public List<TensorMapping> mappings(ModelSpec spec) {
    List<TensorMapping> mappings = new ArrayList<>();
    for (Parameter parameter : ParameterMap.of(spec).parameters()) {
      addTo(mappings, parameter);
    }
    return mappings;
  }

  private void addTo(List<TensorMapping> mappings, Parameter parameter) {
    Matcher block = BLOCK.matcher(parameter.name());
    String number = block.find() ? block.group() : "";
    String name = block.replaceFirst("*");
    int dot = name.lastIndexOf('.');
    boolean whole = rows.containsKey(name);
    Row row = rows.get(whole ? name : name.substring(0, dot));
    if (row == null) {
      throw new IllegalStateException("no name for " + name + " among " + rows.keySet());
    }
    int columns = parameter.shape().length == 1 ? 0 : parameter.shape()[1];
    int firstRow = 0;
    for (int i = 0; i < row.theirs.size(); i++) {
      boolean only = row.theirs.size() == 1;
      int partRows = only ? parameter.shape()[0] : parameter.parts().get(i).rows();
      mappings.add(
          new TensorMapping(
              row.theirs.get(i).replace("*", number) + (whole ? "" : name.substring(dot)),
              parameter.name(),
              firstRow,
              partRows,
              columns,
              row.transposed && columns > 0));
      firstRow += partRows;
    }
  }
}
