/**
 * What the tests of all modules share: hostile files ({@link Fuzz}) and the rules of the house
 * ({@link HouseRules}).
 *
 * <p>A fuzz test names a folder of valid files and a reader. Each case changes one file by a seeded
 * {@link Mutation} that knows the file's format, and the reader must either accept the folder or
 * refuse it in words. A case that fails is written under {@code target/fuzz}; copied to {@code
 * src/test/resources/fuzz/NAME}, it is tried first ever after.
 *
 * <p>Jazzer was looked at and left: it wants an agent and a JVM for each reader, and its count of
 * cases is a time. Mutations that know the format reach as deep, and repeat exactly.
 */
package kleiber.core.testing;
