package kleiber.cpu;

/** target ← target + source, elementwise over contiguous memory. */
final class AddLoop implements Runnable {
  private final Tile target;
  private final Tile source;

  AddLoop(CpuTensor target, CpuTensor source) {
    this.target = new Tile(target);
    this.source = new Tile(source);
    if (this.target.memorySize() != this.source.memorySize()) {
      throw new IllegalArgumentException(
          this.target.memorySize() + " against " + this.source.memorySize() + " elements");
    }
  }

  @Override
  public void run() {
    int tile = target.values.length;
    int size = target.memorySize();
    for (int from = 0; from < size; from += tile) {
      int count = Math.min(tile, size - from);
      target.load(from, count);
      source.load(from, count);
      target.add(source.values, 0, count);
      target.store(from, count);
    }
  }
}
