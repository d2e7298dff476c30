package kleiber.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of the house. */
@AnalyzeClasses(packages = "kleiber.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
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

  /** So that there is one way in which an output is whole, see {@code kleiber.trainer.output}. */
  @ArchTest
  static final ArchRule onlyTheOutputPackageMovesIntoPlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..output..")
          .should()
          .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class);
}
