/**
 * Model folders of Hugging Face, read and written.
 *
 * <p>Begin with {@link ModelFolder}, the way in and out. A {@link HuggingFaceFamily} says which
 * architectures belong to a family, and how its config.json is read and written. {@link
 * LlamaFamily} is the example to follow, with {@link TensorNames} for the table of names. {@link
 * Safetensors} reads and writes the file format.
 *
 * <p>The package knows {@code model}, {@code tensor}, the activations of {@code kernels} and the
 * tokenizer files of {@code data}. It reads through {@code foreign} and writes through {@code
 * output}. Its users are {@code loop}, {@code verify} and {@code cli}.
 *
 * <p>A folder may come from anywhere. So its claims are checked against the files before any memory
 * is asked for. An architecture is written as the first family of the list that suits it. If none
 * does, the error names the keys that stand in the way. Hugging Face has no Gopher and no PaLM;
 * their folders borrow the names of similar models.
 */
package kleiber.trainer.interchange;
