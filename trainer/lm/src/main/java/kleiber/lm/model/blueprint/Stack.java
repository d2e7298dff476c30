package kleiber.lm.model.blueprint;

import java.util.List;
import java.util.function.IntFunction;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.BlockForm;

/** Blocks one after the other, their norms in one of the three places. */
final class Stack {
  private final Draft draft;
  private final ResidualStream stream;

  /**
   * @param stream that the embedding began
   */
  Stack(Draft draft, ResidualStream stream) {
    this.draft = draft;
    this.stream = stream;
  }

  /**
   * Appends {@code layers} blocks and, unless sums are normalised, the last norm.
   *
   * @param branches of each block, in order
   * @return what comes out, to be read by the head
   */
  Value append(int layers, IntFunction<List<Branch>> branches, Value embedded) {
    BlockForm form = draft.spec().block();
    Value hidden = embedded;
    for (int i = 0; i < layers; i++) {
      String name = "layers." + i + ".norm";
      hidden =
          switch (form) {
            case PRE_NORM -> preNorm(name, branches.apply(i), hidden);
            case POST_NORM -> postNorm(name, branches.apply(i), hidden);
            case PARALLEL -> parallel(name, branches.apply(i), hidden);
          };
    }
    return form == BlockForm.POST_NORM ? hidden : draft.normed("norm", hidden);
  }

  private Value preNorm(String name, List<Branch> branches, Value input) {
    Value hidden = input;
    for (int i = 0; i < branches.size(); i++) {
      Value x = branchInput(name + (i + 1), hidden);
      hidden = branches.get(i).append(x, hidden, stream);
    }
    return hidden;
  }

  /** A norm's parameters stand before those of the branch whose sum it reads, in every form. */
  private Value postNorm(String name, List<Branch> branches, Value input) {
    Value hidden = input;
    for (int i = 0; i < branches.size(); i++) {
      String norm = name + (i + 1);
      ParameterListing.Norm weights = draft.parameters().norm(draft.named(norm));
      Value sum = branches.get(i).append(hidden, hidden, stream);
      hidden = draft.norm(weights, sum, stream.turn(norm));
    }
    return hidden;
  }

  private Value parallel(String name, List<Branch> branches, Value input) {
    Value x = branchInput(name + 1, input);
    Value hidden = input;
    for (Branch branch : branches) {
      hidden = branch.append(x, hidden, stream);
    }
    return hidden;
  }

  /** norm(hidden), which only the linear layers at the start of branches read. */
  private Value branchInput(String name, Value hidden) {
    int width = draft.spec().width();
    Value x = draft.rows(name, "normed", width, Storage.PRODUCT, Storage.FLOAT);
    return draft.norm(draft.parameters().norm(draft.named(name)), hidden, x);
  }
}
