/** The figures of a fit: each class turns a report and its runs into one figure. */
package kleiber.analysis.gallery;
