package kleiber.app;

import kleiber.record.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code kleiber --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "kleiber 0.1.0",
      "built from " + Build.current().map(Build::describe).orElse("an unknown commit"),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor")
    };
  }
}
