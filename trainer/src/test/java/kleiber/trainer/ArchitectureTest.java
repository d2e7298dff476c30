package kleiber.trainer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import kleiber.trainer.testing.HouseRules;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests inEveryModule = ArchTests.in(HouseRules.class);

  /** {@code tensor} and {@code kernels} are one engine still. */
  @ArchTest
  static final ArchRule packagesDoNotKnowEachOtherInCircles =
      slices()
          .matching("kleiber.trainer.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(resideInAPackage("..tensor.."), resideInAPackage("..kernels.."));

  @ArchTest
  static final ArchRule theSchemaKnowsNothingOfWhatIsConfigured =
      noClasses()
          .that()
          .resideInAPackage("kleiber.trainer.schema")
          .should()
          .dependOnClassesThat(
              resideInAPackage("kleiber.trainer..")
                  .and(
                      resideOutsideOfPackages(
                          "kleiber.trainer", "kleiber.trainer.schema", "kleiber.trainer.foreign")));

  @ArchTest
  static final ArchRule nativeLibrariesStayInTheirBackends =
      noClasses()
          .that()
          .resideOutsideOfPackages("..kernels.cpu..", "..kernels.nd4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..", "org.nd4j..");

  @ArchTest
  static final ArchRule modelsKnowKernelsButNoBackend =
      noClasses()
          .that()
          .resideInAnyPackage("..model..", "..loop..", "..tensor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..kernels.cpu..", "..kernels.nd4j..");

  @ArchTest
  static final ArchRule kernelsAndModelsKnowNothingOfFiles =
      noClasses()
          .that()
          .resideInAnyPackage("..model..", "..kernels..", "..tensor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..runlog..", "..checkpoint..", "..data..", "..config..");
}
