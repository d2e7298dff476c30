package kleiber.core.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of a safetensors file: its length, its JSON header (with a true length), its data. */
final class SafetensorsMutation implements Mutation {
  @Override
  public byte[] apply(byte[] valid, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return new BytesMutation().apply(valid, random);
    }
    int length = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = Arrays.copyOfRange(valid, 8, 8 + length);
    byte[] changed = TreeMutation.json().apply(header, random);
    ByteBuffer result = ByteBuffer.allocate(valid.length - length + changed.length);
    result.order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length).put(changed);
    return result.put(valid, 8 + length, valid.length - 8 - length).array();
  }
}
