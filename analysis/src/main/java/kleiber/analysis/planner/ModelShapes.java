package kleiber.analysis.planner;

import java.util.List;

/** The shapes that models have, asked of whoever knows models: a law knows their sizes alone. */
public interface ModelShapes {
  /** The usual shape of so many parameters without embeddings. */
  ModelShape usual(double params);

  /** Every shape of published decoders once, with all who have it; none where none is known. */
  List<UsualShape> published();
}
