/** What tests of the run record share: {@link EventFile} reads TensorBoard's files. */
package kleiber.record.testing;
