package kleiber.lm.inference;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.core.foreign.ForeignJson;
import kleiber.lm.checkpoint.Checkpoint;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.Parametrisation;
import kleiber.lm.model.spec.Positions;

/** An architecture as checkpoints hold it; members of a family are told apart by {@code kind}. */
public final class ModelSpecJson {
  private static final String PARAMETRISATION = "parametrisation";
  private static final ObjectMapper JSON = mapper();

  private ModelSpecJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kind {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper = ForeignJson.mapper().build();
    for (Class<?> family :
        new Class<?>[] {Family.class, Positions.class, Init.class, Parametrisation.class}) {
      mapper.addMixIn(family, Kind.class);
      for (Class<?> member : family.getPermittedSubclasses()) {
        mapper.registerSubtypes(new NamedType(member, member.getSimpleName()));
      }
    }
    return mapper;
  }

  public static JsonNode write(ModelSpec spec) {
    return JSON.valueToTree(spec);
  }

  /** The architecture that a checkpoint's state describes; older ones do not name all parts. */
  public static ModelSpec read(Checkpoint checkpoint) {
    JsonNode model = checkpoint.state().path("model");
    if (model instanceof ObjectNode parts && !parts.has(PARAMETRISATION)) {
      JsonNode standard = JSON.createObjectNode().put("kind", "Standard");
      model = parts.deepCopy().set(PARAMETRISATION, standard);
    }
    return ForeignJson.bind(JSON, checkpoint.place("model"), model, ModelSpec.class);
  }
}
