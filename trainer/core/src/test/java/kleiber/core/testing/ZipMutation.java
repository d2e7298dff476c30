package kleiber.core.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Changes of a zip file: its bytes, an entry's name, an entry's content by its own format. */
final class ZipMutation implements Mutation {
  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return new BytesMutation().apply(valid, random);
    }
    try {
      Map<String, byte[]> entries = entries(valid);
      String name = entries.keySet().stream().toList().get(random.nextInt(entries.size()));
      byte[] content = entries.remove(name);
      switch (random.nextInt(4)) {
        case 0 -> entries.put(HostileText.next(random), content);
        case 1 -> entries.put("../" + name, content);
        default -> entries.put(name, Mutation.of(name).apply(content, random));
      }
      return zipped(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        // Java writes no name with half a pair in it.
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, 60_000);
        out.putNextEntry(new ZipEntry(new String(name, 0, length, StandardCharsets.UTF_8)));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
