package kleiber.app.train;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.claims.KernelClaims;
import kleiber.engine.tensor.Precision;
import kleiber.lm.verify.GoldenClaims;
import kleiber.lm.verify.ShortTraining;
import kleiber.lm.verify.ShortTraining.Course;
import kleiber.record.Build;
import kleiber.record.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber verify}: shows on one page that a backend computes correctly on this machine. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Checks that a backend computes correctly on this machine.",
      "Compares every kernel with its formula, whole models with PyTorch and a short training with"
          + " the cpu backend. Prints one page to keep or send."
    })
public final class VerifyCommand implements Subcommand {
  /** How far losses of two engines may drift apart in fp32, in nats. */
  private static final double FP32_DISTANCE = 1e-4;

  /** How far the end may be from fp32's in a lower precision, relative. */
  private static final double ROUNDED_END = 0.005;

  /** Steps of a training that is continued half way. */
  private static final int RESUMED_STEPS = 20;

  private static final int SHOWN_FAILURES = 10;

  @Mixin private BackendOption backend;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "200",
      description = "Steps of the short training.")
  private int steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads, 0 for all cores.")
  private int threads;

  @Spec private CommandSpec spec;

  private final List<String> failures = new ArrayList<>();

  @Override
  public Integer call() {
    if (steps < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--steps must be at least 1, not " + steps);
    }
    PrintWriter out = spec.commandLine().getOut();
    Backends backends = Backends.find();
    Backends.Choice choice = backends.open(backend.name(), "fp32", threads);
    try (Backend machine = choice.backend()) {
      header(out, choice);
      claims(out, backends, machine.name());
    }
    training(out, backends, choice.backend().name());
    out.println();
    if (failures.isEmpty()) {
      out.println("All of it is right: " + choice.backend().describe() + " works here.");
      return ExitCode.OK.code();
    }
    out.println("NOT RIGHT, " + failures.size() + " failed:");
    failures.stream().limit(SHOWN_FAILURES).forEach(failure -> out.println("  " + failure));
    if (failures.size() > SHOWN_FAILURES) {
      out.println("  and " + (failures.size() - SHOWN_FAILURES) + " more");
    }
    return ExitCode.INTERNAL.code();
  }

  private void header(PrintWriter out, Backends.Choice choice) {
    Environment here = Environment.capture(choice.backend().describe(), "fp32", List.of());
    out.println("kleiber verify, " + choice.backend().describe());
    out.println(
        "  build     " + Build.current().map(Build::describe).orElse("of an unknown commit"));
    out.println("  machine   " + here.cpu() + ", " + here.cores() + " cores, " + here.os());
    out.println("  java      " + here.jvm());
    for (Gpu gpu : GpuSurvey.ofThisMachine().gpus()) {
      out.println("  " + gpu.describe());
    }
    out.println("  " + choice.reason());
  }

  /** Each claim on a machine of its own, so that one's memory is not another's. */
  private void claims(PrintWriter out, Backends backends, String name) {
    out.println();
    out.println("claim            right      worst, of its tolerance");
    Map<String, List<Claim>> groups = new LinkedHashMap<>();
    for (Claim claim : KernelClaims.all()) {
      groups.computeIfAbsent(claim.group(), group -> new ArrayList<>()).add(claim);
    }
    for (Claim claim : GoldenClaims.all()) {
      groups.computeIfAbsent(claim.group(), group -> new ArrayList<>()).add(claim);
    }
    groups.forEach(
        (group, claims) -> {
          int right = 0;
          double worst = 0;
          for (Claim claim : claims) {
            try (Backend machine = backends.open(name, "fp32", threads).backend()) {
              Deviation deviation = claim.on(machine);
              worst = Math.max(worst, deviation.worst());
              if (deviation.within(1)) {
                right++;
              } else {
                failures.add(claim + ": " + deviation);
              }
            } catch (RuntimeException e) {
              failures.add(claim + ": " + e);
            }
          }
          out.printf(Locale.ROOT, "%-16s %-10s %.2f%n", group, right + "/" + claims.size(), worst);
          out.flush();
        });
  }

  private void training(PrintWriter out, Backends backends, String name) {
    out.println();
    out.println("training         tokens/s   end loss  largest difference from cpu's fp32");
    Course reference = train(backends, "cpu", Precision.FP32);
    print(out, "cpu", Precision.FP32, reference, reference);
    backends.providers().stream()
        .filter(provider -> provider.name().equals(name))
        .forEach(
            provider -> {
              for (Precision precision : Precision.values()) {
                boolean again = name.equals("cpu") && precision == Precision.FP32;
                if (provider.supports(precision) && !again) {
                  Course course = train(backends, name, precision);
                  print(out, name, precision, course, reference);
                  judge(name, precision, course, reference);
                  resume(out, backends, name, precision);
                }
              }
            });
  }

  private void resume(PrintWriter out, Backends backends, String name, Precision precision) {
    try (Backend machine = backends.open(name, precision.label(), threads).backend()) {
      boolean same = ShortTraining.resumesExactly(machine, RESUMED_STEPS);
      out.printf("%-16s %s%n", "  resumed", same ? "the same to the last bit" : "NOT the same");
      if (!same) {
        failures.add("a training that was resumed on " + name + " in " + precision.label());
      }
    }
  }

  private Course train(Backends backends, String name, Precision precision) {
    try (Backend machine = backends.open(name, precision.label(), threads).backend()) {
      return ShortTraining.run(machine, steps);
    }
  }

  private static void print(
      PrintWriter out, String name, Precision precision, Course course, Course reference) {
    out.printf(
        Locale.ROOT,
        "%-16s %-10.0f %.5f   %.2g%n",
        name + " " + precision.label(),
        course.tokensPerSecond(),
        course.end(),
        course.distance(reference));
    out.flush();
  }

  private void judge(String name, Precision precision, Course course, Course reference) {
    boolean right =
        precision == Precision.FP32
            ? course.distance(reference) <= FP32_DISTANCE
            : Math.abs(course.end() - reference.end()) <= ROUNDED_END * reference.end();
    if (!right) {
      failures.add(
          String.format(
              Locale.ROOT,
              "training on %s in %s: losses differ from cpu's by up to %.2g, the end is %.5f, not"
                  + " %.5f",
              name,
              precision.label(),
              course.distance(reference),
              course.end(),
              reference.end()));
    }
  }
}
