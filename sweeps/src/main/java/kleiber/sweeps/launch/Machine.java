package kleiber.sweeps.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;

/**
 * What a sweep may use.
 *
 * @param places one for each GPU, or one for the cores
 */
public record Machine(List<Place> places) {
  /** What runs may take of a memory: the rest is for the system, on a GPU for its contexts. */
  private static final double PART = 0.9;

  private static final int MOST_SLOTS = 1024;

  /** So many processor cores, 0 for all. */
  public static Machine cores(int count) {
    int cores = count > 0 ? count : Runtime.getRuntime().availableProcessors();
    if (cores > MOST_SLOTS) {
      throw KleiberException.usage("--slots is at most " + MOST_SLOTS + ", not " + cores);
    }
    long memory = usable(MemoryGrant.here());
    return new Machine(List.of(new Place(0, null, cores, memory)));
  }

  /**
   * A GPU.
   *
   * @param device what CUDA_VISIBLE_DEVICES calls it
   * @param memoryBytes of the card, 0 where unknown
   */
  record Device(String device, long memoryBytes) {}

  /**
   * GPUs.
   *
   * @param runsPerGpu runs at once on each, 0 where that is to be measured
   */
  static Machine gpus(List<Device> devices, int runsPerGpu) {
    if ((long) devices.size() * runsPerGpu > MOST_SLOTS) {
      throw KleiberException.usage(
          "--runs-per-gpu is at most " + MOST_SLOTS / devices.size() + " here, not " + runsPerGpu);
    }
    List<Place> places = new ArrayList<>();
    for (Device device : devices) {
      places.add(
          new Place(places.size(), device.device(), runsPerGpu, usable(device.memoryBytes())));
    }
    return new Machine(List.copyOf(places));
  }

  private static long usable(long memoryBytes) {
    return memoryBytes > 0 ? (long) (PART * memoryBytes) : Long.MAX_VALUE;
  }

  /** The same with so many runs at once in each place. */
  public Machine withSlotsPerPlace(int slots) {
    return new Machine(
        places.stream()
            .map(place -> new Place(place.index(), place.device(), slots, place.memoryBytes()))
            .toList());
  }

  /** Whether it is still to be measured how many runs at once are best. */
  public boolean isOpen() {
    return slotsPerPlace() == 0;
  }

  /** Runs at once in each place. */
  public int slotsPerPlace() {
    return places.get(0).slots();
  }

  /** Places for single runs, in the order in which they are taken. */
  public List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    for (Place place : places) {
      for (int i = 0; i < place.slots(); i++) {
        slots.add(new Slot(slots.size(), slots.size() / place.slotsPerWorker(), place));
      }
    }
    return slots;
  }

  /** Slots that a run takes: with all threads (0) it has its place, also a GPU, to itself. */
  public int slots(int threads) {
    int all = slotsPerPlace();
    return threads == 0 ? all : hasDevices() ? 1 : Math.min(all, threads);
  }

  /** Why a run that needs so much memory cannot be trained here, null where it can. */
  public String obstacle(long memoryBytes) {
    return memoryBytes > runMemoryBytes()
        ? String.format(
            Locale.ROOT,
            "needs %,d MiB of memory or more, and %,d MiB can be had; lower"
                + " batch.microBatch or take a larger machine",
            memoryBytes >> 20,
            runMemoryBytes() >> 20)
        : null;
  }

  /** Memory that one run may take. */
  public long runMemoryBytes() {
    return places.stream().mapToLong(Place::memoryBytes).max().orElseThrow();
  }

  /** Whether runs train on GPUs. */
  public boolean hasDevices() {
    return places.get(0).isGpu();
  }
}
