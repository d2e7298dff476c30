/**
 * Fits scaling laws to a table of runs, with uncertainty, predictions and plans. Nothing here
 * trains.
 *
 * <p>Begin with {@code law}, what a law is, then {@code table}, the runs, then {@code study}, which
 * puts a fit together. In the order in which they know each other: {@code number} and {@code json}
 * (how numbers are written for people and for programs), {@code law}, {@code batch} (the gradient
 * noise scale), {@code table}, {@code fit} (finds a law's parameters), {@code isoflop} (optima read
 * off the runs), {@code curves} (learning curves and their envelope), {@code uncertainty}, {@code
 * compare} (what a variant is worth), {@code anneal} (laws of whole curves), {@code prediction},
 * {@code planner} (what to train for a budget), {@code study} (a fit with all that is found beside
 * it), {@code file} ({@code fit.json}), {@code latex}, {@code figure} (drawing, of whatever),
 * {@code gallery} (the figures of a fit) and {@code report} (one page of HTML).
 *
 * <p>This module knows {@code core} and {@code record}: a table of runs needs no engine, and no
 * native library is on its class path. The commands are in {@code kleiber.app.fit}.
 */
package kleiber.analysis;
