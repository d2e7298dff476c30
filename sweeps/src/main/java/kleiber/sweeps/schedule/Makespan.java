package kleiber.sweeps.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** How long jobs take side by side, the longest first. */
public final class Makespan {
  private Makespan() {}

  /**
   * A job.
   *
   * @param seconds its duration
   * @param slots how many slots it takes
   */
  public record Job(double seconds, int slots) {}

  /**
   * Seconds until the last of {@code jobs} ends.
   *
   * @param busy for each slot, seconds until it is free
   */
  public static double of(Collection<Job> jobs, List<Double> busy) {
    PriorityQueue<Double> free = new PriorityQueue<>(busy);
    double end = busy.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<Job> longestFirst =
        jobs.stream().sorted(Comparator.comparingDouble(Job::seconds).reversed()).toList();
    for (Job job : longestFirst) {
      int taken = Math.min(job.slots(), busy.size());
      double start = 0;
      for (int i = 0; i < taken; i++) {
        start = Math.max(start, free.remove());
      }
      for (int i = 0; i < taken; i++) {
        free.add(start + job.seconds());
      }
      end = Math.max(end, start + job.seconds());
    }
    return end;
  }
}
