package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report's rows are the table's rows: each is read back from the page and compared. */
class ReportRowsTest {
  private static final Pattern ROW =
      Pattern.compile("<tbody class=\"([a-z-]+)\"><tr>(.*?)</tr>", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("<td data-value=\"([^\"]*)\">");
  private static final Pattern NAME = Pattern.compile("<summary>([^<]*)</summary>");

  @TempDir Path folder;

  /** A row of the page: its class, its name and its numbers, N, D, C and loss first. */
  private record Shown(String kind, String name, List<Double> numbers) {}

  private List<Shown> shown(String table, Object... options) throws Exception {
    Path file = Files.writeString(folder.resolve("runs.csv"), table);
    List<Object> all = new ArrayList<>(List.of(file, "--bootstrap", "20"));
    all.addAll(List.of(options));
    ReportCommandTest.Outcome outcome = ReportCommandTest.report(all.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    String page = Files.readString(folder.resolve("runs-report/report.html"));
    List<Shown> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(2));
      assertThat(name.find()).isTrue();
      List<Double> numbers = new ArrayList<>();
      Matcher value = VALUE.matcher(row.group(2));
      while (value.find()) {
        numbers.add(value.group(1).isEmpty() ? Double.NaN : Double.parseDouble(value.group(1)));
      }
      rows.add(new Shown(row.group(1), name.group(1), numbers));
    }
    return rows;
  }

  private static double loss(double n, double d) {
    return 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
  }

  private static List<double[]> points() {
    List<double[]> points = new ArrayList<>();
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        points.add(new double[] {n, d, loss(n, d)});
      }
    }
    return points;
  }

  private static void assertRows(List<Shown> rows, List<double[]> points) {
    assertThat(rows).hasSameSizeAs(points);
    for (int i = 0; i < points.size(); i++) {
      double[] point = points.get(i);
      assertThat(rows.get(i).numbers.subList(0, 4))
          .as("row " + i)
          .containsExactly(point[0], point[1], 6 * point[0] * point[1], point[2]);
    }
  }

  @Test
  void repeatedNamesKeepTheirOwnRows() throws Exception {
    StringBuilder table = new StringBuilder("id,N,D,loss\n");
    points().forEach(p -> table.append("same," + p[0] + "," + p[1] + "," + p[2] + "\n"));
    List<Shown> rows = shown(table.toString());
    assertRows(rows, points());
    assertThat(rows.get(0).name).isEqualTo("same");
    assertThat(rows.get(5).name).isEqualTo("same (row 6)");
  }

  @Test
  void anyUsualColumnNamesTheRuns() throws Exception {
    for (String column : List.of("run", "run_id", "Name")) {
      StringBuilder table = new StringBuilder(column + ",N,D,loss\n");
      List<double[]> points = points();
      for (int i = 0; i < points.size(); i++) {
        double[] p = points.get(i);
        table.append("exp" + i + "," + p[0] + "," + p[1] + "," + p[2] + "\n");
      }
      List<Shown> rows = shown(table.toString());
      assertRows(rows, points);
      assertThat(rows.get(7).name).isEqualTo("exp7");
      assertThat(Files.readString(folder.resolve("runs-report/report.html")))
          .contains("16 language models were trained");
    }
  }

  @Test
  void failedHeldOutAndUnfittedRunsStandWhereTheTableHasThem() throws Exception {
    StringBuilder table = new StringBuilder("run,state,N,D,lr,loss,holdout,seed\n");
    table.append("first,crashed,1e6,1e8,1e-3,,false,1\n");
    for (double[] p : points()) {
      table.append("x,finished," + p[0] + "," + p[1] + ",1e-3," + p[2] + ",false,1\n");
      table.append("x,finished," + p[0] + "," + p[1] + ",3e-3," + (p[2] + .1) + ",false,1\n");
    }
    table.append("last,finished,1e9,1e11,1e-3," + loss(1e9, 1e11) + ",true,1\n");
    List<Shown> rows = shown(table.toString());
    assertThat(rows).hasSize(34);
    assertThat(rows.get(0).kind).isEqualTo("left-out");
    assertThat(rows.get(1).kind).isEqualTo("fitted");
    assertThat(rows.get(2).kind).isEqualTo("not-fitted");
    assertThat(rows.get(2).numbers.get(3)).isEqualTo(points().get(0)[2] + .1);
    assertThat(rows.get(33).kind).isEqualTo("held-out");
    assertThat(rows.get(33).numbers.get(3)).isEqualTo(loss(1e9, 1e11));
    assertThat(Files.readString(folder.resolve("runs-report/report.html")))
        .contains("33 language models were trained")
        .contains("16 fitted, 1 held out, 16 not fitted, 1 left out")
        .contains("not fitted: not the best of its N and D")
        .contains("The best of each N and D are fitted, 16 of 32 runs");
  }

  @Test
  void aNameThatLooksLikeAnotherRowsIsNotThatRow() throws Exception {
    StringBuilder table = new StringBuilder("run,N,D,loss\n");
    List<double[]> points = points();
    for (int i = 0; i < points.size(); i++) {
      double[] p = points.get(i);
      String name = i == 1 ? "same (row 3)" : "same";
      table.append(name + "," + p[0] + "," + p[1] + "," + p[2] + "\n");
    }
    List<Shown> rows = shown(table.toString());
    assertRows(rows, points);
    assertThat(rows.stream().map(Shown::name).distinct()).hasSize(16);
    assertThat(rows.get(2).name).isEqualTo("same (row 3)&#x27;");
  }

  @Test
  void aRunWithoutAFiniteLossIsSaidToBeLeftOutForThat() throws Exception {
    StringBuilder table = new StringBuilder("run,status,N,D,loss\nfirst,completed,1e6,1e8,NaN\n");
    points().forEach(p -> table.append("x,ok," + p[0] + "," + p[1] + "," + p[2] + "\n"));
    List<Shown> rows = shown(table.toString());
    assertThat(rows).hasSize(17);
    assertThat(rows.get(0).kind).isEqualTo("left-out");
    assertRows(rows.subList(1, 17), points());
    assertThat(Files.readString(folder.resolve("runs-report/report.html")))
        .contains("16 language models were trained")
        .contains("1 more run ended without a finite loss and did not enter the fit")
        .contains("completed: loss is NaN")
        .doesNotContain("did not complete");
  }
}
