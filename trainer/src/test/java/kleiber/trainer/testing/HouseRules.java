package kleiber.trainer.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of the house that hold in every module. */
public final class HouseRules {
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

  /** So that there is one way in which an output is whole, see {@code kleiber.trainer.output}. */
  @ArchTest
  static final ArchRule onlyTheOutputPackageMovesIntoPlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("kleiber.trainer.output..")
          .should()
          .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class);

  private HouseRules() {}
}
