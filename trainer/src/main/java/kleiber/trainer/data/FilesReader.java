package kleiber.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * Documents of files, folders and globs, in the order given and by name within a folder or archive.
 * Malformed UTF-8 becomes U+FFFD.
 */
final class FilesReader implements DocumentReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CorpusSpec.Files spec;

  FilesReader(CorpusSpec.Files spec) {
    this.spec = spec;
  }

  /** The files the spec names. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (String path : spec.paths()) {
      files.addAll(files(path));
    }
    if (files.isEmpty()) {
      throw KleiberException.usage(
          "data.corpus.paths is empty; give files, folders or globs, such as"
              + " --set data.corpus.paths=[input.txt]");
    }
    return files;
  }

  private static List<Path> files(String pattern) {
    boolean glob = pattern.matches(".*[*?\\[{].*");
    Path root = glob ? literalParent(pattern) : Path.of(pattern);
    if (!Files.exists(root)) {
      throw KleiberException.usage(
          "data.corpus.paths: no file or folder " + root.toAbsolutePath() + "; check the path");
    }
    PathMatcher matcher =
        glob ? FileSystems.getDefault().getPathMatcher("glob:" + pattern) : path -> true;
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> found =
          tree.filter(Files::isRegularFile).filter(matcher::matches).sorted().toList();
      if (found.isEmpty()) {
        throw KleiberException.usage("data.corpus.paths: no file matches " + pattern);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder before the first component with a wildcard. */
  private static Path literalParent(String glob) {
    int wildcard = glob.replaceAll("[*?\\[{].*", "").lastIndexOf('/');
    return Path.of(wildcard < 0 ? "" : glob.substring(0, Math.max(1, wildcard)));
  }

  @Override
  public void read(Consumer<String> sink) {
    for (Path file : files()) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      try {
        if (name.endsWith(".zip") || name.endsWith(".jar")) {
          readArchive(file, sink);
        } else {
          try (InputStream in = Files.newInputStream(file)) {
            readStream(file.toString(), name, in, sink);
          }
        }
      } catch (IOException e) {
        throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
      }
    }
  }

  private void readArchive(Path file, Consumer<String> sink) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + spec.entries());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<ZipEntry> entries =
          zip.stream()
              .filter(e -> !e.isDirectory() && matcher.matches(Path.of(e.getName())))
              .sorted(java.util.Comparator.comparing(ZipEntry::getName))
              .collect(java.util.stream.Collectors.toList());
      if (entries.isEmpty()) {
        throw KleiberException.usage(
            "no entry of " + file + " matches data.corpus.entries " + spec.entries());
      }
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          readStream(file + "!" + entry.getName(), entry.getName(), in, sink);
        }
      }
    }
  }

  private void readStream(String where, String name, InputStream in, Consumer<String> sink)
      throws IOException {
    if (name.endsWith(".gz")) {
      readStream(where, name.substring(0, name.length() - 3), new GZIPInputStream(in), sink);
    } else if (name.endsWith(".jsonl")) {
      readJsonLines(where, in, sink);
    } else {
      sink.accept(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void readJsonLines(String where, InputStream in, Consumer<String> sink)
      throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode text;
      try {
        text = JSON.readTree(line).get(spec.field());
      } catch (JsonProcessingException e) {
        throw KleiberException.corrupt(
            where + ":" + number + ": not a JSON object: " + e.getOriginalMessage(), e);
      }
      if (text == null || !text.isTextual()) {
        throw KleiberException.usage(
            where
                + ":"
                + number
                + ": no text in field \""
                + spec.field()
                + "\"; set data.corpus.field to the field that holds it");
      }
      sink.accept(text.textValue());
    }
  }
}
