/**
 * What trains a model, without knowing what a language model is.
 *
 * <p>From the bottom: {@code tensor} (memory with a shape), {@code kernels} (what a machine
 * computes, bound once to its tensors), {@code backend} (machines, and the engines that they give),
 * {@code backend.lanes} (the engine of backends that share a batch out among threads), {@code
 * reference} (every kernel in plain loops and double precision) and {@code claims} (what the
 * kernels of every backend must satisfy). Begin with {@code backend.Backend} and {@code
 * kernels.Kernels}.
 *
 * <p>Each knows only those before it, and {@code claims} not {@code lanes}. This module knows
 * {@code kleiber.core} alone. Each backend is a module of its own beside it ({@code kleiber.cpu},
 * {@code kleiber.nd4j}, {@code kleiber.cuda}, {@code kleiber.torch}) that knows the engine and no
 * other backend; what is trained on the engine is in {@code kleiber.lm}.
 */
package kleiber.engine;
