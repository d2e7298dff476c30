/**
 * The specification of the kernels: plain loops in double precision, each written as its formula
 * reads.
 *
 * <p>Begin with {@link ReferenceKernels}, side by side with the formulas in {@link
 * kleiber.engine.kernels.Kernels}. {@link ReferenceNorm} is a short example of an op with its
 * backward pass. {@link ReferenceBackend} puts them behind the usual interface.
 *
 * <p>The package knows {@code tensor}, {@code kernels} and {@code backend} with its {@code lanes}.
 * Only {@code kleiber.engine.claims} and the tests use it. It has no provider, so no run can choose
 * it.
 *
 * <p>Every other backend is compared with this one, and this one with finite differences ({@code
 * ConformanceTest}). So nothing here is made faster at the expense of being plain. A new kernel is
 * written here first.
 */
package kleiber.engine.reference;
