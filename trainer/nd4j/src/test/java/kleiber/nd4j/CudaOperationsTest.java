package kleiber.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's operations are looked up by name when they run, so that one missing on CUDA would show on
 * a GPU only. What nd4j-cuda's library exports is recorded with
 *
 * <pre>
 * unzip nd4j-cuda-11.6-1.0.0-M2.1-linux-x86_64.jar '*libnd4jcuda.so'
 * nm -DC --defined-only libnd4jcuda.so | grep -oP 'vtable for sd::ops::\K\w+$| T \Kexec\w+' | sort -u
 * </pre>
 */
class CudaOperationsTest {
  private static final Path CLASSES = Path.of("target/classes/kleiber/nd4j");

  @Test
  void everyOperationUsedIsExportedByTheCudaLibrary() throws IOException {
    Set<String> exported;
    try (InputStream recorded =
        CudaOperationsTest.class.getResourceAsStream("/nd4j-cuda-11.6-operations.txt")) {
      exported =
          new String(recorded.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .collect(Collectors.toSet());
    }
    UsableBackend.open("nd4j", 1).close();
    Set<String> used = literals();
    used.retainAll(Nd4j.getExecutioner().getCustomOperations().keySet());
    assertThat(used).contains("matmul", "softmax", "gather");
    assertThat(exported).containsAll(used);
    assertThat(exported)
        .as("entry points of elementwise operations and reductions")
        .contains(
            "execCustomOp2",
            "execScalar",
            "execTransformSame",
            "execTransformStrict",
            "execTransformFloat",
            "execPairwiseTransform",
            "execBroadcast",
            "execReduceFloat2");
  }

  /** All string literals of the backend's classes. */
  private static Set<String> literals() throws IOException {
    Set<String> literals = new TreeSet<>();
    try (Stream<Path> classes = Files.list(CLASSES)) {
      for (Path file : classes.toList()) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
          addLiterals(in, literals);
        }
      }
    }
    return literals;
  }

  /** The Java Virtual Machine Specification, section 4.4. */
  private static void addLiterals(DataInputStream in, Set<String> literals) throws IOException {
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Set<Integer> strings = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 8 -> strings.add(in.readUnsignedShort());
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    strings.forEach(index -> literals.add(texts.get(index)));
  }
}
