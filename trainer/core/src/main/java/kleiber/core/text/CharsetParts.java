package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Any encoding that Java knows. */
final class CharsetParts extends TextParts {
  private final InputStream in;
  private final Replacements replacements;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
  private boolean ended;

  CharsetParts(InputStream in, Charset charset, Replacements replacements) {
    this.in = in;
    this.replacements = replacements;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(Replacements.SIGN));
  }

  @Override
  String next() throws IOException {
    if (ended) {
      return null;
    }
    int free = bytes.remaining();
    int read = in.readNBytes(bytes.array(), bytes.position(), free);
    ended = read < free;
    bytes.position(bytes.position() + read).flip();
    CharBuffer chars =
        CharBuffer.allocate((int) Math.ceil(bytes.remaining() * decoder.maxCharsPerByte()) + 2);
    decoder.decode(bytes, chars, ended);
    if (ended) {
      decoder.flush(chars);
    }
    bytes.compact();
    String text = chars.flip().toString();
    replacements.count(text, 0);
    return text.isEmpty() && ended ? null : text;
  }
}
