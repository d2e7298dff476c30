/**
 * Workers for tests that start no process: {@link FakeWorkers} train nothing, {@link WorkersHere}
 * do. {@link TunedSweep} is a sweep for the first.
 */
package kleiber.sweeps.testing;
