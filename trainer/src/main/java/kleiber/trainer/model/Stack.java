package kleiber.trainer.model;

import java.util.List;
import java.util.function.IntFunction;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Variable;

/** Blocks one after the other, their norms in one of the three places. */
final class Stack {
  private final Assembly assembly;
  private final Stream stream;

  /**
   * @param stream that the embedding began
   */
  Stack(Assembly assembly, Stream stream) {
    this.assembly = assembly;
    this.stream = stream;
  }

  /**
   * Appends {@code layers} blocks and, unless sums are normalised, the last norm.
   *
   * @param branches of each block, in order
   * @return what comes out, to be read by the head
   */
  Variable append(int layers, IntFunction<List<Branch>> branches, Variable embedded) {
    BlockForm form = assembly.spec().block();
    Variable hidden = embedded;
    for (int i = 0; i < layers; i++) {
      String name = "layers." + i + ".norm";
      hidden =
          switch (form) {
            case PRE_NORM -> preNorm(name, branches.apply(i), hidden);
            case POST_NORM -> postNorm(name, branches.apply(i), hidden);
            case PARALLEL -> parallel(name, branches.apply(i), hidden);
          };
    }
    return form == BlockForm.POST_NORM
        ? hidden
        : assembly.normed("norm", hidden, Gradient.OVERWRITE);
  }

  private Variable preNorm(String name, List<Branch> branches, Variable input) {
    Variable hidden = input;
    for (int i = 0; i < branches.size(); i++) {
      Variable sum = stream.next();
      Variable x = branchInput(name + (i + 1), hidden);
      branches.get(i).append(x, hidden, sum, Gradient.OVERWRITE);
      hidden = sum;
    }
    return hidden;
  }

  private Variable postNorm(String name, List<Branch> branches, Variable input) {
    Variable hidden = input;
    for (int i = 0; i < branches.size(); i++) {
      Variable sum = stream.next();
      branches.get(i).append(hidden, hidden, sum, Gradient.ADD);
      hidden = stream.turn();
      assembly.norm(name + (i + 1), sum, hidden, Gradient.OVERWRITE);
    }
    return hidden;
  }

  /** The last branch is the first to write the gradient of the norm that all of them read. */
  private Variable parallel(String name, List<Branch> branches, Variable input) {
    Variable x = branchInput(name + 1, input);
    Variable hidden = input;
    for (int i = 0; i < branches.size(); i++) {
      Variable sum = stream.next();
      boolean last = i == branches.size() - 1;
      branches.get(i).append(x, hidden, sum, last ? Gradient.OVERWRITE : Gradient.ADD);
      hidden = sum;
    }
    return hidden;
  }

  /** norm(hidden), which only the linear layers at the start of branches read. */
  private Variable branchInput(String name, Variable hidden) {
    ElementType products = assembly.kernels().productType();
    Variable x = assembly.rows("normed", assembly.spec().width(), products, ElementType.F32);
    assembly.norm(name, hidden, x, Gradient.ADD);
    return x;
  }
}
