package kleiber.app.train;

import kleiber.engine.backend.Backends;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is measured by a benchmark of training steps. */
final class BenchOptions {
  @Mixin private BackendOption backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads, 0 for all cores.")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, fp32, tf32 or bf16.")
  private String precision;

  /** Threads of all runs together, 0 for all cores. */
  int threads() {
    return threads;
  }

  /**
   * What a run is measured on.
   *
   * @param threadsOfIt 0 for all cores
   * @param width channels of its model
   */
  Backends.Selection select(int threadsOfIt, int width) {
    return Backends.find().select(backend.name(), precision, threadsOfIt, width);
  }
}
