/**
 * Model folders of Hugging Face, read and written.
 *
 * <p>Begin with {@link ModelFolder}, the way in and out. {@link Safetensors} reads and writes the
 * file format. What a family of models calls its tensors and keys is in {@code
 * kleiber.lm.interchange.family}.
 *
 * <p>A folder may come from anywhere. So its claims are checked against the files before any memory
 * is asked for. An architecture is written as the first family of the list that suits it. If none
 * does, the error names the keys that stand in the way.
 *
 * <p>The package knows {@code model.spec}, {@code model.blueprint} and {@code tokenizer}:
 * architectures, the list of parameters, and what the tokenizer's files say. It binds no model.
 */
package kleiber.lm.interchange;
