package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every barrier and every wait of every kernel is missed by the tests when it is not there. */
@Tag("long")
@OnStandIn
class MutationTest {
  /** Waits and barriers that change nothing when they go, and why. */
  private static final Map<String, String> UNSEEN =
      Map.of(
          "linear_bf16.cu copy_wait<0>();",
          "the groups of copies that may be under way after the last step are empty");

  @TempDir static Path folder;

  private static final Map<Mutant, Future<Mutant.Verdict>> verdicts = new LinkedHashMap<>();

  /** As many at a time as the machine has processors. */
  @BeforeAll
  static void begin() {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    for (Mutant mutant : Mutant.all()) {
      Path own = folder.resolve(mutant.file() + "-" + mutant.line());
      verdicts.put(mutant, pool.submit((Callable<Mutant.Verdict>) () -> mutant.verdict(own)));
    }
    pool.shutdown();
  }

  @AfterAll
  static void forget() {
    verdicts.values().forEach(verdict -> verdict.cancel(true));
    verdicts.clear();
  }

  private static String key(Mutant mutant) {
    return mutant.file() + " " + mutant.text();
  }

  static Stream<Mutant> unseen() {
    return Mutant.all().stream().filter(mutant -> UNSEEN.containsKey(key(mutant)));
  }

  static Stream<Mutant> mutants() {
    return Mutant.all().stream().filter(mutant -> !UNSEEN.containsKey(key(mutant)));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isMissed(Mutant mutant) throws ExecutionException, InterruptedException {
    Mutant.Verdict verdict = verdicts.get(mutant).get();
    assertThat(verdict.wrong()).as("%s ends with %s", mutant, verdict).isTrue();
  }

  /** A reason that does not hold any more is to be taken off the list. */
  @ParameterizedTest
  @MethodSource("unseen")
  void isNotMissed(Mutant mutant) throws ExecutionException, InterruptedException {
    assertThat(verdicts.get(mutant).get().exit()).as(UNSEEN.get(key(mutant))).isZero();
  }

  @Test
  void everyReasonIsOfALineThatIsThere() {
    assertThat(unseen()).hasSameSizeAs(UNSEEN.keySet());
  }

  @Test
  void withAllOfThemNothingIsWrong() throws Exception {
    String[] files = Mutant.all().stream().map(Mutant::file).distinct().toArray(String[]::new);
    Mutant.Verdict verdict = Mutant.trial(Path.of(Driver.LIBRARY), files);
    assertThat(verdict.exit()).as("%s", verdict).isZero();
  }
}
