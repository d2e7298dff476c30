package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import kleiber.cuda.CudaLinearTest.Case;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products by cuBLASLt, which {@code cublaslt.cpp} stands in for. */
@OnStandIn
class LibraryProductsTest {
  private static final Path LIBRARY = Path.of(Driver.LIBRARY).resolveSibling("libcublasLt.so");

  @BeforeEach
  void askFor() {
    System.setProperty(CublasLt.LIBRARY, LIBRARY.toString());
  }

  @AfterEach
  void forget() {
    System.setProperty(CublasLt.LIBRARY, "off");
  }

  private static int products() {
    return NativeLibrary.getInstance(LIBRARY.toString())
        .getGlobalVariableAddress("standin_matmuls")
        .getInt(0);
  }

  /** So much that the library is worth its start. */
  private static Case large(ElementType outputs, Gradient gradient) {
    return large(new int[] {1024, 512, 512}, 0, outputs, gradient);
  }

  private static Case large(int[] size, int firstColumn, ElementType outputs, Gradient gradient) {
    ElementType bf16 = ElementType.BF16;
    return new Case(size, firstColumn, Precision.BF16, bf16, outputs, bf16, gradient);
  }

  @Test
  void theLibraryDoesAllThreeProductsOfALargeLayer() {
    int before = products();
    for (ElementType outputs : new ElementType[] {ElementType.BF16, ElementType.F32}) {
      new CudaLinearTest().agreesWithSumsInDoublePrecision(large(outputs, Gradient.ADD));
    }
    assertThat(products() - before).isEqualTo(6);
  }

  @Test
  void itReadsAndWritesColumnsOfWiderMatrices() {
    int before = products();
    Case wide = large(new int[] {1040, 520, 504}, 8, ElementType.BF16, Gradient.ADD);
    new CudaLinearTest().agreesWithSumsInDoublePrecision(wide);
    assertThat(products() - before).isEqualTo(3);
  }

  @Test
  void itAddsAResidualOfTheOutputsTypeOnly() {
    int before = products();
    CudaLinearTest test = new CudaLinearTest();
    test.agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.OVERWRITE));
    assertThat(products() - before).isEqualTo(3);
    test.agreesWithSumsInDoublePrecision(large(ElementType.BF16, Gradient.OVERWRITE));
    assertThat(products() - before).isEqualTo(5);
  }

  @Test
  void ownKernelsDoWhatTheLibraryKnowsNoWayFor() {
    int before = products();
    try (StandIn none = StandIn.with("STANDIN_NO_ALGORITHM", 1)) {
      new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.ADD));
    }
    assertThat(products()).isEqualTo(before);
  }

  @Test
  void itIsNotLoadedUnlessAskedFor() {
    System.setProperty(CublasLt.LIBRARY, "off");
    int before = products();
    new CudaLinearTest().agreesWithSumsInDoublePrecision(large(ElementType.F32, Gradient.ADD));
    assertThat(products()).isEqualTo(before);
  }
}
