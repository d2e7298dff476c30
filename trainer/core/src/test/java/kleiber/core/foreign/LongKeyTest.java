package kleiber.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many numbers below a long key are read in memory that is near to the text's size. */
class LongKeyTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static String numbers(String last) {
    String numbers =
        IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return "{\"" + "x".repeat(40_000) + "\":[" + numbers + "," + last + "]}";
  }

  @Test
  void thePlaceOfEachNumberIsNotKept() {
    String text = numbers("1");
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(ForeignJson.parse("a.json", text).iterator().next()).hasSize(20_001);
    long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(taken).isLessThan(50L << 20);
  }

  @Test
  void theOneThatIsBeyondANumberIsNamed() {
    assertThatThrownBy(() -> ForeignJson.parse("a.json", "{\"a\": [1, {\"b\": 1e999}]}"))
        .hasMessage("a.json:/a/1/b is beyond what a number can hold");
    assertThatThrownBy(() -> ForeignJson.parse("a.json", numbers("1e999")))
        .hasMessageContaining("x/20000 is beyond what a number can hold");
  }
}
