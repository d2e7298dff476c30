package kleiber.record.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.AtomicFile;
import kleiber.core.output.FileClock;

/**
 * The claims on a folder, one file each, numbered from 1. The newest counts: who made it has the
 * folder, until they let go or die and somebody makes the next. A file is made by link(2), which
 * succeeds for one of all who try, on any file system and any number of machines; no locks are
 * needed, and no machine reads another's clock.
 *
 * @param folder of the files
 */
public record Claims(Path folder) {
  private static final int MOST_BYTES = 1 << 14;
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The newest claim, 0 where there was none. */
  public int newest() {
    int newest = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        newest = name.matches() ? Math.max(newest, Integer.parseInt(name.group(1))) : newest;
      }
    } catch (NoSuchFileException e) {
      return 0;
    } catch (DirectoryIteratorException e) {
      throw unlisted(e.getCause());
    } catch (IOException e) {
      throw unlisted(e);
    }
    return newest;
  }

  private KleiberException unlisted(IOException e) {
    return KleiberException.failure("cannot list " + folder + ": " + IoReason.of(e), e);
  }

  /** A claim; empty where it cannot be read, as while it is being made. */
  public Optional<ClaimState> read(int number) {
    try {
      Path file = file(number);
      return Optional.of(
          ForeignJson.bind(
              file.toString(), ForeignJson.object(file, MOST_BYTES), ClaimState.class));
    } catch (KleiberException e) {
      return Optional.empty();
    }
  }

  /** Who has the folder now, or had it and died; empty where nobody does. */
  public Optional<Holder> holder() {
    return read(newest()).filter(claim -> !claim.released()).map(ClaimState::holder);
  }

  /**
   * Whether its holder has given a sign of life a short while ago, by the clock of the file system,
   * which is the same for all machines.
   */
  public boolean isFresh() {
    // Asked first, so that the beat is not one that this machine remembers.
    Optional<Instant> now = FileClock.now(folder);
    return now.isPresent()
        && lastBeat()
            .map(beat -> Duration.between(beat, now.get()))
            .filter(Claims::isShort)
            .isPresent();
  }

  private static boolean isShort(Duration time) {
    return time.abs().compareTo(HeldClaim.BEAT.multipliedBy(2)) < 0;
  }

  /** When the newest claim was changed last, by that clock; empty where there is none. */
  public Optional<Instant> lastBeat() {
    try {
      return Optional.of(Files.getLastModifiedTime(file(newest())).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes the folder, unless somebody has it. Who has died on this machine does not, from that
   * moment; who has died elsewhere, once the watch has seen no sign of life for a while.
   *
   * @param watch what is known of holders from earlier tries
   */
  public Optional<HeldClaim> take(ClaimWatch watch) {
    OptionalInt free = watch.freeAfter(this);
    return free.isPresent() ? takeAfter(free.getAsInt()) : Optional.empty();
  }

  /**
   * Takes the folder as {@link #take} does, waiting as long as it takes to know whether a holder on
   * another machine lives.
   *
   * @param notes told once that there is such a holder
   * @param stop asked several times a second; when true, the wait is over
   * @return empty where somebody has it who lives, or the wait was ended
   */
  public Optional<HeldClaim> takePatiently(Consumer<String> notes, BooleanSupplier stop) {
    return new ClaimWait(this).patiently(notes, stop);
  }

  /**
   * Takes the folder, waiting for others to be done with it.
   *
   * @throws KleiberException when this thread is interrupted
   */
  public HeldClaim await() {
    return new ClaimWait(this).forOthers();
  }

  /**
   * Takes the folder if a certain claim is still the newest, which is known to be of nobody any
   * more.
   *
   * @param number that claim's, 0 for none
   */
  public Optional<HeldClaim> takeAfter(int number) {
    ClaimState mine = new ClaimState(Holder.here(), 0, false);
    String text = text(mine);
    boolean made = AtomicFile.createNew(file(number + 1), text) || isThere(number + 1, mine);
    if (!made) {
      return Optional.empty();
    }
    forgetFolder();
    return Optional.of(HeldClaim.held(this, number + 1, mine));
  }

  /**
   * What this machine remembers of the folder is from before it was taken, such as that there was
   * no status: over a network it is looked at anew when it is opened.
   */
  private void forgetFolder() {
    try {
      Files.newDirectoryStream(folder.getParent()).close();
    } catch (IOException e) {
      // Whoever reads in it next will say why it cannot be read.
    }
  }

  /** Over a network a link may be made and reported as there already. */
  private boolean isThere(int number, ClaimState mine) {
    return read(number)
        .filter(claim -> claim.holder().token().equals(mine.holder().token()))
        .isPresent();
  }

  /**
   * Whether a claim is the newest and still of the same holder. The folder is listed for that: over
   * a network, a machine may remember for a minute that a file was not there, but opens a folder as
   * it is.
   */
  boolean isHeldBy(int number, String token) {
    return newest() == number
        && read(number).map(claim -> claim.holder().token().equals(token)).orElse(true);
  }

  /** How a claim was lost, in words. */
  String loss(int number) {
    Path place = folder.getParent();
    int newest = newest();
    return newest > number
        ? place
            + " was taken over by "
            + read(newest).map(claim -> claim.holder().words()).orElse("another process")
            + ": this one had given no sign of life for too long; what it had not saved is done"
            + " again there"
        : place + " was deleted or begun anew by another process: this one writes no more into it";
  }

  /**
   * @param fence asked right before the claim is replaced
   */
  void rewrite(int number, ClaimState claim, Runnable fence) {
    byte[] content = text(claim).getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(file(number), out -> out.write(content), fence);
  }

  Path file(int number) {
    return folder.resolve(number + ".json");
  }

  private static String text(ClaimState claim) {
    try {
      return JSON.writeValueAsString(claim) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
