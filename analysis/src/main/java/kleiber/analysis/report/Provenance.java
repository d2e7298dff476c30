package kleiber.analysis.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.ShellWords;
import kleiber.record.Basis;
import kleiber.record.Environment;
import kleiber.record.Status;
import kleiber.record.table.RunColumn;

/** How it was made, so that it can be made again. */
final class Provenance {
  private static final long GIB = 1L << 30;

  private final Findings findings;

  Provenance(Findings findings) {
    this.findings = findings;
  }

  DomContent render() {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("How it was made"));
    parts.add(new DataTable("Where and with what", List.of(), rows()).render());
    parts.add(h3("Again"));
    parts.add(pre(String.join("\n", commands())));
    findings.sweep().map(Provenance::file).ifPresent(parts::add);
    return section().withId("made").with(parts);
  }

  private static DomContent file(SweepRecord sweep) {
    return sweep.sweepFile().isEmpty()
        ? p("The folder holds no sweep.yaml; its plan.json has every value of every run.")
        : details(summary("sweep.yaml"), pre(sweep.sweepFile()));
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Kleiber", findings.version()));
    data(rows);
    findings.sweep().ifPresent(sweep -> environments(rows, sweep.environments()));
    findings.sweep().ifPresent(sweep -> bases(rows, sweep.bases()));
    String seeds =
        findings.runs().stream()
            .map(run -> run.row().seed())
            .filter(seed -> !seed.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    if (!seeds.isEmpty()) {
      rows.add(List.of("seeds", seeds));
    }
    findings.sweep().ifPresent(sweep -> times(rows, sweep.statuses()));
    return rows;
  }

  /** What the runs were trained on: digests that say whether another text is the same. */
  private static void bases(List<List<String>> rows, List<Basis> all) {
    row(rows, "tokens (SHA-256)", all, Basis::dataDigest);
    row(rows, "tokenizer.json (SHA-256)", all, Basis::tokenizerDigest);
    row(rows, "threads per run", all, basis -> String.valueOf(basis.threads()));
  }

  /** What was trained on, where the table or its sweep says so. */
  private void data(List<List<String>> rows) {
    row(rows, "corpus", findings.runs(), run -> part(run, "data.corpus."));
    row(rows, "tokenizer", findings.runs(), run -> part(run, "data.tokenizer."));
    if (findings.sweep().isEmpty()) {
      row(
          rows,
          "tokens (SHA-256)",
          findings.runs(),
          run -> run.row().cells().get(RunColumn.DATA_DIGEST.key()));
      row(rows, "commit", findings.runs(), run -> run.row().cells().get("commit"));
    }
  }

  /** A part of a run's configuration in a line, its kind first; null where the run has none. */
  private static String part(ReportedRun run, String prefix) {
    String kind = run.values().get(prefix + "kind");
    String rest =
        run.values().entrySet().stream()
            .filter(e -> e.getKey().startsWith(prefix) && !e.getKey().equals(prefix + "kind"))
            .map(e -> e.getKey().substring(prefix.length()) + " " + e.getValue())
            .collect(Collectors.joining(", "));
    List<String> words =
        Stream.of(Objects.requireNonNullElse(kind, ""), rest)
            .filter(part -> !part.isEmpty())
            .toList();
    return words.isEmpty() ? null : String.join(", ", words);
  }

  private void environments(List<List<String>> rows, List<Environment> all) {
    row(
        rows,
        "commit",
        all,
        e -> e.commit() == null ? null : e.commit() + (e.dirty() ? " with local changes" : ""));
    row(rows, "processor", all, e -> e.cpu() + ", " + Phrases.count(e.cores(), "core"));
    row(
        rows,
        "memory",
        all,
        e -> e.memoryBytes() == 0 ? null : Math.round((double) e.memoryBytes() / GIB) + " GiB");
    row(rows, "system", all, Environment::os);
    row(rows, "Java", all, Environment::jvm);
    row(rows, "backend", all, Environment::backend);
    row(rows, "precision", all, Environment::precision);
  }

  /** The values of all runs, with the number of runs of each where they differ. */
  private static <T> void row(
      List<List<String>> rows, String name, List<T> all, Function<T, String> value) {
    Map<String, Long> counts =
        all.stream()
            .map(value)
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
    if (counts.size() == 1) {
      rows.add(List.of(name, counts.keySet().iterator().next()));
    } else if (counts.size() > 1) {
      rows.add(
          List.of(
              name,
              counts.entrySet().stream()
                  .map(e -> e.getKey() + " (" + Phrases.count(e.getValue().intValue(), "run") + ")")
                  .collect(Collectors.joining("; "))));
    }
  }

  private void times(List<List<String>> rows, List<Status> statuses) {
    double seconds =
        findings.runs().stream().mapToDouble(ReportedRun::seconds).filter(Double::isFinite).sum();
    if (seconds > 0) {
      rows.add(List.of("time in training", Phrases.duration(seconds) + ", summed over runs"));
    }
    String first =
        statuses.stream()
            .map(Status::startedAt)
            .filter(Objects::nonNull)
            .min(String::compareTo)
            .orElse("");
    String last =
        statuses.stream()
            .map(Status::updatedAt)
            .filter(Objects::nonNull)
            .max(String::compareTo)
            .orElse("");
    if (!first.isEmpty() && !last.isEmpty()) {
      rows.add(List.of("trained from", toTheSecond(first)));
      rows.add(List.of("to", toTheSecond(last)));
    }
  }

  private static String toTheSecond(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }

  /** Commands that work in every folder; the runs again go to a folder of their own. */
  private List<String> commands() {
    List<String> commands = new ArrayList<>();
    findings.sweep().ifPresent(sweep -> commands.addAll(again(sweep)));
    commands.add(findings.command());
    return commands;
  }

  private static List<String> again(SweepRecord sweep) {
    List<String> commands = new ArrayList<>();
    List<String> commits =
        sweep.environments().stream()
            .map(Environment::commit)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (commits.size() == 1) {
      String home = ShellWords.home() == null ? "." : ShellWords.home().toString();
      commands.add(ShellWords.join(List.of("git", "-C", home, "checkout", commits.get(0))));
    }
    if (!sweep.sweepFile().isEmpty()) {
      String folder = sweep.folder().toAbsolutePath().normalize().toString();
      commands.add(
          ShellWords.kleiber(
              List.of("sweep", "run", folder + "/sweep.yaml", "--out", folder + "-again")));
    }
    return commands;
  }
}
