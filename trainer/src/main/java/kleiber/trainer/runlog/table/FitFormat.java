package kleiber.trainer.runlog.table;

/**
 * What of {@code fit.json} is read by others than its writer: a sweep's rule takes a learning rate
 * from a fitted law.
 */
public final class FitFormat {
  /** The version of the format; one of another is refused. */
  public static final int VERSION = 3;

  /** The law's name. */
  public static final String LAW = "law";

  /** What was fitted: an object with a name and a unit. */
  public static final String TARGET = "target";

  /** The column of the table that each input was read from, by the input's letter. */
  public static final String COLUMNS = "columns";

  /** The fitted parameters by name. */
  public static final String PARAMETERS = "parameters";

  private FitFormat() {}

  /** The name of a target that is the best value of a hyperparameter's column. */
  public static String best(String column) {
    return "best " + column;
  }
}
