package kleiber.core;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why reading or writing failed, for people: Java's own messages are often only the file's name.
 */
public final class IoReason {
  private IoReason() {}

  /** The reason, to stand after what could not be done and a colon. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "something else has that name";
    } else if (e instanceof NotDirectoryException) {
      return "not a folder";
    } else if (e instanceof CharacterCodingException) {
      return "not text in UTF-8";
    } else if (e instanceof EOFException) {
      return "it ends too early";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return advised(system.getReason());
    }
    return e.getMessage() == null ? e.toString() : advised(e.getMessage());
  }

  private static String advised(String reason) {
    return reason.contains("No space left") ? reason + "; free some and try again" : reason;
  }
}
