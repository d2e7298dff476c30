package kleiber.analysis.planner;

import java.util.List;

/** For tests in which nobody knows the shapes of models. */
public final class NoShapes implements ModelShapes {
  @Override
  public ModelShape usual(double params) {
    return new ModelShape(2, 64, 1);
  }

  @Override
  public List<UsualShape> published() {
    return List.of();
  }
}
