/**
 * What tests of fits and plans share: {@link NoShapes}, for those in which nobody knows the shapes
 * of models.
 */
package kleiber.analysis.testing;
