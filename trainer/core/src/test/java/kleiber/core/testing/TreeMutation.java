package kleiber.core.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes of a JSON or YAML tree: a value of another type or size, a key that is missing, renamed
 * or unknown, a list too long or empty. The tree is changed in one or two places, so that most of
 * it is still believed. One case in four changes the text itself.
 */
final class TreeMutation implements Mutation {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final ObjectMapper mapper;

  private TreeMutation(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  static TreeMutation json() {
    return new TreeMutation(new ObjectMapper());
  }

  static TreeMutation yaml() {
    return new TreeMutation(new ObjectMapper(new YAMLFactory()));
  }

  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return random.nextBoolean()
          ? new BytesMutation().apply(valid, random)
          : new CellsMutation().apply(valid, random);
    }
    try {
      JsonNode tree = mapper.readTree(valid);
      for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
        tree = change(tree, random);
      }
      return written(tree);
    } catch (IOException e) {
      throw new IllegalArgumentException("the example is not a tree", e);
    }
  }

  private byte[] written(JsonNode tree) throws JsonProcessingException {
    // Numbers such as 1e999 and lone surrogates are what a hostile file holds.
    return mapper.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode change(JsonNode tree, SplittableRandom random) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(tree, containers);
    containers.removeIf(ContainerNode::isEmpty);
    if (containers.isEmpty() || random.nextInt(200) == 0) {
      return value(tree, random);
    }
    ContainerNode<?> chosen = containers.get(random.nextInt(containers.size()));
    if (chosen instanceof ObjectNode object) {
      changeObject(object, random);
    } else if (chosen instanceof ArrayNode array) {
      changeArray(array, random);
    }
    return tree;
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container) {
      containers.add(container);
      container.forEach(child -> collect(child, containers));
    }
  }

  private static void changeObject(ObjectNode object, SplittableRandom random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    JsonNode old = object.get(name);
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> {
        object.remove(name);
        object.set(HostileText.next(random), old);
      }
      case 2 -> object.set(name, object.get(names.get(random.nextInt(names.size()))).deepCopy());
      case 3 -> object.set(HostileText.next(random), value(old, random));
      default -> object.set(name, value(old, random));
    }
  }

  private static void changeArray(ArrayNode array, SplittableRandom random) {
    int at = random.nextInt(array.size());
    JsonNode old = array.get(at);
    switch (random.nextInt(6)) {
      case 0 -> array.remove(at);
      case 1 -> array.insert(at, old.deepCopy());
      case 2 -> array.removeAll();
      default -> array.set(at, value(old, random));
    }
  }

  private static JsonNode value(JsonNode old, SplittableRandom random) {
    return switch (random.nextInt(14)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.objectNode();
      case 3 -> NODES.arrayNode();
      case 4 -> NODES.arrayNode().addNull();
      case 5 -> NODES.arrayNode().add(old.deepCopy());
      case 6 -> NODES.numberNode(new BigDecimal("1e999"));
      case 7 -> NODES.numberNode(BigInteger.ONE.shiftLeft(31 + random.nextInt(64)));
      case 8 -> NODES.numberNode(-1 - random.nextInt(3));
      case 9 -> NODES.numberNode(random.nextInt(2));
      case 10 -> old.isNumber() ? near(old, random) : NODES.numberNode(0.5);
      case 11 -> deep(random);
      default -> NODES.textNode(HostileText.next(random));
    };
  }

  private static JsonNode near(JsonNode old, SplittableRandom random) {
    double factor = Math.scalb(1, random.nextInt(-40, 41));
    double scaled = old.asDouble() * factor;
    return random.nextBoolean() && Math.abs(scaled) < 1e18
        ? NODES.numberNode((long) scaled)
        : NODES.numberNode(scaled);
  }

  private static JsonNode deep(SplittableRandom random) {
    JsonNode node = NODES.objectNode();
    for (int depth = random.nextInt(400); depth > 0; depth--) {
      node = NODES.arrayNode().add(node);
    }
    return node;
  }
}
