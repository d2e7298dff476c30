package kleiber.analysis.law;

/** What a law's loss depends on. */
public enum Input {
  /** Parameters. */
  N("parameters"),
  /** Training tokens. */
  D("training tokens"),
  /** Training compute in FLOPs. */
  C("training FLOPs");

  private final String meaning;

  Input(String meaning) {
    this.meaning = meaning;
  }

  /** The quantity in words. */
  public String meaning() {
    return meaning;
  }
}
