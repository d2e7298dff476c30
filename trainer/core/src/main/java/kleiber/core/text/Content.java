package kleiber.core.text;

import java.nio.charset.Charset;

/** What a file holds. */
sealed interface Content {
  /**
   * Text.
   *
   * @param charset its encoding
   * @param mark bytes of the byte-order mark before it
   * @param records whether it is JSON records, each with a document
   */
  record Text(Charset charset, int mark, boolean records) implements Content {}

  /** Something packed with gzip. */
  record Gzip() implements Content {}

  /** An archive of files. */
  record Zip() implements Content {}

  /**
   * Nothing that is read.
   *
   * @param what it is, to stand after the file's name
   * @param advice what to do
   */
  record Unreadable(String what, String advice) implements Content {}
}
