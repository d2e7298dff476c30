/**
 * {@code kleiber recipes list}, {@code show}, {@code table} and {@code check}.
 *
 * <p>Begin with {@link RecipesCommand}, the parent, which also finds a recipe by its name. {@link
 * CheckCommand} is the one that trains: every recipe at a tiny size, on one corpus, side by side.
 * {@link ShowCommand} prints one recipe and can draw its schedules.
 *
 * <p>The recipes themselves are YAML files, read by {@link kleiber.trainer.recipe.Recipe}. Tables,
 * figures and the check are in {@link kleiber.recipes}; this package only turns them into text. It
 * also knows the trainer's {@code cli} and, to write figures, the gallery of {@code analysis}.
 * Nobody imports it: the command is listed in {@code META-INF/services}.
 *
 * <p>A check that was stopped goes on with the same command. It ends with 4 if a run diverged, and
 * with 5 if one failed or its loss did not fall.
 */
package kleiber.recipes.cli;
