package kleiber.app;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import kleiber.core.ExitCode;
import kleiber.lm.run.StopRequest;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What SIGINT, SIGTERM and SIGHUP do. A command that attends to its request to stop saves what it
 * is at, and the process ends with the command's own code. In every other moment the process ends
 * at once with 128 and the signal's number, as usual, whatever it was at: data, kernels, a fit. In
 * both cases a last word says how to go on.
 *
 * <p>A shutdown hook is the portable way to hear of a signal. It halts, since an exiting JVM
 * ignores any other exit code.
 */
public final class Interruption {
  /** What a command returns that was stopped before it had saved anything: no code of its own. */
  public static final int NOTHING_SAVED = -1;

  private static final long LAST_WORD_MILLIS = 500;

  private final StopRequest request = new StopRequest();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");
  private volatile int code = NOTHING_SAVED;
  private volatile String lastWord =
      "stopped; what was there before is as it was, and the same command begins again";

  /** One that hears of nothing until it is told to {@link #listen}. */
  public Interruption() {}

  /** That of the process which runs a command. */
  public static Interruption of(CommandSpec command) {
    return ((Kleiber) command.root().userObject()).interruption();
  }

  /** Hears of signals from now on. */
  public Interruption listen() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  private void stop() {
    if (request.request()) {
      say("stopping: what is done so far is saved first");
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (code != NOTHING_SAVED) {
        Runtime.getRuntime().halt(code);
      }
    }
    say(lastWord);
  }

  /** Says a sentence, unless whoever should read it does not: that must not hold the end up. */
  private static void say(String sentence) {
    Thread speaker = new Thread(() -> System.err.println("kleiber: " + sentence), "last word");
    speaker.setDaemon(true);
    speaker.start();
    try {
      speaker.join(LAST_WORD_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The request, to be asked by who saves when it comes. */
  public StopRequest request() {
    return request;
  }

  /**
   * The exit code of a command that was stopped, after a word to whoever has what was saved.
   *
   * @param saved whether there is something to go on from
   */
  public static int stopped(boolean saved, PrintWriter out) {
    if (!saved) {
      return NOTHING_SAVED;
    }
    out.println("interrupted and saved; continue with the same command");
    out.flush();
    return ExitCode.INTERRUPTED.code();
  }

  /** The last word of a command that looks by itself for what it has left to do. */
  public void goesOn() {
    lastWord("stopped; the same command goes on where it was");
  }

  /** What is said where nothing is left to save: what stays and how to go on. */
  public void lastWord(String sentence) {
    this.lastWord = sentence;
  }

  /**
   * The command has ended and all is said.
   *
   * @param exitCode of the command, or {@link #NOTHING_SAVED}
   */
  public void end(int exitCode) {
    code = exitCode;
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal has come: the hook ends the process.
    }
  }
}
