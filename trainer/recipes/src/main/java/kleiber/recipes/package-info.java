/** Published recipes as tables and figures, and a check that each trains at tiny scale. */
package kleiber.recipes;
