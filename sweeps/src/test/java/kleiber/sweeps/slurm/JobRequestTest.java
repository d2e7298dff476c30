package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array=0-3 | --sbatch array is set by sweep submit itself",
        "no-requeue | --sbatch no-requeue is set by sweep submit itself",
        "signal=B:TERM@60 | --sbatch signal is set by sweep submit itself",
        "mem=4G | --sbatch mem: give it as --mem",
        "cpus-per-task=4 | --sbatch cpus-per-task: give it as --cpus",
        "--nice=100 | is none of sbatch's long options; give KEY=VALUE as in --sbatch nice=100",
        "-p high | is none of sbatch's long options",
        "'' | --sbatch must be a word that can be seen",
        "'comment=a\nscancel 1' | --sbatch must be a word that can be seen, not \"comment=a\\n",
      })
  void anOptionThatWouldBreakTheArrayIsRefused(String option, String words) {
    assertRefused(() -> new JobRequest(1, null, Map.of(), List.of(option)), words);
  }

  @Test
  void numbersThatSlurmTakesOtherwiseAreRefused() {
    assertRefused(() -> request(0, null, Map.of()), "--jobs must be at least 1, not 0");
    assertRefused(() -> request(1, 0, Map.of()), "--at-once must be at least 1, not 0");
    assertRefused(() -> request(1, null, Map.of("partition", "")), "--partition must be a word");
    assertRefused(
        () -> request(1, null, Map.of("time", "0:02:30")),
        "--time 0:02:30 is too short: workers are told to save 120 s before the end");
  }

  private static JobRequest request(int jobs, Integer atOnce, Map<String, String> named) {
    return new JobRequest(jobs, atOnce, named, List.of());
  }

  private static void assertRefused(Runnable attempt, String words) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            KleiberException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(words);
  }

  @Test
  void aTimeWithoutLimitAndLongOnesAreTaken() {
    for (String time : List.of("0", "UNLIMITED", "3", "00:03:00", "1-0", "2-12:30", "1-0:0:1")) {
      assertThat(request(1, null, Map.of("time", time)).time()).contains(time);
    }
  }

  @Test
  void srunIsGivenWhatItKnowsAndNoMore() {
    JobRequest request =
        new JobRequest(
            1, null, Map.of("gres", "gpu:1", "time", "9:0"), List.of("get-user-env=5L", "nice=3"));
    assertThat(request.srun())
        .containsExactly("--nodes=1", "--ntasks=1", "--gres=gpu:1", "--nice=3");
    assertThat(request.sbatch()).contains("--get-user-env=5L").doesNotContain("--time=9:0");
  }

  @Test
  void gpusAreAskedForInAnyOfSlurmsWays() {
    assertThat(request(1, null, Map.of("gres", "gpu:a100:2")).hasGpus()).isTrue();
    assertThat(new JobRequest(1, null, Map.of(), List.of("gpus-per-node=1")).hasGpus()).isTrue();
    assertThat(request(1, null, Map.of("gres", "license:1")).hasGpus()).isFalse();
  }
}
