package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import kleiber.analysis.batch.BatchStudy;
import kleiber.analysis.batch.CriticalBatches;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.gallery.CriticalBatchFigures;

/** The critical batch of a sweep over batches: hyperbolas, how they grow as loss falls, figures. */
final class BatchSection {
  static final String ID = "batch";

  private final BatchStudy study;

  BatchSection(BatchStudy study) {
    this.study = study;
  }

  DomContent render() {
    return section(
            h2("The critical batch"),
            p(
                "Steps S and tokens E to a loss follow (S/Smin − 1)(E/Emin − 1) = 1 as the batch"
                    + " grows (arXiv:1812.06162; arXiv:2001.08361, equation 5.1). At the critical batch, Emin/Smin, a run"
                    + " takes twice the fewest steps and twice the fewest tokens; beyond it a larger"
                    + " batch saves few steps. "
                    + law()),
            div(table().render()).withClass("tables"),
            div(each(CriticalBatchFigures.of(study.all()), LawSection::drawing))
                .withClass("figures"),
            iff(
                !study.warnings().isEmpty(),
                ul(each(study.warnings(), LawSection::warning)).withClass("warnings")))
        .withId(ID);
  }

  private String law() {
    CriticalBatches all = study.all();
    String words = "";
    if (all.law() != null) {
      words +=
          "It is B*/L^(1/αB) with B* "
              + words(all.law().star())
              + " tokens and αB "
              + words(all.law().alpha())
              + "; Kaplan et al. have 0.21 for αB. ";
    }
    if (all.bySize() != null) {
      words += "At equal loss it goes with N to the power " + words(all.bySize()) + ". ";
    }
    return words + "Intervals hold " + Phrases.level(all.level()) + ".";
  }

  private DataTable table() {
    boolean noisy = study.noise().stream().anyMatch(Objects::nonNull);
    List<String> head =
        new ArrayList<>(
            List.of("N, loss", "batches", "Smin", "Emin", "critical batch, tokens", "interval"));
    if (noisy) {
      head.addAll(List.of("noise scale, tokens", "interval"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < study.all().found().size(); i++) {
      Found found = study.all().found().get(i);
      List<String> row =
          new ArrayList<>(
              List.of(
                  Phrases.number(found.ladder().n()) + ", " + Phrases.loss(found.ladder().target()),
                  String.valueOf(found.ladder().reached().size()),
                  Phrases.number(found.minSteps().value()),
                  Phrases.number(found.minTokens().value()),
                  Phrases.number(found.batch().value()),
                  interval(found.batch())));
      if (noisy) {
        Estimate noise = study.noise().get(i);
        row.add(noise == null ? "–" : Phrases.number(noise.value()));
        row.add(noise == null ? "–" : interval(noise));
      }
      rows.add(row);
    }
    return new DataTable("At each size and loss", head, rows);
  }

  private static String interval(Estimate estimate) {
    return Phrases.interval(estimate.value(), estimate.interval());
  }

  private static String words(Estimate estimate) {
    return Phrases.number(estimate.value()) + " (" + interval(estimate) + ")";
  }
}
