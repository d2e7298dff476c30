/**
 * Where files of others come in. What leaves here is wholly valid, or a {@link
 * kleiber.trainer.KleiberException} names the file, the place and the value. Nothing that a library
 * throws leaves here.
 */
package kleiber.trainer.foreign;
