package kleiber.record.claim.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import kleiber.core.ProcessMark;
import kleiber.record.claim.Claims;

/** A claim as another process writes it. */
public final class ForeignClaim {
  /** A process of which nothing can be known here. */
  public static final ProcessMark ELSEWHERE = new ProcessMark("another", "1", 7, 7);

  private ForeignClaim() {}

  /** One that is held. */
  public static void write(Claims claims, int number, ProcessMark process, long beats) {
    write(claims, number, process, beats, false);
  }

  /** One that is held, or was let go. */
  public static void write(
      Claims claims, int number, ProcessMark process, long beats, boolean released) {
    Map<String, Object> holder =
        Map.of("token", "of " + number, "process", process, "host", "node7", "since", "then");
    try {
      Files.createDirectories(claims.folder());
      Files.writeString(
          claims.folder().resolve(number + ".json"),
          new ObjectMapper()
              .writeValueAsString(Map.of("holder", holder, "beats", beats, "released", released)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
