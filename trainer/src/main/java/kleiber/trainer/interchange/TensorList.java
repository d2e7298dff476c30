package kleiber.trainer.interchange;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.Parameter;
import kleiber.trainer.model.ParameterMap;

/**
 * Collects the tensors of a folder. Shapes follow from the parameters: a family says only which
 * name is which parameter, or which of the matrices that are fused in one.
 */
final class TensorList {
  private final ParameterMap map;
  private final List<TensorMapping> list = new ArrayList<>();

  private TensorList(ModelSpec spec) {
    this.map = ParameterMap.of(spec);
  }

  /** The tensors of {@code spec} in the layout of {@code family}. */
  static List<TensorMapping> of(ModelSpec spec, HuggingFaceFamily family) {
    TensorList tensors = new TensorList(spec);
    family.list(spec, tensors);
    return tensors.list;
  }

  /** A whole parameter. */
  void whole(String theirs, String ours) {
    Parameter parameter = map.get(ours);
    list.add(new TensorMapping(theirs, ours, 0, rows(parameter), columns(parameter), false));
  }

  /** A linear layer's weight [out, in] and, where there is one, its bias. */
  void linear(String theirs, String ours) {
    whole(theirs + ".weight", ours + ".weight");
    bias(theirs, ours);
  }

  /** A linear layer whose file stores [in, out], as GPT's Conv1D does. */
  void conv(String theirs, String ours) {
    Parameter weight = map.get(ours + ".weight");
    list.add(
        new TensorMapping(
            theirs + ".weight", ours + ".weight", 0, rows(weight), columns(weight), true));
    bias(theirs, ours);
  }

  /** A norm's gain and, where there is one, its bias. */
  void norm(String theirs, String ours) {
    linear(theirs, ours);
  }

  /** The linear layers fused in one of ours, in their order. */
  void separate(String ours, String... theirs) {
    separate(ours, ".weight", theirs);
    if (map.contains(ours + ".bias")) {
      separate(ours, ".bias", theirs);
    }
  }

  private void separate(String ours, String kind, String... theirs) {
    Parameter parameter = map.get(ours + kind);
    int row = 0;
    for (int i = 0; i < theirs.length; i++) {
      int rows = parameter.parts().get(i).rows();
      list.add(
          new TensorMapping(theirs[i] + kind, ours + kind, row, rows, columns(parameter), false));
      row += rows;
    }
  }

  private void bias(String theirs, String ours) {
    if (map.contains(ours + ".bias")) {
      whole(theirs + ".bias", ours + ".bias");
    }
  }

  private static int rows(Parameter parameter) {
    return parameter.shape()[0];
  }

  /** Columns of a matrix, 0 for a vector. */
  private static int columns(Parameter parameter) {
    return parameter.shape().length == 1 ? 0 : parameter.shape()[1];
  }
}
