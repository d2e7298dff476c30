/**
 * Where to look for the best learning rate, and in which order. Numbers only: nothing here knows of
 * runs, files or sweeps.
 *
 * <p>Begin with {@link Search}, which finds the best values of one cell, downhill from a start
 * until it is bracketed; a {@link Dial} is a hyperparameter that is tuned, a {@link Trial} one that
 * was tried. {@link Rings} says which cells go first, and a {@link Trend} where the others start.
 *
 * <p>The package knows no other. {@code plan} asks it for runs, {@code collect} how cells stand.
 *
 * <p>All of it is a function of what was tried: a sweep that was killed goes on as if it had not
 * been. That the best learning rate is a smooth function of N and D is Li et al.'s finding
 * (arXiv:2503.04715).
 */
package kleiber.sweeps.tune;
