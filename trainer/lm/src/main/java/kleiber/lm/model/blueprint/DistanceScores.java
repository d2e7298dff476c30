package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.AddBiasOp;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.Sinusoids;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Role;

/**
 * Transformer-XL's relative positions: score = (q + u)·k + (q + v)·(W_R·r), r the sinusoids of the
 * distance from query to key (arXiv:1901.02860, section 3.3).
 */
record DistanceScores(Draft draft) implements PlaceTerm {

  @Override
  public Placed append(String name, Value qkv, Attention heads) {
    ParameterListing parameters = draft.parameters();
    int width = draft.spec().width();
    int columns = heads.queryWidth();
    String full = draft.named(name);
    Weight projection = parameters.unbiased(full + "distance", Role.KEY_OR_VALUE, columns, width);
    Weight content =
        parameters.positionBias(full + "content.bias", heads.heads(), heads.headWidth());
    Weight place = parameters.positionBias(full + "place.bias", heads.heads(), heads.headWidth());
    Sinusoids sinusoids = new Sinusoids(draft.length(), width);
    Value distances =
        draft.linear(
            name + "distance",
            new ParameterListing.Linear(projection, null),
            sinusoids,
            "distances");
    Operand queries = qkv.columnRange(0, columns);
    Value byPlace = draft.rows(name + "queries.place", "queries.place", columns);
    draft.add(new AddBiasOp(queries, place, byPlace));
    Value byContent = draft.rows(name + "queries.content", "queries.content", columns);
    draft.add(new AddBiasOp(queries, content, byContent));
    Rows rows = Rows.perSequence((long) heads.heads() * draft.length());
    Value scores = draft.value(name + "scores", "scores", rows, draft.length());
    return new Placed(byContent, null, new AttentionOp.ByDistance(byPlace, distances, scores));
  }
}
