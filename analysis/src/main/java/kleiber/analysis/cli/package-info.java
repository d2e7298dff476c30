/**
 * {@code kleiber fit}, {@code predict}, {@code plan}, {@code report}, {@code curves} and {@code
 * noise-scale}.
 *
 * <p>Begin with {@link FitCommand}: read a table, fit, print, write. {@link TableOptions} is the
 * part that it shares with {@code report}: which table, and which of its columns hold what. {@link
 * FitPrinter} turns a fit into text.
 *
 * <p>The package may know every other package of this module, and the trainer's {@code cli}. Nobody
 * imports it: the commands are listed in {@code META-INF/services}.
 *
 * <p>Commands work on files, so each step can be repeated by itself: {@code fit --out} writes
 * {@code fit.json}, and {@code predict} and {@code plan} read it. The results come from other
 * packages; classes named {@code Printer} only put them into words. No other package of the module
 * prints.
 */
package kleiber.analysis.cli;
