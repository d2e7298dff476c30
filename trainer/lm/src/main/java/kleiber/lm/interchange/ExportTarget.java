package kleiber.lm.interchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Where an export goes. Its folder is replaced whole, so it must be new, empty, or an export: what
 * somebody else has put there would go with it.
 */
final class ExportTarget {
  private static final Set<String> OURS =
      Set.of(
          "config.json",
          "generation_config.json",
          "model.safetensors",
          "tokenizer.json",
          "tokenizer_config.json");

  private ExportTarget() {}

  /** The folder itself where {@code folder} is a link to one. */
  static Path of(Path folder) {
    try {
      if (!Files.exists(folder)) {
        return folder.toAbsolutePath().normalize();
      }
      requireExport(folder);
      Path real = folder.toRealPath();
      if (!Files.isWritable(real.getParent())) {
        throw KleiberException.usage(
            folder
                + " cannot be replaced whole, since the folder that it lies in cannot be written;"
                + " name a new folder, such as "
                + folder.resolve("model"));
      }
      return real;
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + folder + ": " + IoReason.of(e), e);
    }
  }

  private static void requireExport(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw KleiberException.usage(folder + " is a file; an export needs a folder's name");
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> other =
          files.map(file -> file.getFileName().toString()).filter(n -> !OURS.contains(n)).findAny();
      if (other.isPresent()) {
        throw KleiberException.usage(
            folder
                + " holds \""
                + other.get()
                + "\", which no export writes and which would be lost, since an export replaces its"
                + " folder whole; name a new folder");
      }
    }
  }
}
