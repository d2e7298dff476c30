package kleiber.record;

/**
 * {@code branch.json}: a run whose first steps another run took for it.
 *
 * @param trunk identity of the other run
 * @param step steps that both share; the run's own begin after it
 * @param tokens training tokens of those steps
 * @param flopsExact their FLOPs, spent by the other run
 */
public record SharedSteps(String trunk, long step, long tokens, double flopsExact) {
  /** Refuses a branch off nothing. */
  public SharedSteps {
    if (trunk == null) {
      throw new IllegalArgumentException("trunk is missing: the other run's hash");
    }
    if (step < 0 || tokens < 0 || !(flopsExact >= 0)) {
      throw new IllegalArgumentException(
          "step " + step + ", tokens " + tokens + ", flopsExact " + flopsExact + " are impossible");
    }
  }
}
