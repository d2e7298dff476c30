package kleiber.analysis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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

  @ArchTest
  static final ArchRule packagesDoNotKnowEachOtherInCircles =
      slices().matching("kleiber.analysis.(*)..").should().beFreeOfCycles();

  /** A fit needs a table, not an engine; the commands alone know what models are. */
  @ArchTest
  static final ArchRule nothingHereKnowsModelsOrMachines =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat(partOfAnEngine());

  /** The formulas stand alone. */
  @ArchTest
  static final ArchRule lawsKnowNothing =
      noClasses()
          .that()
          .resideInAPackage("..analysis.law..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("kleiber..")
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.resideInAPackage("..analysis.law.."))));

  private static DescribedPredicate<JavaClass> partOfAnEngine() {
    DescribedPredicate<JavaClass> inEngine =
        JavaClass.Predicates.resideInAnyPackage(
            "kleiber.trainer.batch..",
            "kleiber.trainer.checkpoint..",
            "kleiber.trainer.data..",
            "kleiber.trainer.interchange..",
            "kleiber.trainer.kernels..",
            "kleiber.trainer.loop..",
            "kleiber.trainer.model..",
            "kleiber.trainer.objective..",
            "kleiber.trainer.optim..",
            "kleiber.trainer.recipe..",
            "kleiber.trainer.tensor..");
    // Digests is no part of the data but of the core, where it will be.
    return inEngine.and(DescribedPredicate.not(JavaClass.Predicates.simpleName("Digests")));
  }
}
