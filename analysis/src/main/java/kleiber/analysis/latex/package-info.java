/** A fit as LaTeX, for a paper. */
package kleiber.analysis.latex;
