package kleiber.sweeps.cli;

/** What is known of the terminal. */
final class Terminal {
  private static final int STANDARD_COLUMNS = 80;

  private Terminal() {}

  /** Whether a person is looking. */
  static boolean isPresent() {
    return System.console() != null;
  }

  /** Its width, which the launcher passes on. */
  static int columns() {
    String columns = System.getenv().getOrDefault("KLEIBER_COLUMNS", "");
    return columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : STANDARD_COLUMNS;
  }
}
