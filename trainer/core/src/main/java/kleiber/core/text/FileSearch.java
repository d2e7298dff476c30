package kleiber.core.text;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kleiber.core.Count;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Finds the files that paths, folders and globs name. Symbolic links are followed; one that leads
 * back to a folder above it is not, and a file that is reached twice is read once.
 */
final class FileSearch {
  private static final int SHOWN = 3;

  private final TextSource source;
  private final String key;
  private final List<Path> files = new ArrayList<>();
  private final Set<Object> known = new HashSet<>();
  private final List<String> remarks = new ArrayList<>();
  private long bytes;
  private long hidden;
  private long again;

  private FileSearch(TextSource source) {
    this.source = source;
    this.key = source.key("paths");
  }

  /**
   * Finds the files of a source.
   *
   * @throws KleiberException naming the path that leads to no file
   */
  static FoundFiles of(TextSource source) {
    FileSearch search = new FileSearch(source);
    if (source.paths().isEmpty()) {
      throw KleiberException.usage(
          search.key + " is empty; give files, folders or globs, such as [input.txt]");
    }
    source.paths().forEach(search::add);
    if (search.again > 0) {
      search.remarks.add(
          Count.of(search.again, "file") + " named twice, by links or by paths, and read once");
    }
    return new FoundFiles(search.files, search.bytes, search.hidden, search.remarks);
  }

  private void add(String text) {
    PathPattern pattern = PathPattern.of(text, key);
    Walk walk = new Walk(pattern);
    try {
      Files.walkFileTree(
          pattern.root(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    } catch (IOException e) {
      throw KleiberException.usage(
          key + ": cannot look through " + pattern.root() + ": " + IoReason.of(e), e);
    }
    if (walk.found.isEmpty()) {
      throw KleiberException.usage(key + ": no file matches " + text + walk.whyNone());
    }
    walk.found.forEach(this::keep);
    hidden += walk.hidden;
    remark(walk.loops, "is a symbolic link back to a folder above it, and is not followed");
    remark(walk.others, "leads to neither a file nor a folder, and is not read");
  }

  private void keep(Path file, BasicFileAttributes attributes) {
    Object identity = attributes.fileKey();
    if (known.add(identity == null ? file.toAbsolutePath().normalize() : identity)) {
      files.add(file);
      bytes += attributes.size();
    } else {
      again++;
    }
  }

  private void remark(List<Path> paths, String words) {
    paths.stream().limit(SHOWN).forEach(path -> remarks.add(path + " " + words));
    if (paths.size() > SHOWN) {
      remarks.add((paths.size() - SHOWN) + " more like it");
    }
  }

  /** One walk below the root of a pattern. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private final PathPattern pattern;
    private final Map<Path, BasicFileAttributes> found = new TreeMap<>();
    private final List<Path> loops = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();
    private long hidden;

    Walk(PathPattern pattern) {
      this.pattern = pattern;
    }

    /** What a user names outright is meant, hidden or not. */
    private boolean isSkipped(Path path) {
      return !source.hidden()
          && !path.equals(pattern.root())
          && HiddenFiles.contain(pattern.root().relativize(path));
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (!pattern.below().matches(pattern.root().relativize(path))) {
        return FileVisitResult.CONTINUE;
      }
      if (isSkipped(path)) {
        hidden++;
      } else if (attributes.isRegularFile()) {
        found.put(path, attributes);
      } else {
        others.add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        loops.add(path);
      } else if (!isSkipped(path)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private String whyNone() {
      if (hidden > 0) {
        return ": the "
            + hidden
            + " that do are hidden or system files; "
            + source.setting("hidden", "true")
            + " reads them";
      }
      return others.isEmpty()
          ? "; check the path"
          : ": " + others.get(0) + " leads to neither a file nor a folder";
    }
  }
}
