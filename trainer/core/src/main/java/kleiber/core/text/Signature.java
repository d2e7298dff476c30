package kleiber.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The bytes by which a format is known, as file(1) knows them.
 *
 * @param at where they stand
 * @param bytes they
 * @param what a file that has them is
 * @param advice what to do with it
 */
record Signature(int at, byte[] bytes, String what, String advice) {
  /** Printable bytes that no text begins with by chance. */
  private static final int SURE = 6;

  private static final String UNPACK = "unpack it first with ";
  private static final String LEAVE_OUT = "leave it out, such as by a glob for the files of text";
  private static final String EXPORT = "write its texts to a JSONL file first";
  private static final String SAVE_AS_TEXT = "save it as plain text first";
  private static final String TOKENS =
      "Kleiber makes tokens itself, so give it the text that they were made from";

  private static final List<Signature> ALL =
      List.of(
          hex("28b52ffd", "packed with zstd", UNPACK + "zstd -d"),
          hex("fd377a585a00", "packed with xz", UNPACK + "xz -d"),
          ascii(4, "1AY&SY", "packed with bzip2", UNPACK + "bzip2 -d"),
          hex("04224d18", "packed with lz4", UNPACK + "lz4 -d"),
          hex("ff060000734e61507059", "packed with snappy", "unpack it first"),
          ascii(257, "ustar", "a tar archive", UNPACK + "tar -xf"),
          hex("377abcaf271c", "a 7z archive", UNPACK + "7z x"),
          hex("526172211a07", "a rar archive", UNPACK + "unrar x"),
          ascii(0, "PAR1", "a parquet table", EXPORT),
          ascii(0, "ARROW1", "an Arrow table", EXPORT),
          hex("ffffffff", "an Arrow stream or another binary file", EXPORT),
          ascii(0, "FEA1", "a Feather table", EXPORT),
          ascii(0, "ORC", "an ORC table", EXPORT),
          ascii(0, "Obj\u0001", "an Avro table", EXPORT),
          ascii(0, "SQLite format 3\0", "an SQLite database", EXPORT),
          hex("894844460d0a1a0a", "an HDF5 file", EXPORT),
          hex("934e554d5059", "a NumPy array", TOKENS),
          hex("88d83401", "llm.c's tokens of GPT-2", TOKENS),
          hex("a1d93401", "llm.c's tokens of Llama 3", TOKENS),
          ascii(0, "MMIDIDX\0\0", "an index of Megatron's tokens", TOKENS),
          ascii(0, "KLBTOKEN", "a token file of Kleiber", TOKENS),
          ascii(0, "GGUF", "a model in GGUF", LEAVE_OUT),
          hex("00051607", "a resource fork of macOS", LEAVE_OUT),
          hex("00051600", "a resource fork of macOS", LEAVE_OUT),
          hex("00000001427564", "a .DS_Store of macOS", LEAVE_OUT),
          hex("89504e47", "a PNG image", LEAVE_OUT),
          hex("ffd8ff", "a JPEG image", LEAVE_OUT),
          ascii(0, "GIF87a", "a GIF image", LEAVE_OUT),
          ascii(0, "GIF89a", "a GIF image", LEAVE_OUT),
          ascii(0, "%PDF-1.", "a PDF file", SAVE_AS_TEXT),
          ascii(0, "%PDF-2.", "a PDF file", SAVE_AS_TEXT),
          ascii(0, "{\\rtf1", "an RTF file", SAVE_AS_TEXT),
          hex("d0cf11e0a1b11ae1", "an old Office file", SAVE_AS_TEXT),
          hex("7f454c46", "a program", LEAVE_OUT),
          hex("cafebabe", "a Java class or another program", LEAVE_OUT),
          ascii(0, "RIFF", "sound, video or an image", LEAVE_OUT),
          ascii(0, "ID3", "sound", LEAVE_OUT),
          ascii(0, "OggS", "sound", LEAVE_OUT),
          ascii(4, "ftyp", "video", LEAVE_OUT));

  private static Signature hex(String hex, String what, String advice) {
    return new Signature(0, HexFormat.of().parseHex(hex), what, advice);
  }

  private static Signature ascii(int at, String text, String what, String advice) {
    return new Signature(at, text.getBytes(StandardCharsets.US_ASCII), what, advice);
  }

  /** The signature at the beginning of a file. */
  static Optional<Signature> of(byte[] head) {
    return ALL.stream().filter(signature -> signature.isIn(head)).findFirst();
  }

  private boolean isIn(byte[] head) {
    int end = at + bytes.length;
    return head.length >= end
        && Arrays.equals(head, at, end, bytes, 0, bytes.length)
        && (!couldBeWords() || new String(head, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0);
  }

  /** A text may begin with {@code ORC}, but holds no NUL then. */
  private boolean couldBeWords() {
    boolean printable = true;
    for (byte b : bytes) {
      printable &= b >= ' ';
    }
    return printable && bytes.length < SURE;
  }
}
