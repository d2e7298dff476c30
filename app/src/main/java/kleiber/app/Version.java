package kleiber.app;

import kleiber.record.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code kleiber --version} prints. */
public final class Version implements IVersionProvider {
  /** The number alone. */
  public static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {
      "kleiber " + NUMBER,
      "built from " + Build.current().map(Build::describe).orElse("an unknown commit"),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor")
    };
  }
}
