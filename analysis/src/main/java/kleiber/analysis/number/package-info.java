/**
 * How numbers are written for people, wherever they stand: {@link NumberStyle}. It knows nothing,
 * and everyone may use it.
 */
package kleiber.analysis.number;
