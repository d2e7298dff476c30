package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kleiber.app.Kleiber;

/**
 * A real Slurm of two nodes on this host: src/test/resources/slurm/cluster.
 *
 * @param folder all that it writes, and a launcher of this program
 */
record SlurmCluster(Path folder) implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/resources/slurm/cluster");
  private static final int FIRST_PORT = 12_000;
  private static final int PORTS = 18_000;

  /** Starts it; where that cannot be, the tests are skipped with the reason. */
  static SlurmCluster start(Path folder) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "Slurm's test needs root");
    for (String program : List.of("slurmctld", "slurmd", "sbatch", "unshare")) {
      assumeTrue(
          isHere(program),
          "there is no " + program + ": apt-get install slurmctld slurmd slurm-client");
    }
    SlurmCluster cluster = new SlurmCluster(folder);
    long port = FIRST_PORT + ProcessHandle.current().pid() * 3 % PORTS;
    try {
      cluster.script("start", String.valueOf(port));
      cluster.writeLauncher();
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private static boolean isHere(String program) {
    return Stream.concat(
            Stream.of("/usr/sbin", "/sbin"), Arrays.stream(System.getenv("PATH").split(":")))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private void writeLauncher() throws IOException {
    Path launcher = folder.resolve("kleiber");
    Files.writeString(
        launcher,
        "#!/bin/bash\nexport OMP_NUM_THREADS=1\nexec "
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + " -XX:+UseSerialGC -Dkleiber.home="
            + folder
            + " -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + Kleiber.class.getName()
            + " \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void script(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toAbsolutePath().toString()));
    command.add(folder.toString());
    command.addAll(List.of(words));
    run(command);
  }

  /** A power cut on a node. */
  void kill(String node) throws Exception {
    script("kill", node);
  }

  /** Starts a node again. */
  void boot(String node) throws Exception {
    script("boot", node);
  }

  /** This program, as a user of the cluster calls it. */
  String kleiber(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder.resolve("kleiber").toString()));
    command.addAll(List.of(words));
    return run(command);
  }

  /** A command that must end well; gives what it said. */
  String run(List<String> command) throws Exception {
    Path said = Files.createTempFile(folder, "said", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SLURM_CONF", folder.resolve("slurm.conf").toString());
    builder.environment().put("KLEIBER_CACHE", folder.resolve("cache").toString());
    builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
    // To a file, since daemons inherit it and would keep a pipe open.
    int exit = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    String text = Files.readString(said, StandardCharsets.UTF_8);
    Files.delete(said);
    assertThat(exit).as(command + ":\n" + text).isZero();
    return text;
  }

  /** States of the tasks and jobs that have not ended, as squeue says them. */
  List<String> states() throws Exception {
    return run(List.of("squeue", "--noheader", "--array", "--format=%T")).lines().toList();
  }

  /** Waits until no job is left. */
  void awaitEnd() throws Exception {
    while (!states().isEmpty()) {
      Thread.sleep(200);
    }
  }

  @Override
  public void close() throws Exception {
    script("stop");
  }
}
