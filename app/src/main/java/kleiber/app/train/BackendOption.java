package kleiber.app.train;

import picocli.CommandLine.Option;

/** The backend that a command computes with. */
final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, cuda, cpu, nd4j or torch.")
  private String name;

  /** A backend's name, or {@code auto}. */
  String name() {
    return name;
  }
}
