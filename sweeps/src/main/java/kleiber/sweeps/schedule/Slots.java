package kleiber.sweeps.schedule;

import java.util.List;
import java.util.stream.IntStream;
import kleiber.sweeps.launch.Slot;

/** The places of a machine where runs can train side by side. */
public final class Slots {
  private Slots() {}

  /** So many cores, 0 for all. */
  public static List<Slot> cores(int count) {
    int cores = count > 0 ? count : Runtime.getRuntime().availableProcessors();
    return IntStream.range(0, cores).mapToObj(i -> new Slot(i, null)).toList();
  }

  /** One a device, by what CUDA_VISIBLE_DEVICES calls it. */
  public static List<Slot> devices(List<String> devices) {
    return IntStream.range(0, devices.size()).mapToObj(i -> new Slot(i, devices.get(i))).toList();
  }
}
