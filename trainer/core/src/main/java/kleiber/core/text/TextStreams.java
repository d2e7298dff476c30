package kleiber.core.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/** The streams of text in files, unpacked from gzip, zip and jar. */
final class TextStreams {
  private static final int BUFFER = 1 << 16;

  /** Times that a file may be packed with gzip: one can be made that unpacks to itself for ever. */
  private static final int DEEPEST = 2;

  private final TextSource source;
  private final Sniffer sniffer;
  private final PathMatcher entries;
  private final Visitor visitor;
  private final LongConsumer progress;

  /** Takes streams one after the other. */
  interface Visitor {
    /** Whether it takes no more. */
    boolean isFull();

    /**
     * Takes a stream of text.
     *
     * @param where the file, and the entry in it, for messages
     * @param text what it holds
     * @param in behind the byte-order mark; may be left before its end
     */
    void text(String where, Content.Text text, InputStream in) throws IOException;

    /** Takes note of a stream that is not read. */
    void unreadable(String where, Content.Unreadable content);

    /** Takes note of a hidden or system file in an archive. */
    void hidden();
  }

  /**
   * @param progress told of bytes as they are read from files
   */
  TextStreams(TextSource source, Visitor visitor, LongConsumer progress) {
    this.source = source;
    this.sniffer = new Sniffer(source);
    this.entries = PathPattern.glob(source.entries(), source.key("entries"));
    this.visitor = visitor;
    this.progress = progress;
  }

  /** Visits all streams of a file. */
  void visit(Path file) {
    String name = file.getFileName().toString();
    try (Counted bytes = new Counted(Files.newInputStream(file), progress);
        InputStream in = buffered(bytes)) {
      if (sniffer.look(head(in), name) instanceof Content.Zip) {
        visitArchive(file);
      } else {
        visit(new Place(file.toString(), name, bytes::count, 0), in);
      }
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /**
   * Where a stream is.
   *
   * @param where the file, and the entry in it, for messages
   * @param name that says something of its content
   * @param packed bytes of files that were read for it so far
   * @param depth how often it was packed with gzip
   */
  private record Place(String where, String name, LongSupplier packed, int depth) {
    Place inside() {
      boolean named = name.toLowerCase(Locale.ROOT).endsWith(".gz");
      String inner = named ? name.substring(0, name.length() - ".gz".length()) : name;
      return new Place(where, inner, packed, depth + 1);
    }
  }

  private void visit(Place place, InputStream in) throws IOException {
    Content content = sniffer.look(head(in), place.name());
    if (content instanceof Content.Text text) {
      in.skipNBytes(text.mark());
      visitor.text(place.where(), text, in);
    } else if (content instanceof Content.Unreadable unreadable) {
      visitor.unreadable(place.where(), unreadable);
    } else if (content instanceof Content.Zip) {
      visitor.unreadable(
          place.where(),
          new Content.Unreadable("is an archive in another", "unpack the outer one first"));
    } else if (place.depth() == DEEPEST) {
      visitor.unreadable(
          place.where(),
          new Content.Unreadable("is packed with gzip again and again", "unpack it first"));
    } else {
      InputStream inside = new WholeGzip(in, BUFFER);
      visit(
          place.inside(),
          buffered(new Counted(inside, new Unpacked(place.packed(), place.where()))));
    }
  }

  /** In buffers, since a stream of gzip may go on only while more is known to be available. */
  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER);
  }

  /** The beginning of a stream, which stays in it. */
  private static byte[] head(InputStream in) throws IOException {
    in.mark(Sniffer.HEAD);
    byte[] head = in.readNBytes(Sniffer.HEAD);
    in.reset();
    return head;
  }

  private void visitArchive(Path file) throws IOException {
    try (ZipFile zip = open(file)) {
      List<? extends ZipEntry> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && entries.matches(path(file, entry)))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      if (files.isEmpty()) {
        throw KleiberException.usage(
            "no entry of " + file + " matches " + source.key("entries") + " " + source.entries());
      }
      requireOneName(file, files);
      // Entries may overlap, so each may be small enough and all together not.
      long all = files.stream().mapToLong(ZipEntry::getSize).filter(size -> size > 0).sum();
      Unpacked.require(all < 0 ? Long.MAX_VALUE : all, Files.size(file), file.toString());
      for (ZipEntry entry : files) {
        if (visitor.isFull()) {
          return;
        } else if (!source.hidden() && HiddenFiles.contain(path(file, entry))) {
          visitor.hidden();
        } else {
          visitEntry(file, zip, entry);
          progress.accept(entry.getCompressedSize());
        }
      }
    }
  }

  private void visitEntry(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String where = file + "!" + entry.getName();
    long packed = Math.min(entry.getCompressedSize(), Files.size(file));
    Unpacked.require(entry.getSize(), packed, where);
    try (InputStream in =
        buffered(new Counted(stream(zip, entry), new Unpacked(() -> packed, where)))) {
      visit(new Place(where, entry.getName(), () -> packed, 0), in);
    }
  }

  private static InputStream stream(ZipFile zip, ZipEntry entry) throws IOException {
    InputStream in = zip.getInputStream(entry);
    if (in == null) {
      throw new ZipException("the archive has no content for its entry");
    }
    return new WholeEntry(in, entry);
  }

  /** Java reads entries by their names: of two with one name it would read the same one twice. */
  private static void requireOneName(Path file, List<? extends ZipEntry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      String name = entries.get(i).getName();
      if (name.equals(entries.get(i - 1).getName())) {
        throw KleiberException.corrupt(
            file + " has two entries called " + name + "; unpack it and give the files");
      }
    }
  }

  private static Path path(Path file, ZipEntry entry) {
    try {
      return Path.of(entry.getName());
    } catch (InvalidPathException e) {
      throw KleiberException.corrupt(
          file + " has an entry whose name cannot be a path: " + e.getReason(), e);
    }
  }

  /** Names that are not in UTF-8 are those of DOS, as old archivers write them. */
  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      try {
        return new ZipFile(file.toFile(), Charset.forName("IBM437"));
      } catch (ZipException second) {
        e.addSuppressed(second);
        throw e;
      }
    }
  }
}
