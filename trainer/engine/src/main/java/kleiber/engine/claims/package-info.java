/**
 * What the kernels of every backend must satisfy: {@link kleiber.engine.claims.KernelClaims} holds
 * them against plain loops in double precision.
 *
 * <p>Begin with {@link kleiber.engine.claims.Claim}. The tests of every backend try the claims on
 * every build, and {@code kleiber verify} on a user's machine. This package knows the engine alone
 * ({@code tensor}, {@code kernels}, {@code backend}); claims that need a model are in {@code
 * kleiber.lm.verify}.
 */
package kleiber.engine.claims;
