/**
 * Workers for tests that start no process: {@link FakeWorkers} train nothing, {@link WorkersHere}
 * do.
 */
package kleiber.sweeps.testing;
