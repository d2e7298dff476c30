package kleiber.analysis.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code report.html}: one file with all that it needs. */
final class Page {
  private final Findings findings;

  Page(Findings findings) {
    this.findings = findings;
  }

  String render() {
    return new Frame("Kleiber report", findings.title(), contents(), findings.version())
        .render(sections());
  }

  private Map<String, String> contents() {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("summary", "Summary");
    if (findings.law().isPresent()) {
      links.put("law", "Law");
      links.put("figures", "Figures");
      links.put("checks", "Checks");
      links.put("warnings", "Warnings");
    }
    findings.batches().ifPresent(batches -> links.put(BatchSection.ID, "Critical batch"));
    links.put("runs", "Runs");
    links.put("made", "How it was made");
    links.put("limits", "Limits");
    return links;
  }

  private List<DomContent> sections() {
    List<DomContent> sections = new ArrayList<>();
    DivTag words = div().with(new Summary(findings).paragraphs());
    DomContent numbers = each(findings.law().stream().map(law -> new KeyNumbers(law).render()));
    sections.add(section(words, numbers).withId("summary"));
    findings.laws().forEach(law -> sections.addAll(new LawSection(findings, law).render()));
    findings.batches().ifPresent(batches -> sections.add(new BatchSection(batches).render()));
    sections.add(new RunsSection(findings).render());
    sections.add(new Provenance(findings).render());
    sections.add(new Limits(findings).render());
    return sections;
  }
}
