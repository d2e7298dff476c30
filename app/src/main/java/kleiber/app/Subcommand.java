package kleiber.app;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code kleiber}: a picocli {@code @Command} whose {@code call} returns the exit
 * code. Each is listed in {@code META-INF/services/kleiber.app.Subcommand}.
 */
public interface Subcommand extends Callable<Integer> {}
