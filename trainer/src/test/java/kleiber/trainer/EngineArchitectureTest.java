package kleiber.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine is built from the bottom up, and knows nothing of what is trained on it. */
@AnalyzeClasses(
    packages = "kleiber.trainer",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class EngineArchitectureTest {
  private static final String[] ENGINE = {
    "kleiber.trainer.tensor",
    "kleiber.trainer.kernels",
    "kleiber.trainer.kernels.reference",
    "kleiber.trainer.backend..",
    "kleiber.trainer.verify"
  };
  private static final String[] BACKENDS = {
    "kleiber.trainer.kernels.cpu", "kleiber.trainer.kernels.nd4j"
  };

  /** Errors and streams of random numbers. */
  private static final String[] CORE = {"kleiber.trainer", "kleiber.trainer.random"};

  @ArchTest
  static final ArchRule eachPackageKnowsThoseBelowIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tensor")
          .definedBy("kleiber.trainer.tensor")
          .layer("kernels")
          .definedBy("kleiber.trainer.kernels")
          .layer("backend")
          .definedBy("kleiber.trainer.backend")
          .layer("lanes")
          .definedBy("kleiber.trainer.backend.lanes")
          .layer("reference")
          .definedBy("kleiber.trainer.kernels.reference")
          .layer("claims")
          .definedBy("kleiber.trainer.verify")
          .layer("backends")
          .definedBy(BACKENDS)
          .whereLayer("tensor")
          .mayNotAccessAnyLayer()
          .whereLayer("kernels")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("backend")
          .mayOnlyAccessLayers("tensor", "kernels")
          .whereLayer("lanes")
          .mayOnlyAccessLayers("tensor", "kernels", "backend")
          .whereLayer("reference")
          .mayOnlyAccessLayers("tensor", "kernels", "backend", "lanes")
          .whereLayer("claims")
          .mayOnlyAccessLayers("tensor", "kernels", "backend", "reference")
          .whereLayer("backends")
          .mayOnlyAccessLayers("tensor", "kernels", "backend", "lanes");

  @ArchTest
  static final ArchRule backendsDoNotKnowEachOther =
      slices().matching("kleiber.trainer.kernels.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theEngineKnowsNothingAboveIt =
      classes()
          .that()
          .resideInAnyPackage(ENGINE)
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("kleiber.."))
                  .or(resideInAnyPackage(ENGINE))
                  .or(resideInAnyPackage(CORE)));

  @ArchTest
  static final ArchRule backendsKnowTheEngineAlone =
      classes()
          .that()
          .resideInAnyPackage(BACKENDS)
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("kleiber.."))
                  .or(resideInAnyPackage(ENGINE))
                  .or(resideInAnyPackage(CORE))
                  .or(resideInAnyPackage(BACKENDS)));

  @ArchTest
  static final ArchRule backendsAreFoundAndNotImported =
      noClasses()
          .that()
          .resideOutsideOfPackages(BACKENDS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BACKENDS);

  @ArchTest
  static final ArchRule lanesAreTheBusinessOfBackends =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "kleiber.trainer.backend.lanes", "kleiber.trainer.kernels.reference",
              "kleiber.trainer.kernels.cpu", "kleiber.trainer.kernels.nd4j")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("kleiber.trainer.backend.lanes");
}
