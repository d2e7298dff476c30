package kleiber.analysis.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import kleiber.analysis.figure.Stylesheet;
import kleiber.core.Digests;
import kleiber.core.VisibleText;

/**
 * What every report has around its sections: one file of HTML with all that it needs.
 *
 * @param overline what kind of report it is
 * @param heading its title
 * @param links to sections: id and name
 * @param version of this program
 */
record Frame(String overline, String heading, Map<String, String> links, String version) {
  String render(List<DomContent> sections) {
    String style = Stylesheet.css() + resource("report.css");
    String script = resource("report.js");
    return VisibleText.of(render(sections, style, script));
  }

  private String render(List<DomContent> sections, String style, String script) {
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta()
                        .attr("http-equiv", "Content-Security-Policy")
                        .withContent(policy(style, script)),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(heading + " · Kleiber"),
                    style(rawHtml(style))),
                body(
                    header(
                        p(overline).withClass("overline"),
                        h1(heading),
                        button("Light or dark")
                            .withType("button")
                            .withId("theme")
                            .withClass("scripted"),
                        contents()),
                    main(each(sections.stream())),
                    footer(p("Made by Kleiber " + version + ".")),
                    script(rawHtml(script))))
            .withLang("en"));
  }

  /**
   * What a browser may do with the page: apply its own style and run its own script, each known by
   * its digest, and nothing else, whatever the files of a sweep may have brought into it.
   */
  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
        .formatted(digest(style), digest(script));
  }

  private static String digest(String content) {
    byte[] sha = Digests.sha256().digest(content.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(sha);
  }

  private DomContent contents() {
    return nav(each(links, (id, name) -> a(name).withHref("#" + id)))
        .attr("aria-label", "Sections");
  }

  private static String resource(String name) {
    try (InputStream in = Frame.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program lacks its own " + name, e);
    }
  }
}
