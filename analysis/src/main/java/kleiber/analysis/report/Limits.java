package kleiber.analysis.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.section;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** What the numbers do not say. */
final class Limits {
  private final Findings findings;

  Limits(Findings findings) {
    this.findings = findings;
  }

  DomContent render() {
    return section(h2("Limits"), ul(each(sentences(), sentence -> li(sentence)))).withId("limits");
  }

  private List<String> sentences() {
    List<String> limits = new ArrayList<>();
    findings.law().ifPresent(law -> ofTheLaw(law, limits));
    limits.add(
        "The numbers hold for this data, vocabulary, architecture and recipe; another recipe has"
            + " another law.");
    limits.add(
        "Losses are of a validation split of the same text, and say nothing of how well a model"
            + " does any other task.");
    return limits;
  }

  private void ofTheLaw(ShownLaw law, List<String> limits) {
    limits.add(
        "Intervals say how the numbers move when other runs of the same kind are drawn. They"
            + " suppose that the formula is right; where it is not, the error grows with the"
            + " distance and no interval shows it.");
    List<HeldOut> heldOut = HeldOut.of(law);
    if (heldOut.isEmpty()) {
      limits.add("No run was held out: nothing here was checked beyond the fitted runs.");
    } else {
      limits.add(
          "The law was checked on runs held out"
              + heldOut.get(heldOut.size() - 1).distance()
              + ", and not beyond.");
    }
    long seeds =
        findings.runs().stream()
            .map(run -> run.row().seed())
            .filter(s -> !s.isEmpty())
            .distinct()
            .count();
    if (seeds == 1) {
      limits.add(
          "Every run has the same seed; how far another seed would move a loss is judged only from"
              + " how far runs deviate from the law.");
    }
  }
}
