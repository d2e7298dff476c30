/**
 * What a backend must satisfy: kernels against a reference in double precision and golden cases
 * from PyTorch, run by the tests on every build and by {@code kleiber verify} on a user's machine.
 */
package kleiber.trainer.verify;
