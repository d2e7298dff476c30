/**
 * Checkpoints on disk: written whole or not at all, and checked before they are used.
 *
 * <p>Begin with {@link CheckpointStore}, which writes, keeps and finds them. A {@link Checkpoint}
 * is one that was found complete and unharmed. {@link TensorContent} is the format of a tensor:
 * little-endian floats.
 *
 * <p>The package knows {@code engine.tensor}, {@code core.foreign} and {@code core.output}. It does
 * not know what a run saves: that is for {@code run}, which uses it. The scheduler of {@code
 * sweeps} only asks whether a checkpoint is there.
 *
 * <p>All files go into a folder beside the others. The manifest with their lengths and SHA-256
 * comes last; then the folder is moved into place. Deleting begins with the manifest. So half a
 * checkpoint is never taken for a whole one. A damaged checkpoint is named in a warning and passed
 * over for an older one.
 */
package kleiber.lm.checkpoint;
