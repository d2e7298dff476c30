/**
 * What tests of the engine and of backends share: {@link UsableBackend} opens a backend by its
 * name, and skips the test with the reason where it cannot run.
 */
package kleiber.engine.testing;
