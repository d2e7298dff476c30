package kleiber.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long each kernel takes on the card, between two events of its stream. A tool for whoever
 * makes kernels faster: {@code KLEIBER_JAVA_OPTIONS=-Dkleiber.cuda.profile=true} has every launch
 * timed, steps run plainly instead of replayed, and a table printed to standard error in the end.
 */
final class Profile {
  private static final int PENDING = 4096;

  private final List<Timed> pending = new ArrayList<>();
  private final List<Pointer> free = new ArrayList<>();
  private final Map<String, Total> totals = new LinkedHashMap<>();

  private record Timed(String kernel, Pointer before, Pointer after) {}

  private record Total(long launches, double millis) {
    Total plus(double more) {
      return new Total(launches + 1, millis + more);
    }
  }

  /** A profile if the property asks for one, else null. */
  static Profile ifAsked() {
    return Boolean.getBoolean("kleiber.cuda.profile") ? new Profile() : null;
  }

  /** Runs {@code launch} between two events. */
  void time(String kernel, Pointer stream, Runnable launch) {
    Pointer before = event();
    Pointer after = event();
    Driver.cuEventRecord(before, stream);
    launch.run();
    Driver.cuEventRecord(after, stream);
    pending.add(new Timed(kernel, before, after));
    if (pending.size() == PENDING) {
      settle(stream);
    }
  }

  private Pointer event() {
    if (!free.isEmpty()) {
      return free.remove(free.size() - 1);
    }
    PointerByReference event = new PointerByReference();
    CudaError.check(Driver.cuEventCreate(event, 0), "making an event");
    return event.getValue();
  }

  private void settle(Pointer stream) {
    CudaError.check(Driver.cuStreamSynchronize(stream), "computing");
    FloatByReference millis = new FloatByReference();
    for (Timed timed : pending) {
      Driver.cuEventElapsedTime(millis, timed.before(), timed.after());
      totals.merge(
          timed.kernel(),
          new Total(1, millis.getValue()),
          (known, one) -> known.plus(one.millis()));
      free.add(timed.before());
      free.add(timed.after());
    }
    pending.clear();
  }

  /** The table, the most expensive kernel first. */
  String table(Pointer stream) {
    settle(stream);
    double all = totals.values().stream().mapToDouble(Total::millis).sum();
    StringBuilder table = new StringBuilder("   share   launches  us each  kernel\n");
    totals.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().millis()))
        .forEach(
            entry ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "%6.1f %% %10d %8.1f  %s%n",
                        100 * entry.getValue().millis() / all,
                        entry.getValue().launches(),
                        1e3 * entry.getValue().millis() / entry.getValue().launches(),
                        entry.getKey())));
    return table.toString();
  }
}
