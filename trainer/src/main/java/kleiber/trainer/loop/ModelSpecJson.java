package kleiber.trainer.loop;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import kleiber.trainer.checkpoint.Checkpoint;
import kleiber.trainer.foreign.ForeignJson;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Positions;

/** An architecture as checkpoints hold it; members of a family are told apart by {@code kind}. */
final class ModelSpecJson {
  private static final ObjectMapper JSON = mapper();

  private ModelSpecJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kind {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper = ForeignJson.mapper().build();
    for (Class<?> family : new Class<?>[] {Family.class, Positions.class, Init.class}) {
      mapper.addMixIn(family, Kind.class);
      for (Class<?> member : family.getPermittedSubclasses()) {
        mapper.registerSubtypes(new NamedType(member, member.getSimpleName()));
      }
    }
    return mapper;
  }

  static JsonNode write(ModelSpec spec) {
    return JSON.valueToTree(spec);
  }

  /** The architecture that a checkpoint's state describes. */
  static ModelSpec read(Checkpoint checkpoint) {
    return ForeignJson.bind(
        JSON, checkpoint.place("model"), checkpoint.state().path("model"), ModelSpec.class);
  }
}
