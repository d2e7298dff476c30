/**
 * How numbers are written for people, wherever they stand.
 *
 * <p>There is one class. {@link NumberStyle} has one minus sign, one way to write powers of ten,
 * and a dash for what is no number.
 *
 * <p>The package knows nothing, and everyone may use it.
 */
package kleiber.analysis.number;
