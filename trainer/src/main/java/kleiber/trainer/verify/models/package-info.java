/**
 * What every backend must satisfy with whole models: golden cases that PyTorch computed in float64
 * ({@link kleiber.trainer.verify.models.GoldenClaims}), and a short training from a given start
 * ({@link kleiber.trainer.verify.models.ShortTraining}).
 *
 * <p>The tests of every backend and {@code kleiber verify} try them, as they try the claims about
 * kernels in {@link kleiber.trainer.verify}.
 */
package kleiber.trainer.verify.models;
