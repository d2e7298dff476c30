/**
 * A fit as LaTeX, for a paper.
 *
 * <p>Begin with {@link LatexTables}: the parameters with their intervals, and the laws side by
 * side. {@link Maths} writes names, formulas and numbers as LaTeX's mathematics.
 *
 * <p>The package knows {@code study} and {@code uncertainty}. {@code kleiber fit --latex} uses it.
 */
package kleiber.analysis.latex;
