/**
 * The tables that a sweep leaves behind and a law is fitted to, as names written once.
 *
 * <p>Begin with {@link RunColumn}, a row a run, and {@link CurveColumn}, a row a logged step. The
 * module {@code sweeps} writes by these names and {@code analysis} reads by them; neither knows the
 * other. {@link FitFormat} is the way back: what a sweep reads of a fitted law.
 *
 * <p>The package knows {@code foreign} alone. Tables of others are read too, by the usual names
 * that {@code analysis} knows.
 */
package kleiber.record.table;
