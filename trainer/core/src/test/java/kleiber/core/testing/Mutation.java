package kleiber.core.testing;

import java.util.SplittableRandom;

/** A seeded change of a valid file. */
interface Mutation {
  /** A hostile variant of {@code valid}. */
  byte[] apply(byte[] valid, SplittableRandom random);

  /** The mutation that knows the format that a file's name tells. */
  static Mutation of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "json" -> TreeMutation.json();
      case "yaml", "yml" -> TreeMutation.yaml();
      case "jsonl" -> new LinesMutation(TreeMutation.json());
      case "csv", "tsv", "txt" -> new LinesMutation(new CellsMutation());
      case "safetensors" -> new SafetensorsMutation();
      case "zip" -> new ZipMutation();
      default -> new BytesMutation();
    };
  }
}
