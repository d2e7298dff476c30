package kleiber.sweeps.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import kleiber.core.Rounded;
import kleiber.record.claim.ClaimWatch;
import kleiber.record.claim.Claims;
import kleiber.record.claim.Holder;
import kleiber.record.claim.SlurmTask;

/**
 * Who has a run that is under way, or had it last.
 *
 * @param host its machine's name, null where nobody has it
 * @param job what Slurm calls it, with the task of an array; null where it is not Slurm's
 * @param beatSeconds since its last sign of life, by the clock of the file system; null where
 *     nobody has it, and where that cannot be known, as in a folder that cannot be written to
 * @param gone whether it has it no more: it let go, or its process has ended on this machine
 */
public record Holding(String host, String job, Double beatSeconds, boolean gone) {
  static Holding of(Claims claims, FolderTime time) {
    Optional<Holder> holder = claims.holder();
    return new Holding(
        holder.map(Holder::host).orElse(null),
        holder.map(Holder::task).map(SlurmTask::id).orElse(null),
        holder
            .flatMap(holding -> time.get())
            .flatMap(now -> claims.lastBeat().map(beat -> seconds(beat, now)))
            .orElse(null),
        holder.map(Holder::isGone).orElse(true));
  }

  private static double seconds(Instant beat, Instant now) {
    return Math.max(0, Duration.between(beat, now).toMillis() / 1e3);
  }

  /** Whether nobody trains the run any more, whatever its status says. */
  boolean isLost() {
    return gone || beatSeconds != null && beatSeconds > ClaimWatch.PATIENCE.toSeconds();
  }

  /** What has become of a run that is lost, and what will. */
  String fate() {
    return (gone ? "its process is gone" : "no sign of life for " + Rounded.duration(beatSeconds))
        + "; whoever runs the sweep next takes it over";
  }
}
