package kleiber.app;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code kleiber}: a picocli {@code @Command} whose {@code call} returns the exit
 * code. Listed in {@code META-INF/services/kleiber.app.Subcommand} of the module that has it.
 */
public interface Subcommand extends Callable<Integer> {}
