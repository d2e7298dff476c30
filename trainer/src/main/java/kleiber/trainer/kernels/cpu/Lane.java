package kleiber.trainer.kernels.cpu;

import kleiber.trainer.tensor.Precision;

/** What the ops of one lane share. */
record Lane(CpuBackend backend, Primitives primitives, Scratch scratch, ProductInputs inputs) {
  static Lane of(CpuBackend backend, OneDnnObjects objects, Precision precision) {
    Primitives primitives = new Primitives(objects);
    Scratch scratch = new Scratch(backend);
    return new Lane(
        backend, primitives, scratch, new ProductInputs(primitives, scratch, precision));
  }
}
