/**
 * Commands as tests give them.
 *
 * <p>{@link CommandRun} is the real command line in this process, with exit code and both outputs:
 * what most tests use. {@link CommandProcess} and {@link SweepProcess} are processes of their own,
 * which tests can kill; a {@link Host} is a machine in make-believe that runs them.
 */
package kleiber.app.testing;
