/**
 * Published recipes as tables and figures, and a check that each trains at tiny scale: {@code
 * kleiber recipes list}, {@code show}, {@code table} and {@code check}.
 *
 * <p>Begin with {@link RecipesCommand}, the parent, which also finds a recipe by its name. {@link
 * CheckCommand} is the one that trains: every recipe at a tiny size, on one corpus, side by side.
 * {@link ShowCommand} prints one recipe and can draw its schedules ({@link ScheduleFigures}). The
 * recipes themselves are YAML files, read by {@link kleiber.lm.recipe.Recipe}.
 *
 * <p>A check that was stopped goes on with the same command. It ends with 4 if a run diverged, and
 * with 5 if one failed or its loss did not fall.
 */
package kleiber.app.recipes;
