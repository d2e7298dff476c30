package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.RunDirectory;

/**
 * Sizes inside a model as its run logged them ({@code log.norms}), and what they warn of.
 *
 * @param logged in order of training
 */
record InsideNorms(List<Metric.Norms> logged) {
  /** Attention that sees one key only: scores a hundred nats apart. */
  private static final double TOO_LARGE = 100;

  /** What was not logged. */
  static final InsideNorms NONE = new InsideNorms(List.of());

  /**
   * What a run of a sweep logged; its metrics are read only where it was to log any.
   *
   * @param values its configuration by path
   */
  static InsideNorms read(Path run, Map<String, String> values) {
    Path metrics = new RunDirectory(run).metrics();
    String every = values.getOrDefault("log.norms", "0");
    if (every.equals("0") || !Files.exists(metrics)) {
      return NONE;
    }
    return new InsideNorms(
        MetricsLog.read(metrics).stream()
            .filter(Metric.Norms.class::isInstance)
            .map(Metric.Norms.class::cast)
            .toList());
  }

  /** Whether attention logits rose so far that training is about to diverge. */
  boolean isTooLarge() {
    return logged.stream().anyMatch(norms -> attentionLogit(norms) > TOO_LARGE);
  }

  private static double attentionLogit(Metric.Norms norms) {
    return norms.attentionLogitMax().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The largest attention logit over training, drawn and in words; nothing of fewer than two. */
  List<DomContent> render() {
    List<Curve.Point> points = new ArrayList<>();
    for (Metric.Norms norms : logged) {
      if (attentionLogit(norms) > 0) {
        points.add(new Curve.Point(norms.step(), norms.tokens(), attentionLogit(norms)));
      }
    }
    if (points.size() < 2) {
      return List.of();
    }
    Metric.Norms last = logged.get(logged.size() - 1);
    String words =
        "Largest attention logit "
            + Phrases.number(attentionLogit(last))
            + " and largest logsumexp "
            + Phrases.number(last.logSumExpMax())
            + " at step "
            + last.step()
            + "."
            + (isTooLarge()
                ? " It rose above 100: attention sees one key only, and training is about to"
                    + " diverge. Lower the rate, or set model.qkNorm."
                : "");
    return List.of(
        div(
            h3("Largest attention logit"),
            new Sparkline(new Curve("attention logit", 1, points)).render(),
            p(words)));
  }
}
