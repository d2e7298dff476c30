package kleiber.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher itself, as bin/kleiber of a distribution whose library is this test's class path.
 */
class LauncherTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 1, width: 8, context: 8}
      data: {corpus: {kind: files, paths: [naïve.txt]}}
      batch: {sequences: 2}
      horizon: {steps: 3}
      log: {tensorboard: false}
      threads: 1
      """;

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void unpack() throws IOException {
    home = folder.toRealPath().resolve("kleiber-1.0 % here");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Path launcher = home.resolve("bin/kleiber");
    Files.copy(Path.of(System.getProperty("kleiber.home"), "kleiber"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("commit"), COMMIT + "-dirty\n");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    try (OutputStream jar = Files.newOutputStream(home.resolve("lib/all.jar"))) {
      new JarOutputStream(jar, manifest).close();
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }

  /** Runs a command in an environment that holds little but what is named. */
  private String run(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KLEIBER_CACHE", folder.resolve("cache").toString());
    builder.environment().put("KLEIBER_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void itFindsItsHomeThroughLinksAndWithCdpathSet() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where/bin"));
    Path absolute = Files.createSymbolicLink(folder.resolve("kl"), home.resolve("bin/kleiber"));
    Files.createSymbolicLink(elsewhere.resolve("kleiber"), Path.of("../../kl"));
    Path linkedHome = Files.createSymbolicLink(folder.resolve("current"), home);
    Map<String, String> cdpath = Map.of("CDPATH", ".:" + folder + ":" + home);
    for (String way :
        new String[] {"bin/kleiber", absolute.toString(), linkedHome + "/bin/kleiber"}) {
      Path directory = way.startsWith("/") ? folder : folder.resolve("else where");
      assertThat(run(directory, cdpath, way, "--version"))
          .startsWith("kleiber 0.1.0\n")
          .contains("built from 0123456789ab, with changes");
    }
  }

  @Test
  void fileNamesBeyondAsciiWorkWithoutALocale() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("α"));
    Files.writeString(directory.resolve("naïve.txt"), "die Größe ändert sich\n\n".repeat(200));
    Files.writeString(directory.resolve("größe.yaml"), CONFIG);
    String output =
        run(
            directory,
            Map.of(),
            home.resolve("bin/kleiber").toString(),
            "train",
            "größe.yaml",
            "--out",
            "läufe/α");
    assertThat(output).contains("in läufe/α\n");
    try (Stream<Path> files = Files.list(directory.resolve("läufe/α"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("status.json", "env.json");
    }
    assertThat(Files.readString(directory.resolve("läufe/α/env.json")))
        .containsPattern("\"commit\" ?: ?\"" + COMMIT + "\"")
        .containsPattern("\"dirty\" ?: ?true")
        .contains("läufe/α");
  }

  @Test
  void numbersAreTheSameInEveryLanguage() throws Exception {
    Files.writeString(folder.resolve("naïve.txt"), "to be or not to be\n\n".repeat(200));
    Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    for (String language : new String[] {"ar", "hi"}) {
      String output =
          run(
              folder,
              Map.of(
                  "KLEIBER_JAVA_OPTIONS",
                  "-XX:TieredStopAtLevel=1 -Duser.country=EG -Duser.language=" + language),
              home.resolve("bin/kleiber").toString(),
              "train",
              "tiny.yaml",
              "--out",
              language);
      assertThat(output)
          .containsPattern("step 3/3  validation loss [0-9]\\.[0-9]{4} ± [0-9]\\.[0-9]{4}")
          .doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }
  }

  /** Slurm without cgroups leaves a job all processors of its node. */
  @Test
  void noMoreProcessorsAreUsedThanSlurmGrants() throws Exception {
    Files.writeString(folder.resolve("naïve.txt"), "to be or not to be\n\n".repeat(200));
    Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    run(
        folder,
        Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_ON_NODE", "64", "SLURM_CPUS_PER_TASK", "1"),
        home.resolve("bin/kleiber").toString(),
        "train",
        "tiny.yaml",
        "--out",
        "granted");
    assertThat(Files.readString(folder.resolve("granted/env.json")))
        .containsPattern("\"cores\" ?: ?1,");
  }
}
