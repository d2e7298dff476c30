/**
 * The sweep behind {@code kleiber quickstart}, on any text, made to fit the time there is.
 *
 * <p>Begin with {@link Experiment}, the sweep in its folder. {@link QuickstartRecipe} holds the
 * numbers that all have in common. A {@link Wish} is what a user asks, as keys of the spec. {@link
 * Budget} finds how much compute the time and the text allow: it makes a {@link QuickstartDraft}
 * with a {@link Planner}, and {@link Outlook} says in words how far that will carry. {@link
 * HeldOutRuns} decides with which threads the models train that check the prediction. {@link Laws}
 * fits, predicts and reports. The five steps from planning to the report are in {@link
 * QuickstartCommand}.
 *
 * <p>The package knows {@link kleiber.sweeps.Sweep} and what that is made of, {@code
 * kleiber.analysis}, and of the other commands how they show the progress of a sweep and print a
 * fit. No other package knows it.
 *
 * <p>Whatever is asked or decided goes into {@code quickstart.yaml} at once: wishes and budgets
 * first, the held-out runs after the fit. So a quickstart that was stopped goes on with the same
 * numbers, and one that is asked for something else refuses. Beside the keys of a sweep the file
 * has a group {@link Asked}; {@code sweep.yaml}, which the sweep writes, is the same without.
 */
package kleiber.app.quickstart;
