/**
 * The families of models that Hugging Face's folders hold: names of tensors, keys of config.json.
 *
 * <p>Begin with {@link HuggingFaceFamily}, which says which architectures belong to a family, and
 * how its config.json is read and written. {@link LlamaFamily} is the example to follow, with
 * {@link TensorNames} for the table of names. Hugging Face has no Gopher and no PaLM; their folders
 * borrow the names of similar models.
 *
 * <p>The package knows {@code model.spec} and {@code model.blueprint}, and reads config.json
 * through {@code kleiber.core.foreign}.
 */
package kleiber.lm.interchange.family;
