package kleiber.sweeps;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import kleiber.trainer.testing.HouseRules;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.sweeps", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests inEveryModule = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule packagesDoNotKnowEachOtherInCircles =
      slices().matching("kleiber.sweeps.(*)..").should().beFreeOfCycles();

  /** So that a program can run sweeps with workers of its own. */
  @ArchTest
  static final ArchRule aSweepKnowsNeitherItsCommandsNorTheirWorker =
      noClasses()
          .that()
          .resideInAPackage("kleiber.sweeps")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..cli..", "..quickstart..");
}
