/**
 * The published recipes of {@code configs/recipes}, and the rules that scale one down.
 *
 * <p>Begin with {@link Recipe}: how a system was trained, what each of its sizes sets, and how well
 * each value is known ({@link Mark}). {@link ScaleDown} makes one tiny, by one rule for each
 * hyperparameter; docs/recipes.md lists them. A {@link Correction} is something that a popular
 * summary has wrong.
 *
 * <p>The package knows {@code config}, {@code optim}, {@code model.spec} and {@code
 * kleiber.core.schema}. A recipe becomes a configuration, so nothing that trains knows this
 * package: the commands do.
 */
package kleiber.lm.recipe;
