package kleiber.core.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** The rules of the house that hold in every module. What a module may know is said by its pom. */
public final class HouseRules {
  @ArchTest
  static final ArchRule packagesDoNotKnowEachOtherInCircles =
      slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheCommandLinePrintsOrExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("kleiber.app..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .allowEmptyShould(true);

  /** So that there is one way in which an output is whole, see {@code kleiber.core.output}. */
  @ArchTest
  static final ArchRule onlyTheOutputPackageMovesIntoPlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("kleiber.core.output..")
          .should()
          .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class)
          .allowEmptyShould(true);

  private HouseRules() {}

  /** A slice for every package; ArchUnit's patterns would join a package with those below it. */
  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
