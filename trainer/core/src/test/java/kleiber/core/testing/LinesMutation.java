package kleiber.core.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes of a file of lines: a line twice, missing, out of order, of another encoding, or changed
 * within by the mutation that knows a line.
 */
record LinesMutation(Mutation ofLine) implements Mutation {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    List<byte[]> lines = new ArrayList<>();
    for (String line : new String(valid, StandardCharsets.UTF_8).split("\n", -1)) {
      lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
    int at = random.nextInt(lines.size());
    byte[] line = lines.get(at);
    String separator = "\n";
    switch (random.nextInt(12)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.add(0, lines.remove(at));
      case 3 -> lines.set(at, new BytesMutation().apply(line, random));
      case 4 -> separator = random.nextBoolean() ? "\r\n" : "\r";
      case 5 -> lines.set(0, BytesMutation.splice(lines.get(0), 0, 0, MARK));
      case 6 -> lines.subList(at, lines.size()).clear();
      default -> lines.set(at, within(line, random));
    }
    return joined(lines, separator.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] within(byte[] line, SplittableRandom random) {
    return line.length == 0
        ? HostileText.next(random).getBytes(StandardCharsets.UTF_8)
        : ofLine.apply(line, random);
  }

  private static byte[] joined(List<byte[]> lines, byte[] separator) {
    byte[] all = new byte[0];
    for (int i = 0; i < lines.size(); i++) {
      all = BytesMutation.splice(all, all.length, all.length, lines.get(i));
      if (i + 1 < lines.size()) {
        all = BytesMutation.splice(all, all.length, all.length, separator);
      }
    }
    return all;
  }
}
