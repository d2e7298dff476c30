package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.Holdout;
import kleiber.app.Kleiber;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code kleiber report} as a user gives it. */
class ReportCommandTest {
  /** A sweep with a report that several tests look at. */
  private static Path sweep;

  private static Outcome reported;
  private static String page;

  @TempDir Path folder;

  @BeforeAll
  static void reportOnce(@TempDir Path once) throws Exception {
    sweep = SweepFixture.write(once);
    reported = report(sweep, "--bootstrap", "50");
    page = Files.readString(sweep.resolve("report.html"));
  }

  record Outcome(int code, String out, String err) {}

  static Outcome report(Object... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "report";
    for (int i = 0; i < arguments.length; i++) {
      line[i + 1] = arguments[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine root = Kleiber.commandLine();
    root.setOut(new PrintWriter(out, true));
    root.setErr(new PrintWriter(err, true));
    return new Outcome(root.execute(line), out.toString(), err.toString());
  }

  private Path table(String text) throws Exception {
    return Files.writeString(folder.resolve("points.csv"), text);
  }

  @Test
  void aModelThatNobodyTrainedIsPredictedByItsComputeOrItsSize() throws Exception {
    Path own = SweepFixture.write(folder);
    Outcome outcome =
        report(own, "--bootstrap", "50", "--target-flops", "1e15", "--target-params", "2M");
    assertThat(outcome.code).as(outcome.err).isZero();
    FitReport fit = FitFile.read(own.resolve("fit.json"));
    PredictedModel best = PredictedModel.ofFlops(fit.fit(), 1e15);
    assertThat(best.prediction().loss()).isEqualTo(fit.fit().predict(best.n(), best.d()).loss());
    assertThat(outcome.out)
        .contains(
            String.format(
                Locale.ROOT,
                "target     1.00e+15 FLOPs, %.3g parameters on %.3g tokens: predicted %.4f (",
                best.n(),
                best.d(),
                best.prediction().loss()));
    PredictedModel sized = PredictedModel.ofParams(fit.fit(), best.n());
    assertThat(sized.flops()).isCloseTo(1e15, withinPercentage(1e-6));
    assertThat(outcome.out).contains("2.00e+06 parameters");
    assertThat(Files.readString(own.resolve("report.html")))
        .contains("Predicted models, which were not trained")
        .contains("It was not trained: its predicted loss is");
    assertThat(report(own, "--target-flops", "-1").err).contains("--target-flops must be above 0");
  }

  @Test
  void aSweepsReportSaysWhatWasPredictedMeasuredAndLeftOut() {
    assertThat(reported.code).as(reported.err).isZero();
    assertThat(reported.out.strip()).endsWith(sweep.resolve("report.html").toString());
    FitReport fit = FitFile.read(sweep.resolve("fit.json"));
    Holdout heldOut = fit.checks().holdouts().get(0);
    assertThat(page)
        .contains("19 language models were trained")
        .contains("2 more runs did not complete")
        .contains(String.format(Locale.ROOT, "The law predicted %.3f", heldOut.predicted()))
        .contains(String.format(Locale.ROOT, "the measurement was %.3f", heldOut.measured()))
        .contains(
            "one model was kept out of the fit, trained with 10 times the compute of the most"
                + " expensive fitted")
        .contains("How far to trust it: the fit converged. Fitted again without the most expensive")
        .contains("The law&#x27;s track record")
        .contains("Kaplan 0.73")
        .contains("diverged: step 41: loss NaN")
        .contains("pending")
        .contains("with local changes")
        .contains("design: {kind: isoflop}")
        .contains("kleiber report " + sweep)
        .contains("kleiber sweep run " + sweep + "/sweep.yaml --out " + sweep + "-again")
        .contains("tokens (SHA-256)")
        .contains(SweepFixture.DIGEST);
    assertThat(page).contains("&lt;held &amp; out&gt;").doesNotContain("<held");
    assertThat(sweep.resolve("figures/isoflop.svg")).exists();
    assertThat(sweep.resolve("figures/isoflop.png")).exists();
  }

  /** What a reader sees, without scripts, styles and what was typed or configured. */
  private static String text(String page) {
    return page.replaceAll("(?s)<(script|style|pre|title)[^>]*>.*?</\\1>", " ")
        .replaceAll("<summary>[^<]*</summary>", " ")
        .replaceAll("<[^>]*>", "\n");
  }

  @Test
  void thePageHasOneMinusSignAndOneWayToWritePowersOfTen() throws Exception {
    report(SweepFixture.write(folder), "--bootstrap", "20", "--law", "chinchilla");
    String text = text(Files.readString(folder.resolve("report.html")));
    assertThat(text).contains("δ = 10⁻⁴", "Huber(10⁻³)", "−");
    assertThat(text)
        .doesNotContainPattern("(?m)(^|[\\s(+])-\\d")
        .doesNotContainPattern("\\d[eE][-+]?\\d");
  }

  @Test
  void thePageSaysWhatWasTrainedOnAndNamesAllLaws() {
    assertThat(page)
        .contains("corpus</th><td>wordnet, entries data/*.txt")
        .contains("tokenizer</th><td>bpe, vocab 1024")
        .contains("tokens (SHA-256)</th><td>" + SweepFixture.DIGEST)
        .contains("commit</th><td>0123456789abcdef")
        .contains("All laws of the same inputs")
        .contains("γ = 1.0");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "src=", "@import", "url(");
  }

  @Test
  void severalLawsStandBesideEachOther() throws Exception {
    Path own = SweepFixture.write(folder.resolve("sweep"));
    Path out = folder.resolve("elsewhere");
    Outcome outcome =
        report(own, "--law", "kaplan", "--law", "coupled", "--bootstrap", "20", "--out", out);
    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(FitFile.read(out.resolve("fit.json")).fit().law().id()).isEqualTo("kaplan");
    assertThat(FitFile.read(out.resolve("fit-coupled.json")).fit().law().id()).isEqualTo("coupled");
    assertThat(out.resolve("figures/coupled-residuals.svg")).exists();
    String laws = Files.readString(out.resolve("report.html"));
    assertThat(laws).contains("The law: kaplan", "The law: coupled");
    assertThat(own.resolve("report.html")).doesNotExist();
  }

  @Test
  void aTableThatDeterminesNoLawStillHasAReport() throws Exception {
    Path table = table("N,D,loss\n1e6,1e8,3\n2e6,1e8,2.9\n");
    Outcome outcome = report(table);
    assertThat(outcome.code).as(outcome.err).isZero();
    assertThat(outcome.err).contains("no law fitted").contains("needs at least 6");
    assertThat(Files.readString(folder.resolve("points-report/report.html")))
        .contains("2 language models were trained, with 1M to 2M parameters")
        .contains("No law was fitted", "2 completed.")
        .doesNotContain(">fitted<");
    assertThat(folder.resolve("points-report/fit.json")).doesNotExist();
  }

  @Test
  void aLawThatWasAskedForAndCannotBeFittedIsAnError() throws Exception {
    Outcome outcome = report(table("N,D,loss\n1e6,1e8,3\n2e6,1e8,2.9\n"), "--law", "chinchilla");
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("needs at least 6");
    assertThat(folder.resolve("points-report")).doesNotExist();
  }

  @Test
  void aFolderWithoutATableSaysHowToMakeIt() {
    Outcome outcome = report(folder);
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.err).contains("has no runs.csv").contains("kleiber sweep collect");
  }
}
