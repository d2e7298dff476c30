package kleiber.record.claim;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import kleiber.core.ProcessMark;

/**
 * Who holds a claim.
 *
 * @param token which nobody else has
 * @param process that holds it
 * @param host its machine's name, for people
 * @param task what Slurm has it do, null where it is not Slurm's
 * @param since ISO-8601 time at which it was taken, for people
 */
public record Holder(String token, ProcessMark process, String host, SlurmTask task, String since) {
  private static final int TOKEN_BYTES = 16;
  private static final String HOST = hostName();

  /** Refuses a holder who cannot be told from others. */
  public Holder {
    if (token == null || process == null) {
      throw new IllegalArgumentException("a claim without a token or a process");
    }
  }

  /** This process, with a new token. */
  static Holder here() {
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    return new Holder(
        HexFormat.of().formatHex(token),
        ProcessMark.current(),
        HOST,
        SlurmTask.current().orElse(null),
        Clock.systemUTC().instant().toString());
  }

  /**
   * Whether it holds nothing any more, as far as that can be known at once: its process has ended
   * on this machine, or it was an earlier start of the Slurm task that this process is.
   */
  @JsonIgnore
  public boolean isGone() {
    return process.isGone()
        || task != null && SlurmTask.current().map(task::isEarlierStartOf).orElse(false);
  }

  /** In words. */
  public String words() {
    return "process "
        + process.pid()
        + " on "
        + host
        + (task == null ? "" : " (Slurm job " + task.id() + ")")
        + ", since "
        + since;
  }

  /** This machine's name, from its system: a network may take seconds to answer, or not know it. */
  public static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "a host without a name";
    }
  }
}
