package kleiber.record.claim;

/** Another process has the folder now; what this one would write there is no longer wanted. */
public final class ClaimLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClaimLostException(String message) {
    super(message);
  }
}
