package kleiber.sweeps.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.schedule.Makespan.Job;
import kleiber.sweeps.schedule.Makespan.Running;
import org.junit.jupiter.api.Test;

class MakespanTest {
  private static final Machine GPU = new Machine(List.of(new Place(0, "0", 3, 100)));

  private static List<Job> jobs(Job... jobs) {
    return List.of(jobs);
  }

  @Test
  void onCoresTheLongestGoFirstAndOneForAllCoresWaitsForAll() {
    List<Job> single = Stream.of(1.0, 4.0, 2.0, 3.0).map(Job::of).toList();
    assertThat(Makespan.of(Machine.cores(2), single, List.of())).isEqualTo(5);
    assertThat(
            Makespan.of(
                Machine.cores(2), jobs(Job.of(4), new Job(3, 1, 2, 0), Job.of(1)), List.of()))
        .isEqualTo(8);
  }

  /** A step takes 1 alone, 2 beside one other and 3 beside two, of 3 when the card is full. */
  @Test
  void runsThatShareAGpuAreTheFasterTheFewerTheyAre() {
    double third = 1 / 3.0;
    Job job = new Job(3, third, 1, 1);
    assertThat(Makespan.of(GPU, jobs(job), List.of())).isCloseTo(1, within(1e-9));
    assertThat(Makespan.of(GPU, jobs(job, job), List.of())).isCloseTo(2, within(1e-9));
    assertThat(Makespan.of(GPU, jobs(job, job, job), List.of())).isCloseTo(3, within(1e-9));
    assertThat(Makespan.of(GPU, jobs(job, job, job, job), List.of())).isCloseTo(4, within(1e-9));
  }

  @Test
  void aJobThatDoesNotFitIntoMemoryWaitsAndOneThatNeverWillIsLeftOut() {
    Place card = GPU.places().get(0);
    Job large = new Job(2, 1, 1, 70);
    assertThat(
            Makespan.of(GPU, jobs(large, new Job(9, 1, 1, 101)), List.of(new Running(large, card))))
        .isEqualTo(4);
  }
}
