/**
 * What every backend must satisfy with whole models: golden cases that PyTorch computed in float64
 * ({@link kleiber.lm.verify.GoldenClaims}), and a short training from a given start ({@link
 * kleiber.lm.verify.ShortTraining}).
 *
 * <p>The tests of every backend and {@code kleiber verify} try them, as they try the claims about
 * kernels in {@link kleiber.engine.claims}.
 */
package kleiber.lm.verify;
