package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table of others can bring into a report, its figures and its text. */
class ReportTrustTest {
  private static final String HIDDEN = "\u0001\u001b[31m\u202e\u2066\u200f\u0085\ufffe";

  @TempDir Path folder;

  private String page(String name) throws Exception {
    StringBuilder table = new StringBuilder("id,N,D,loss,seed,note\n");
    int run = 0;
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        double loss = 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        table.append(
            "\"" + name + run++ + "\"," + n + "," + d + "," + loss + ",1,\"" + name + "\"\n");
      }
    }
    Path file = Files.writeString(folder.resolve("t.csv"), table);
    ReportCommandTest.Outcome outcome =
        ReportCommandTest.report(file, "--bootstrap", "20", "--out", folder.resolve("out"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return Files.readString(folder.resolve("out/report.html"));
  }

  private static String digest(String content) throws Exception {
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
  }

  private static String inside(String page, String tag) {
    List<String> all =
        Pattern.compile("<" + tag + ">(.*?)</" + tag + ">", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(all).as(tag).hasSize(1);
    return all.get(0);
  }

  @Test
  void thePageMayRunItsOwnScriptAndStyleAndNothingElse() throws Exception {
    String page = page("<img src=x onerror=alert(1)>");
    Matcher policy =
        Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
            .matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1).replace("&#x27;", "'").replace("&apos;", "'"))
        .isEqualTo(
            "default-src 'none'; style-src "
                + digest(inside(page, "style"))
                + "; script-src "
                + digest(inside(page, "script"))
                + "; base-uri 'none'; form-action 'none'");
    assertThat(page).doesNotContain("<img").doesNotContainPattern("<[^>]+\\s(on[a-z]+|style)=");
  }

  @Test
  void namesWithHiddenCharactersAreShownInValidDocuments() throws Exception {
    String page = page("a" + HIDDEN);
    assertThat(page)
        .contains("a\uFFFD\uFFFD[31m\uFFFD")
        .doesNotContainPattern(
            "[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\ufffe]");
    try (Stream<Path> figures = Files.list(folder.resolve("out/figures"))) {
      for (Path svg : figures.filter(file -> file.toString().endsWith(".svg")).toList()) {
        byte[] content = Files.readAllBytes(svg);
        assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain("\u202e", "\u0001");
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(content));
      }
    }
  }

  @Test
  void aPlanThatNamesAFolderElsewhereIsRefused() throws Exception {
    SweepFixture.write(folder);
    Path plan = folder.resolve("plan.json");
    Files.writeString(
        plan, Files.readString(plan).replaceFirst("\"id\":\"", "\"id\":\"../../etc/"));
    ReportCommandTest.Outcome outcome = ReportCommandTest.report(folder, "--bootstrap", "20");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("plan.json", "holds a slash");
  }
}
