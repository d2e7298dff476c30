package kleiber.core.text;

import java.util.ArrayList;
import java.util.List;
import kleiber.core.Count;

/** What was met while files were read. */
final class Reading {
  private long files;
  private long hidden;
  private long withoutText;
  private long halves;
  private long malformed;
  private long filesWithMalformed;

  /** A record has no text. */
  void withoutText() {
    withoutText++;
  }

  /** A file in an archive is passed over. */
  void hiddenFile() {
    hidden++;
  }

  /** A file is read. */
  void file(Replacements replacements) {
    files++;
    malformed += replacements.malformed();
    filesWithMalformed += replacements.malformed() > 0 ? 1 : 0;
  }

  /** The text with U+FFFD for halves of characters, which JSON can write but no encoding can. */
  String withoutHalves(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, Replacements.SIGN);
        halves++;
      }
    }
    return mended == null ? text : mended.toString();
  }

  /** Files of text, those in archives one by one. */
  long files() {
    return files;
  }

  /** Hidden and system files in archives. */
  long hidden() {
    return hidden;
  }

  /** What the user should know, in sentences. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (withoutText > 0) {
      remarks.add(Count.of(withoutText, "record") + " with null for a text left out");
    }
    if (malformed > 0) {
      remarks.add(
          Count.of(malformed, "malformed character")
              + " became U+FFFD, in "
              + Count.of(filesWithMalformed, "file"));
    }
    if (halves > 0) {
      remarks.add(Count.of(halves, "half surrogate pair") + " became U+FFFD");
    }
    return remarks;
  }
}
