package kleiber.record.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import kleiber.core.FileTree;
import kleiber.core.ProcessMark;
import kleiber.core.testing.DeadProcess;
import kleiber.record.claim.testing.ForeignClaim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
  @TempDir Path folder;

  private Claims claims;
  private final AtomicLong nanos = new AtomicLong();
  private final ClaimWatch watch = new ClaimWatch(nanos::get);

  @BeforeEach
  void claims() {
    claims = new Claims(folder.resolve("claims"));
  }

  /** Looks at the folder once in ten seconds. */
  private OptionalInt look(int seconds) {
    OptionalInt free = watch.freeAfter(claims);
    for (int passed = 0; passed < seconds; passed += 10) {
      wait(Duration.ofSeconds(Math.min(10, seconds - passed)));
      free = watch.freeAfter(claims);
    }
    return free;
  }

  private void wait(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aFolderIsTakenOnceAndAgainWhenItWasLetGo() {
    HeldClaim first = claims.take(watch).orElseThrow();
    assertThat(claims.take(watch)).as("held").isEmpty();
    assertThat(claims.holder().orElseThrow().process()).isEqualTo(ProcessMark.current());
    first.close();
    assertThat(claims.holder()).as("let go").isEmpty();
    claims.take(watch).orElseThrow().close();
    assertThat(claims.newest()).isEqualTo(2);
  }

  @Test
  void ofManyWhoTryAtOnceOneHasIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Optional<HeldClaim>>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(threads.submit(() -> claims.takeAfter(0)));
    }
    int won = 0;
    for (Future<Optional<HeldClaim>> one : tries) {
      won += one.get().isPresent() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(won).isEqualTo(1);
  }

  @Test
  void whoHasDiedOnThisMachineHoldsNothing() throws Exception {
    Process process = new ProcessBuilder("sleep", "100").start();
    ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();
    ForeignClaim.write(claims, 1, mark, 0);
    assertThat(watch.freeAfter(claims)).isEmpty();
    process.destroyForcibly().waitFor();
    assertThat(watch.freeAfter(claims)).isEqualTo(OptionalInt.of(1));
  }

  @Test
  void anotherProcessOfTheSameNumberIsNotTheHolder() {
    ForeignClaim.write(claims, 1, DeadProcess.mark(), 0);
    assertThat(watch.freeAfter(claims)).isEqualTo(OptionalInt.of(1));
  }

  @Test
  void whoIsElsewhereHoldsItAsLongAsTheClaimChanges() {
    for (int beat = 0; beat < 5; beat++) {
      ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, beat);
      assertThat(look(89)).isEmpty();
    }
    assertThat(look(2)).isEqualTo(OptionalInt.of(1));
    assertThat(new ClaimWatch(nanos::get).freeAfter(claims))
        .as("who has just come has seen nothing yet")
        .isEmpty();
  }

  @Test
  void timeInWhichTheObserverDidNotLookSaysNothing() {
    ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 0);
    assertThat(look(30)).isEmpty();
    wait(Duration.ofHours(1));
    assertThat(watch.freeAfter(claims)).as("it was stopped, or the files were away").isEmpty();
    assertThat(look(40)).isEmpty();
    assertThat(look(10)).isPresent();
  }

  @Test
  void whatCannotBeReadIsHeldUntilItHasLongBeenSo() throws Exception {
    Files.createDirectories(claims.folder());
    Files.writeString(claims.folder().resolve("1.json"), "{\"hol");
    assertThat(look(91)).isPresent();
    HeldClaim claim = claims.take(watch).orElseThrow();
    assertThat(claims.newest()).isEqualTo(2);
    claim.close();
  }

  @Test
  void whoHasLostAFolderIsToldSoBeforeItWrites() {
    try (HeldClaim claim = claims.take(watch).orElseThrow()) {
      assertThatCode(claim::requireHeld).doesNotThrowAnyException();
      ForeignClaim.write(claims, 2, ForeignClaim.ELSEWHERE, 0);
      assertThatThrownBy(claim::requireHeld)
          .isInstanceOf(ClaimLostException.class)
          .hasMessageContainingAll(folder.toString(), "taken over by process 7 on node7");
    }
    assertThat(claims.read(2).orElseThrow().released()).as("the other still has it").isFalse();
  }

  @Test
  void whoseFolderWasBegunAnewHasLostItAndDoesNotTouchTheNewClaimOfItsNumber() throws Exception {
    try (HeldClaim claim = claims.take(watch).orElseThrow()) {
      FileTree.delete(folder.resolve("claims"));
      assertThatThrownBy(claim::requireHeld).hasMessageContaining("deleted or begun anew");
      assertThatThrownBy(claim::requireNotKnownLost).isInstanceOf(ClaimLostException.class);
      assertThat(claims.folder()).as("it is not made again").doesNotExist();
      ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 3);
      assertThat(claim.isLost()).isTrue();
    }
    ClaimState other = claims.read(1).orElseThrow();
    assertThat(other.holder().process()).isEqualTo(ForeignClaim.ELSEWHERE);
    assertThat(other.released()).isFalse();
    try (Stream<Path> files = Files.list(claims.folder())) {
      assertThat(files).containsExactly(claims.folder().resolve("1.json"));
    }
  }

  @Test
  void aClaimThatCannotBeLetGoEndsAllTheSame() throws Exception {
    HeldClaim claim = claims.take(watch).orElseThrow();
    Files.delete(claims.folder().resolve("1.json"));
    Files.createDirectory(claims.folder().resolve("1.json"));
    assertThatCode(claim::close).doesNotThrowAnyException();
  }

  @Test
  void aSignOfLifeIsFreshForHalfAMinuteOfTheFileSystemsClock() throws IOException {
    ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 0);
    assertThat(claims.isFresh()).isTrue();
    Files.setLastModifiedTime(
        claims.folder().resolve("1.json"), FileTime.from(Instant.now().minusSeconds(40)));
    assertThat(claims.isFresh()).isFalse();
    Files.setLastModifiedTime(
        claims.folder().resolve("1.json"), FileTime.from(Instant.now().plusSeconds(40)));
    assertThat(claims.isFresh()).as("the clock of the files was set back").isFalse();
    try (Stream<Path> files = Files.list(claims.folder())) {
      assertThat(files).as("asking leaves nothing").hasSize(1);
    }
  }

  @Test
  void nobodyWaitsForAHolderWhoLivesOnThisMachine() {
    try (HeldClaim claim = claims.take(watch).orElseThrow()) {
      List<String> notes = new ArrayList<>();
      assertThat(claims.takePatiently(notes::add, () -> false)).isEmpty();
      assertThat(notes).isEmpty();
      claim.requireHeld();
    }
  }

  @Test
  void aHolderElsewhereIsLookedAtUntilItShowsThatItLives() {
    ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 0);
    List<String> notes = new ArrayList<>();
    assertThat(
            claims.takePatiently(
                note -> {
                  notes.add(note);
                  ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 1);
                },
                () -> false))
        .isEmpty();
    assertThat(notes)
        .containsExactly(
            "held by process 7 on node7, since then; waiting up to 90 s to see whether it still"
                + " lives");
  }

  @Test
  void aClaimThatCannotBeReadIsWaitedForUntilTheWaitIsEnded() throws Exception {
    Files.createDirectories(claims.folder());
    Files.writeString(claims.folder().resolve("1.json"), "");
    List<String> notes = new ArrayList<>();
    assertThat(claims.takePatiently(notes::add, () -> !notes.isEmpty())).isEmpty();
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains("cannot be read, " + claims.folder().resolve("1.json"));
  }

  @Test
  void aSlurmTaskThatWasStartedAgainHasWhatItsEarlierStartHad() {
    SlurmTask first = new SlurmTask("12", 3, 0);
    assertThat(first.isEarlierStartOf(new SlurmTask("12", 3, 1))).isTrue();
    assertThat(first.isEarlierStartOf(first)).isFalse();
    assertThat(first.isEarlierStartOf(new SlurmTask("12", 4, 1))).isFalse();
    assertThat(first.isEarlierStartOf(new SlurmTask("13", 3, 1))).isFalse();
    assertThat(first.id()).isEqualTo("12_3");
  }
}
