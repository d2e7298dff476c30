package kleiber.app.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kleiber.analysis.compare.Arm;
import kleiber.analysis.compare.ArmReader;
import kleiber.analysis.compare.SameText;
import kleiber.analysis.law.Input;
import kleiber.analysis.study.RunsFile;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.Columns;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Repeats;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * The ladders of two finished sweeps or tables.
 *
 * @param base the base's
 * @param variant the variant's
 */
record FinishedArms(Arm base, Arm variant) {
  /**
   * Reads both.
   *
   * @param base a sweep's folder or a table
   * @param variant the same
   * @throws kleiber.core.KleiberException where they cannot be compared
   */
  static FinishedArms of(Path base, Path variant) {
    boolean alike = name(base).equals(name(variant));
    return of(
        alike ? base.toString() : name(base),
        base,
        alike ? variant.toString() : name(variant),
        variant);
  }

  /** The same under names of their own. */
  static FinishedArms of(String baseName, Path base, String variantName, Path variant) {
    Optional<EvaluatedOn> one = evaluatedOn(base);
    Optional<EvaluatedOn> other = evaluatedOn(variant);
    if (one.isPresent() && other.isPresent()) {
      one.get().requireSame(other.get());
    }
    Observations left = rows(base);
    Observations right = rows(variant);
    SameText.require(left, right);
    return new FinishedArms(arm(baseName, left), arm(variantName, right));
  }

  private static Arm arm(String name, Observations table) {
    Arm arm = ArmReader.of(name, table);
    if (table.columns().containsKey(Input.C)) {
      return arm;
    }
    List<String> notes = new ArrayList<>(arm.notes());
    notes.add(
        table.source()
            + " has no column of FLOPs: they are taken as 6·N·D, so FLOPs a token that no parameter"
            + " stands for do not count");
    return new Arm(arm.name(), arm.rungs(), notes);
  }

  private static String name(Path path) {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  private static Optional<EvaluatedOn> evaluatedOn(Path path) {
    return Files.isDirectory(path)
        ? new SweepFolder(path)
            .readLedger().map(Ledger::runs).stream()
                .flatMap(List::stream)
                .findFirst()
                .map(EvaluatedOn::of)
        : Optional.empty();
  }

  private static Observations rows(Path path) {
    if (Files.isDirectory(path)) {
      return RunsFile.ofSweep(path).rows();
    }
    Columns usual = new Columns(Map.of(), Set.of(), null, ColumnUnits.NONE);
    return new RunsFile(path, null, usual, null, Repeats.KEEP, false).rows();
  }
}
