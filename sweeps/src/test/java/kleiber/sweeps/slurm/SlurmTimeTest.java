package kleiber.sweeps.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import kleiber.sweeps.ledger.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlurmTimeTest {
  @ParameterizedTest
  @CsvSource({"90, 90", "90:30, 90", "1:30:00, 90", "1-2, 1560", "1-2:3, 1563", "1-02:03:04, 1563"})
  void timesAreReadInEveryFormThatSlurmTakes(String written, long minutes) {
    assertThat(SlurmTime.minutes(written)).contains(minutes);
  }

  @Test
  void whatIsNoTimeIsNoLimit() {
    assertThat(SlurmTime.minutes("UNLIMITED")).isEqualTo(Optional.empty());
    assertThat(SlurmTime.minutes("")).isEqualTo(Optional.empty());
  }

  /** 7,200 slot seconds on 4 slots and then the longest of 600: 2,400 s, 60 min with half more. */
  @Test
  void aWorkersTimeIsHalfAsMuchAgainAsTheWorstOrderTakes() {
    assertThat(SlurmTime.minutes(new Work(2, 7200, 600), 4)).isEqualTo(70);
    assertThat(SlurmTime.minutes(new Work(2, 0, 0), 4)).isEqualTo(10);
    assertThat(SlurmTime.minutes(new Work(1, 61, 61), 1)).isEqualTo(15);
  }
}
