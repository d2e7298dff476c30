package kleiber.analysis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import kleiber.trainer.testing.HouseRules;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests inEveryModule = ArchTests.in(HouseRules.class);

  /** A fit needs a table, not an engine. */
  @ArchTest
  static final ArchRule nothingHereTrains =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kleiber.trainer.tensor..", "kleiber.trainer.kernels..", "kleiber.trainer.loop..");
}
