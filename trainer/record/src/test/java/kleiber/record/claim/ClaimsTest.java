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
import kleiber.core.ProcessMark;
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

  private void wait(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aFolderIsTakenOnceAndAgainWhenItWasLetGo() {
    Claim first = claims.take(watch).orElseThrow();
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
    List<Future<Optional<Claim>>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(threads.submit(() -> claims.takeAfter(0)));
    }
    int won = 0;
    for (Future<Optional<Claim>> one : tries) {
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
    ProcessMark own = ProcessMark.current();
    ForeignClaim.write(
        claims, 1, new ProcessMark(own.boot(), own.space(), own.pid(), own.start() - 1), 0);
    assertThat(watch.freeAfter(claims)).isEqualTo(OptionalInt.of(1));
  }

  @Test
  void whoIsElsewhereHoldsItAsLongAsTheClaimChanges() {
    for (int beat = 0; beat < 5; beat++) {
      ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, beat);
      assertThat(watch.freeAfter(claims)).isEmpty();
      wait(Duration.ofSeconds(89));
      assertThat(watch.freeAfter(claims)).isEmpty();
    }
    wait(Duration.ofSeconds(2));
    assertThat(watch.freeAfter(claims)).isEqualTo(OptionalInt.of(1));
    assertThat(new ClaimWatch(nanos::get).freeAfter(claims))
        .as("who has just come has seen nothing yet")
        .isEmpty();
  }

  @Test
  void whatCannotBeReadIsHeldUntilItHasLongBeenSo() throws Exception {
    Files.createDirectories(claims.folder());
    Files.writeString(claims.folder().resolve("1.json"), "{\"hol");
    assertThat(watch.freeAfter(claims)).isEmpty();
    wait(Duration.ofSeconds(91));
    Claim claim = claims.take(watch).orElseThrow();
    assertThat(claims.newest()).isEqualTo(2);
    claim.close();
  }

  @Test
  void whoHasLostAFolderIsToldSoBeforeItWrites() {
    try (Claim claim = claims.take(watch).orElseThrow()) {
      assertThatCode(claim::requireHeld).doesNotThrowAnyException();
      ForeignClaim.write(claims, 2, ForeignClaim.ELSEWHERE, 0);
      assertThatThrownBy(claim::requireHeld)
          .isInstanceOf(ClaimLostException.class)
          .hasMessageContainingAll(folder.toString(), "taken over by process 7 on node7");
    }
    assertThat(claims.read(2).orElseThrow().released()).as("the other still has it").isFalse();
  }

  @Test
  void aSignOfLifeIsFreshForHalfAMinuteOfTheFileSystemsClock() throws IOException {
    ForeignClaim.write(claims, 1, ForeignClaim.ELSEWHERE, 0);
    assertThat(claims.isFresh()).isTrue();
    Files.setLastModifiedTime(
        claims.folder().resolve("1.json"), FileTime.from(Instant.now().minusSeconds(40)));
    assertThat(claims.isFresh()).isFalse();
  }

  @Test
  void nobodyWaitsForAHolderWhoLivesOnThisMachine() {
    try (Claim claim = claims.take(watch).orElseThrow()) {
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
            "held by process 7 on node7, since then; looking for up to 90 s whether it still lives");
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
