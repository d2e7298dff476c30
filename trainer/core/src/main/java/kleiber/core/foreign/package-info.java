/**
 * Where files of others come in. What leaves here is wholly valid, or a {@link
 * kleiber.core.KleiberException} names the file, the place and the value. Nothing that a library
 * throws leaves here.
 */
package kleiber.core.foreign;
