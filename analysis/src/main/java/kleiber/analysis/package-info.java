/** Fits scaling laws to a table of runs, with uncertainty, predictions and plans. */
package kleiber.analysis;
