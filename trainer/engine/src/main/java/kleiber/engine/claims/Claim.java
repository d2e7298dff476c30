package kleiber.engine.claims;

import kleiber.engine.backend.Backend;

/**
 * Something a backend must be right about.
 *
 * @param group what kind of claim, for people
 * @param name what exactly
 * @param trial tries it
 */
public record Claim(String group, String name, Trial trial) {
  /** Tries a claim on an open backend. */
  public interface Trial {
    /** Compares what the backend computes with what is right. */
    void run(Backend backend, Deviation deviation);
  }

  /** Tries the claim. */
  public Deviation on(Backend backend) {
    Deviation deviation = new Deviation();
    trial.run(backend, deviation);
    return deviation;
  }

  @Override
  public String toString() {
    return group + ": " + name;
  }
}
