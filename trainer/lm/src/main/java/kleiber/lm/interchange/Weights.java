package kleiber.lm.interchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kleiber.core.FolderName;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;

/**
 * The tensors of a model folder: {@code model.safetensors}, or the files that {@code
 * model.safetensors.index.json} names. The index is untrusted: it may name files beside it only,
 * and each tensor must lie where it says and nowhere else.
 */
final class Weights implements AutoCloseable {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private static final int MOST_INDEX_BYTES = 1 << 26;
  private static final int MOST_FILES = 1000;

  private final Path source;
  private final List<Safetensors> files = new ArrayList<>();
  private final Map<String, Safetensors> holders = new LinkedHashMap<>();

  private Weights(Path source) {
    this.source = source;
  }

  /** Whether {@code folder} has any. */
  static boolean areIn(Path folder) {
    return Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(INDEX));
  }

  /** The file that {@link #areIn} a folder of one file. */
  static Path single(Path folder) {
    return folder.resolve(SINGLE);
  }

  /** Opens the weights of a folder and checks all headers. */
  static Weights open(Path folder) {
    if (!areIn(folder)) {
      throw KleiberException.usage(
          String.format(
              "%s has no weights: neither %s nor %s; other formats, such as pytorch_model.bin,"
                  + " must be converted first",
              folder, SINGLE, INDEX));
    }
    boolean sharded = !Files.exists(folder.resolve(SINGLE));
    Weights weights = new Weights(folder.resolve(sharded ? INDEX : SINGLE));
    try {
      if (sharded) {
        weights.addShards(folder);
      } else {
        weights.add(folder.resolve(SINGLE));
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void addShards(Path folder) {
    JsonNode map = ForeignJson.object(source, MOST_INDEX_BYTES).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw KleiberException.corrupt(source + " has no weight_map of tensors to files");
    }
    TreeSet<String> names = new TreeSet<>();
    map.elements().forEachRemaining(name -> names.add(name.asText()));
    if (names.size() > MOST_FILES) {
      throw KleiberException.corrupt(
          source + " names " + names.size() + " files, more than " + MOST_FILES);
    }
    for (String name : names) {
      add(folder.resolve(shard(name)));
    }
    map.fields()
        .forEachRemaining(
            field -> {
              Safetensors holder = holders.get(field.getKey());
              String file = field.getValue().asText();
              if (holder == null || !holder.file().equals(folder.resolve(file))) {
                throw KleiberException.corrupt(
                    source + ": tensor " + Shown.value(field.getKey()) + " is not in " + file);
              }
            });
  }

  /** A name that stays beside the index. */
  private String shard(String name) {
    try {
      if (name.endsWith(".safetensors")) {
        return FolderName.require("a file", name);
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like a name of another ending.
    }
    throw KleiberException.corrupt(
        source
            + " names \""
            + Shown.value(name)
            + "\", which is not a .safetensors file beside it");
  }

  private void add(Path file) {
    Safetensors tensors = Safetensors.open(file);
    files.add(tensors);
    for (String name : tensors.entries().keySet()) {
      if (holders.put(name, tensors) != null) {
        throw KleiberException.corrupt(
            source + ": tensor " + Shown.value(name) + " is in two files");
      }
    }
  }

  /** The file that says where the tensors are, for messages. */
  Path source() {
    return source;
  }

  /** The tensors by name. */
  Map<String, Safetensors.Entry> entries() {
    Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
    holders.forEach((name, holder) -> entries.put(name, holder.entries().get(name)));
    return entries;
  }

  /** Elements of all tensors; {@link Long#MAX_VALUE} where they are more than that. */
  long held() {
    try {
      return entries().values().stream()
          .mapToLong(Safetensors.Entry::size)
          .reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The values of one tensor, as floats. */
  float[] read(String name) {
    return holders.get(name).read(name);
  }

  @Override
  public void close() {
    files.forEach(Safetensors::close);
  }
}
