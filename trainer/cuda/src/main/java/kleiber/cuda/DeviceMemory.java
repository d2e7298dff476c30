package kleiber.cuda;

import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.core.KleiberException;

/** Memory on the card: all of it zero at first, counted, and freed together. */
final class DeviceMemory {
  private final CudaStream stream;
  private final List<Long> addresses = new ArrayList<>();
  private final List<Block> withCopies = new ArrayList<>();
  private final Map<Integer, Scratch> scratch = new HashMap<>();
  private long allocatedBytes;

  private record Scratch(long address, long bytes) {}

  DeviceMemory(CudaStream stream) {
    this.stream = stream;
  }

  /** New memory, all zero, aligned to 256 bytes. */
  long allocate(long bytes) {
    LongByReference address = new LongByReference();
    int code = Driver.cuMemAlloc_v2(address, Math.max(1, bytes));
    if (code == CudaError.OUT_OF_MEMORY) {
      throw tooLittle(bytes);
    }
    CudaError.check(code, "allocating memory");
    addresses.add(address.getValue());
    allocatedBytes += bytes;
    stream.zero(address.getValue(), bytes);
    return address.getValue();
  }

  private KleiberException tooLittle(long bytes) {
    LongByReference free = new LongByReference();
    LongByReference total = new LongByReference();
    Driver.cuMemGetInfo_v2(free, total);
    return KleiberException.usage(
        String.format(
            Locale.ROOT,
            "the GPU's memory is too small: %,d MiB are taken and %,d MiB more are needed, but of its"
                + " %,d MiB only %,d are free; set a smaller batch.microBatch or model, or see"
                + " nvidia-smi for what else uses it",
            allocatedBytes >> 20,
            (bytes >> 20) + 1,
            total.getValue() >> 20,
            free.getValue() >> 20));
  }

  /**
   * Memory that an op uses within one call: the next op may have the same.
   *
   * @param slot tells the memories of one call apart
   */
  long scratch(int slot, long bytes) {
    Scratch known = scratch.get(slot);
    if (known == null || known.bytes() < bytes) {
      known = new Scratch(allocate(bytes), bytes);
      scratch.put(slot, known);
    }
    return known.address();
  }

  /** Has {@code block}'s rounded copy looked after by {@link #stale}. */
  void keepFresh(Block block) {
    withCopies.add(block);
  }

  /** Blocks whose rounded copies must be made again. */
  List<Block> withCopies() {
    return withCopies;
  }

  long allocatedBytes() {
    return allocatedBytes;
  }

  void close() {
    addresses.forEach(Driver::cuMemFree_v2);
    addresses.clear();
  }
}
