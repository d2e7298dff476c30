package kleiber.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * A setting of the stand-in (see {@code driver.cpp}), in the process's environment until closed.
 */
final class StandIn implements AutoCloseable {
  private final String name;

  private StandIn(String name) {
    this.name = name;
  }

  /** Makes {@code call} of the driver fail with {@code code}. */
  static StandIn failing(String call, int code) {
    return with("STANDIN_FAIL", call + ":" + code);
  }

  static StandIn with(String name, Object value) {
    libc("setenv").invokeInt(new Object[] {name, String.valueOf(value), 1});
    return new StandIn(name);
  }

  private static Function libc(String function) {
    return NativeLibrary.getProcess().getFunction(function);
  }

  @Override
  public void close() {
    libc("unsetenv").invokeInt(new Object[] {name});
  }
}
