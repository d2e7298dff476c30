package kleiber.cuda;

import kleiber.engine.tensor.ElementType;

/**
 * One allocation on the card. Where products read it as a factor in bf16, it has a rounded copy
 * with the same places; whoever writes to the block renews the copy or marks it stale.
 */
final class Block {
  private final DeviceMemory memory;
  private final long address;
  private final long elements;
  private long rounded;
  private boolean stale;

  Block(DeviceMemory memory, long address, long elements) {
    this.memory = memory;
    this.address = address;
    this.elements = elements;
  }

  long address() {
    return address;
  }

  long elements() {
    return elements;
  }

  /** The address of the rounded copy, which exists from now on. */
  long rounded() {
    if (rounded == 0) {
      rounded = memory.allocate(elements * ElementType.BF16.bytes());
      memory.keepFresh(this);
      stale = true;
    }
    return rounded;
  }

  boolean hasRounded() {
    return rounded != 0;
  }

  /** The rounded copy, if there is one, no longer agrees. */
  void changed() {
    stale = rounded != 0;
  }

  boolean isStale() {
    return stale;
  }

  void renewed() {
    stale = false;
  }
}
