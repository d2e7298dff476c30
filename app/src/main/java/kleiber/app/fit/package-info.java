/**
 * {@code kleiber fit}, {@code predict}, {@code plan}, {@code report}, {@code curves} and {@code
 * noise-scale}.
 *
 * <p>Begin with {@link FitCommand}: read a table, fit, print, write. {@link TableOptions} is the
 * part that it shares with {@code report}: which table, and which of its columns hold what. {@link
 * FitPrinter}, {@link PredictionPrinter} and {@link VerdictPrinter} turn what was found into text,
 * for the quickstart too.
 *
 * <p>Commands work on files, so each step can be repeated by itself: {@code fit --out} writes
 * {@code fit.json}, and {@code predict} and {@code plan} read it. The results come from {@code
 * kleiber.analysis}; classes named {@code Printer} only put them into words. The shapes of the
 * models that {@code plan} advises come from the recipes of {@code kleiber.lm.recipe} ({@link
 * RecipeShapes}), which analysis does not know.
 */
package kleiber.app.fit;
