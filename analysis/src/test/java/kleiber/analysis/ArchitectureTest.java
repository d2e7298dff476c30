package kleiber.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import kleiber.core.testing.HouseRules;
import org.junit.jupiter.api.Test;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests inEveryModule = ArchTests.in(HouseRules.class);

  /** A fit needs a table, not an engine. */
  @Test
  void noNativeLibraryIsOnTheClassPath() {
    assertThat(libraries())
        .anyMatch(name -> name.startsWith("hipparchus-core"))
        .noneMatch(name -> name.contains("linux-x86_64"))
        .noneMatch(name -> name.matches("(jna|javacpp|dnnl|nd4j|openblas|tokenizers)-.*"));
  }

  private static Stream<String> libraries() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .map(path -> Path.of(path).getFileName().toString());
  }
}
