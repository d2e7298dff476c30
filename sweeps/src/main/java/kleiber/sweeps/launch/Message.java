package kleiber.sweeps.launch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kleiber.lm.run.Start;
import kleiber.record.Basis;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.claim.Claims;
import kleiber.record.claim.HeldClaim;

/** A line of JSON between a sweep and its workers; {@code type} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Train.class, name = "train"),
  @JsonSubTypes.Type(value = Message.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = Message.Note.class, name = "note"),
  @JsonSubTypes.Type(value = Message.Warning.class, name = "warning"),
  @JsonSubTypes.Type(value = Message.Step.class, name = "step"),
  @JsonSubTypes.Type(value = Message.Saved.class, name = "saved"),
  @JsonSubTypes.Type(value = Message.Busy.class, name = "busy"),
  @JsonSubTypes.Type(value = Message.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Message.Lost.class, name = "lost"),
  @JsonSubTypes.Type(value = Message.Died.class, name = "died")
})
public sealed interface Message {
  /** What is about the run of one slot: a worker may train several at once. */
  sealed interface OfRun extends Message {
    /** The slot's index. */
    int slot();
  }

  /**
   * To a worker: train the run in a folder that holds its config.yaml.
   *
   * @param slot where
   * @param directory the run's folder
   * @param trunk the folder of the run it branches off, null for none
   * @param step the steps that both share
   * @param basis what the run is planned to rest on, null where nobody knows
   * @param after the claim on the folder after which there may be another, 0 where there was none
   */
  record Train(int slot, String directory, String trunk, long step, Basis basis, int after)
      implements OfRun {
    /** Where the run starts. */
    Start start() {
      return trunk == null
          ? new Start.Resume()
          : new Start.Branch(new RunDirectory(Path.of(trunk)), step);
    }

    /** Takes the folder, unless another has been faster. */
    Optional<HeldClaim> claim(Claims claims) {
      return claims.takeAfter(after);
    }
  }

  /** To a worker: save all runs that have begun, and end. */
  record Stop() implements Message {}

  /** From a worker: a sentence about its run. */
  record Note(int slot, String text) implements OfRun {}

  /** From a worker: a warning about its run. */
  record Warning(int slot, String text) implements OfRun {}

  /**
   * From a worker: a step was taken.
   *
   * @param lossNats of the last logged step, null before the first
   */
  record Step(int slot, long step, long totalSteps, Double lossNats) implements OfRun {}

  /** From a worker: a checkpoint was written. */
  record Saved(int slot) implements OfRun {}

  /** From a worker: another process is training the run. */
  record Busy(int slot) implements OfRun {}

  /**
   * From a worker: the run has ended or stopped.
   *
   * @param message why it failed, crashed or diverged, else null
   */
  record Ended(int slot, Outcome outcome, String message) implements OfRun {}

  /**
   * From a worker: it can train nothing any more and ends, its runs with it.
   *
   * @param reason in words
   */
  record Lost(String reason) implements Message {}

  /**
   * Never sent, but posted in a worker's name when its process is gone.
   *
   * @param reason in words
   */
  record Died(String reason) implements Message {}

  /** The line, without its end. */
  default String toLine() {
    try {
      return Json.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a line; empty for what is none of ours, such as a native library's chatter. */
  static Optional<Message> parse(String line) {
    try {
      return Optional.of(Json.MAPPER.readValue(line, Message.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads what a worker says to its end and hands it on, last of all that it has died.
   *
   * @param otherwise why it died, where it has not said so itself
   */
  static void relay(BufferedReader lines, Consumer<Message> sink, Supplier<String> otherwise) {
    String loss = null;
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Message> message = parse(line);
        if (message.orElse(null) instanceof Lost lost) {
          loss = lost.reason();
        } else {
          message.ifPresent(sink);
        }
      }
    } catch (IOException e) {
      // A pipe that broke is a worker that is gone.
    }
    sink.accept(new Died(loss == null ? otherwise.get() : loss));
  }

  /** Holds the mapper, since an interface has no private fields. */
  final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}
  }
}
