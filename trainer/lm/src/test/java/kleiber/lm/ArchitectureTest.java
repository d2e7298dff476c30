package kleiber.lm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import kleiber.core.testing.HouseRules;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.lm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests inEveryModule = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule modelsKnowNothingOfFiles =
      noClasses()
          .that()
          .resideInAPackage("kleiber.lm.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kleiber.record..",
              "kleiber.lm.checkpoint..",
              "kleiber.lm.data..",
              "kleiber.lm.config..");
}
