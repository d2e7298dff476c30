/** The published recipes of configs/recipes, and the rules that scale one down. */
package kleiber.lm.recipe;
