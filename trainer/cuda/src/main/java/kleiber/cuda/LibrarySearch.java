package kleiber.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for cuBLASLt where CUDA's installers put it: the library path, CUDA toolkits, the system's
 * libraries, and NVIDIA's wheels of Python environments.
 */
final class LibrarySearch {
  private static final Pattern NAME = Pattern.compile("libcublasLt\\.so\\.(11|12|13)");

  /** Under the root of a Python environment. */
  private static final String WHEELS = "lib/python3*/{site,dist}-packages/nvidia/*/lib";

  private final List<Path> roots;
  private final List<Path> folders = new ArrayList<>();

  /**
   * @param environment variables of the process
   * @param root of the file system
   */
  LibrarySearch(Map<String, String> environment, Path root) {
    for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    this.roots = new ArrayList<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      if (environment.containsKey(variable)) {
        Path toolkit = Path.of(environment.get(variable));
        folders.add(toolkit.resolve("lib64"));
        folders.add(toolkit.resolve("targets/x86_64-linux/lib"));
      }
    }
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      if (environment.containsKey(variable)) {
        roots.add(Path.of(environment.get(variable)));
      }
    }
    if (environment.containsKey("HOME")) {
      roots.add(Path.of(environment.get("HOME")).resolve(".local"));
    }
    roots.add(root.resolve("usr/local"));
    roots.add(root.resolve("usr"));
    addAll(root.resolve("usr/local"), "cuda*", "lib64");
    addAll(root.resolve("usr/local"), "cuda*", "targets/x86_64-linux/lib");
    folders.add(root.resolve("opt/cuda/lib64"));
    folders.add(root.resolve("usr/lib/x86_64-linux-gnu"));
    folders.add(root.resolve("usr/lib64"));
    for (Path environmentRoot : roots) {
      addWheels(environmentRoot);
    }
  }

  /**
   * The newest library that the driver can run.
   *
   * @param driver its CUDA version times a thousand
   */
  Optional<Path> find(int driver) {
    Path best = null;
    int newest = 0;
    for (Path folder : folders) {
      for (Path file : matching(folder, "libcublasLt.so.*")) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          int version = Integer.parseInt(name.group(1));
          if (version > newest && version <= driver / 1000) {
            newest = version;
            best = file;
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void addAll(Path parent, String glob, String below) {
    matching(parent, glob).forEach(folder -> folders.add(folder.resolve(below)));
  }

  private void addWheels(Path root) {
    List<Path> found = List.of(root);
    for (String part : WHEELS.split("/")) {
      found = found.stream().flatMap(folder -> matching(folder, part).stream()).toList();
    }
    folders.addAll(found);
  }

  /** Entries of a folder, sorted; none where it cannot be read. */
  private static List<Path> matching(Path folder, String glob) {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
        stream.forEach(entries::add);
      } catch (IOException e) {
        return List.of();
      }
    }
    entries.sort(null);
    return entries;
  }
}
