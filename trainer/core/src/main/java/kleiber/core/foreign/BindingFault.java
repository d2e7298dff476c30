package kleiber.core.foreign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What Jackson has against a value, in words that need no Java. */
final class BindingFault {
  private BindingFault() {}

  /** The key, what it must be, and what it is in {@code tree}. */
  static String words(JsonProcessingException e, JsonNode tree) {
    String key = e instanceof JsonMappingException mapping ? key(mapping) : "";
    String name = key.isEmpty() ? "it" : key;
    if (e instanceof UnrecognizedPropertyException) {
      return key + " is no key of this file";
    } else if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return (key.isEmpty() ? "" : key + ": ") + e.getCause().getMessage();
    } else if (e instanceof InvalidTypeIdException) {
      return name + " does not say which of the known kinds it is: " + at(tree, e);
    } else if (e instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
      return name + " must be " + kind(wrong.getTargetType()) + ", not " + at(tree, e);
    }
    return (key.isEmpty() ? "" : key + ": ") + e.getOriginalMessage();
  }

  private static String key(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String at(JsonNode tree, JsonProcessingException e) {
    JsonNode node = tree;
    for (JsonMappingException.Reference step : ((JsonMappingException) e).getPath()) {
      node =
          step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
    }
    return ForeignJson.shown(node);
  }

  private static String kind(Class<?> type) {
    if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
      return "a whole number";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (type == String.class) {
      return "text";
    } else if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    return List.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
