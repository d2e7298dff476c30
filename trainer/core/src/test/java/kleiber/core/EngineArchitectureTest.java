package kleiber.core;

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
    packages = "kleiber.core",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class EngineArchitectureTest {
  private static final String[] ENGINE = {
    "kleiber.engine.tensor",
    "kleiber.engine.kernels",
    "kleiber.engine.reference",
    "kleiber.engine.backend..",
    "kleiber.engine.claims"
  };
  private static final String[] BACKENDS = {"kleiber.cpu", "kleiber.nd4j"};

  /** Errors and streams of random numbers. */
  private static final String[] CORE = {"kleiber.core", "kleiber.core.random"};

  @ArchTest
  static final ArchRule eachPackageKnowsThoseBelowIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tensor")
          .definedBy("kleiber.engine.tensor")
          .layer("kernels")
          .definedBy("kleiber.engine.kernels")
          .layer("backend")
          .definedBy("kleiber.engine.backend")
          .layer("lanes")
          .definedBy("kleiber.engine.backend.lanes")
          .layer("reference")
          .definedBy("kleiber.engine.reference")
          .layer("claims")
          .definedBy("kleiber.engine.claims")
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
      slices().matching("kleiber.engine.kernels.(*)..").should().notDependOnEachOther();

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
              "kleiber.engine.backend.lanes", "kleiber.engine.reference",
              "kleiber.cpu", "kleiber.nd4j")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("kleiber.engine.backend.lanes");
}
