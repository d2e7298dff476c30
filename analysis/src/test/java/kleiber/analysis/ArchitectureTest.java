package kleiber.analysis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheCommandLinePrintsOrExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule nobodyButTheCommandLineDependsOnIt =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..cli..");

  /** A fit needs a table, not an engine. */
  @ArchTest
  static final ArchRule nothingHereTrains =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kleiber.trainer.tensor..", "kleiber.trainer.kernels..", "kleiber.trainer.loop..");

  /** So that there is one way in which an output is whole, see {@code kleiber.trainer.output}. */
  @ArchTest
  static final ArchRule onlyTheOutputPackageMovesIntoPlace =
      noClasses()
          .should()
          .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class);
}
