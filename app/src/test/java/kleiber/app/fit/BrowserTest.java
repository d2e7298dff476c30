package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser; skipped where Chromium or its driver is not installed. */
class BrowserTest {
  @TempDir static Path folder;
  private static ChromeDriver browser;
  private static String page;

  @BeforeAll
  static void openABrowser() throws Exception {
    Optional<Path> chromium = installed("chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = installed("chromedriver");
    assumeTrue(
        chromium.isPresent() && driver.isPresent(),
        "no Chromium with chromedriver on the PATH (Debian: apt-get install chromium"
            + " chromium-driver)");
    page = SweepFixture.write(folder.resolve("sweep")).resolve("report.html").toUri().toString();
    assertThat(ReportCommandTest.report(folder.resolve("sweep"), "--bootstrap", "50").code())
        .isZero();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get().toString());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + folder.resolve("profile"));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile()).build(),
            options);
  }

  private static Optional<Path> installed(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":"))
                    .map(entry -> Path.of(entry).resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  static void closeIt() {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void open() {
    browser.manage().window().setSize(new Dimension(1280, 900));
    browser.get(page);
  }

  private static Object run(String script, Object... arguments) {
    return browser.executeScript("return " + script, arguments);
  }

  /** The window's own width has a lower limit that a phone's has not. */
  private static void phone(boolean touch) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", touch));
  }

  private static void desktop() {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  private static WebElement point() {
    WebElement figure = browser.findElement(By.id("figure-predicted-measured"));
    return figure.findElement(By.cssSelector(".point[data-values]"));
  }

  private static WebElement tooltip() {
    return browser.findElement(By.id("tooltip"));
  }

  @Test
  void itRendersWithoutAWordOnTheConsole() {
    List<WebElement> figures = browser.findElements(By.cssSelector("svg.figure"));
    assertThat(figures).hasSize(8);
    for (WebElement figure : figures) {
      assertThat(figure.getRect().getWidth()).isGreaterThan(300);
      assertThat(figure.getRect().getHeight()).isGreaterThan(200);
    }
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  @Test
  void pointingShowsValues() {
    assertThat(tooltip().isDisplayed()).isFalse();
    new Actions(browser).scrollToElement(point()).moveToElement(point()).perform();
    assertThat(tooltip().isDisplayed()).isTrue();
    assertThat(tooltip().getText()).contains("measured").contains("law").contains("N ");
  }

  @Test
  void theKeyboardReachesPoints() {
    WebElement figure = browser.findElement(By.id("figure-residuals"));
    browser.executeScript("arguments[0].focus()", figure);
    new Actions(browser).sendKeys(Keys.ARROW_RIGHT).perform();
    String first = tooltip().getText();
    new Actions(browser).sendKeys(Keys.ARROW_RIGHT).perform();
    assertThat(first).contains("measured");
    assertThat(tooltip().getText()).contains("measured").isNotEqualTo(first);
    new Actions(browser).sendKeys(Keys.ESCAPE).perform();
    assertThat(tooltip().isDisplayed()).isFalse();
  }

  @Test
  void aPhoneShowsValuesOnATapAndDoesNotScrollSideways() {
    phone(true);
    try {
      browser.get(page);
      assertThat((Long) run("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
      browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", point());
      Map<?, ?> box = (Map<?, ?>) run("arguments[0].getBoundingClientRect().toJSON()", point());
      Map<String, Object> touch =
          Map.of(
              "x", ((Number) box.get("x")).doubleValue() + 6,
              "y", ((Number) box.get("y")).doubleValue() + 6);
      browser.executeCdpCommand(
          "Input.dispatchTouchEvent", Map.of("type", "touchStart", "touchPoints", List.of(touch)));
      browser.executeCdpCommand(
          "Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
      assertThat(tooltip().getText()).contains("measured");
      assertThat((Long) run("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    } finally {
      desktop();
    }
  }

  @Test
  void onAPhoneNoCaptionIsCutAndWideTablesSayThatTheyScroll() {
    phone(true);
    try {
      browser.get(page);
      assertThat(
              run(
                  "[...document.querySelectorAll('.caption, figcaption, .display, p, li')]"
                      + ".filter(e => e.getBoundingClientRect().right > 390"
                      + " || e.scrollWidth > e.clientWidth + 1).length"))
          .isEqualTo(0L);
      String wide = "document.querySelector('#runs .wide')";
      assertThat(run(wide + ".querySelector('.scroll').scrollWidth")).isNotEqualTo(390L);
      assertThat(run("getComputedStyle(" + wide + ".querySelector('.more')).display"))
          .isEqualTo("block");
    } finally {
      desktop();
    }
    browser.get(page);
    assertThat(run("getComputedStyle(document.querySelector('#law .wide .more')).display"))
        .isEqualTo("none");
  }

  @Test
  void theDarkPageIsDarkAndTheButtonTurnsIt() {
    String background = "getComputedStyle(document.body).backgroundColor";
    String ink = "getComputedStyle(document.querySelector('svg.figure text')).fill";
    final Object lightBackground = run(background);
    final Object lightInk = run(ink);
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    try {
      assertThat(run(background)).isNotEqualTo(lightBackground);
      assertThat(run(ink)).isNotEqualTo(lightInk);
      browser.findElement(By.id("theme")).click();
      assertThat(run(background)).isEqualTo(lightBackground);
      assertThat(run(ink)).isEqualTo(lightInk);
    } finally {
      browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }
  }

  @Test
  void runsAreSortedAndOpened() {
    WebElement loss = browser.findElement(By.xpath("//table[@class='runs']//button[.='loss']"));
    new Actions(browser).scrollToElement(loss).perform();
    loss.click();
    String first = "document.querySelector('.runs tbody').className";
    assertThat(run(first)).isEqualTo("held-out");
    WebElement detail = browser.findElement(By.cssSelector(".runs tbody .detail"));
    assertThat(detail.isDisplayed()).isFalse();
    browser.findElement(By.cssSelector(".runs tbody summary")).click();
    assertThat(detail.isDisplayed()).isTrue();
    assertThat(detail.getText()).contains("optimizer.lr");
    assertThat(detail.findElement(By.cssSelector(".sparkline")).getRect().getWidth())
        .isGreaterThan(200);
  }
}
