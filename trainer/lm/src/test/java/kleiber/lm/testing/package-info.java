/**
 * What tests of language models share, in this module and those above it: {@link ModelCases}, small
 * models that between them have every part, and {@link SignedState}, a checkpoint that was edited
 * by someone who corrected its manifest.
 */
package kleiber.lm.testing;
