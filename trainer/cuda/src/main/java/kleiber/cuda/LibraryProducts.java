package kleiber.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import kleiber.cuda.ProductPlan.Size;
import kleiber.cuda.Products.Target;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * Matrix products by NVIDIA's cuBLASLt. It is asked once for every product, when that is bound, and
 * what it chooses is kept, as is its memory: the sums of a product have the same order every time.
 *
 * <p>cuBLASLt's matrices are columns after columns, so a row-major c[M, N] is its cᵀ[N, M] = bᵀ·aᵀ:
 * its first factor is our second one.
 */
final class LibraryProducts {
  /** NVIDIA's advice for this generation. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private static final int MOST_ALIGNED = 256;

  private final Card card;
  private final Pointer handle;
  private final long workspace;

  /**
   * @param library path or name of it
   */
  LibraryProducts(Card card, String library) {
    this.card = card;
    CublasLt.load(library);
    PointerByReference created = new PointerByReference();
    CublasLt.check(CublasLt.cublasLtCreate(created), "starting");
    this.handle = created.getValue();
    this.workspace = card.memory().allocate(WORKSPACE_BYTES);
  }

  void close() {
    CublasLt.cublasLtDestroy(handle);
  }

  /**
   * A call of target ← a·b, or nothing where the library knows no way.
   *
   * @param product forward, dx or dw
   */
  Optional<Runnable> bind(String product, Size size, Matrix a, Matrix b, Target target) {
    Matrix to = target.to();
    boolean fits = target.residual() == null || target.residual().type() == to.type();
    if (!fits || target.sums() != 0) {
      return Optional.empty();
    }
    Matrix added = target.residual() == null ? to : target.residual();
    boolean adds = target.add() || target.residual() != null;
    Pointer desc = description(product, target.bias(), to.type());
    Pointer first = layout(b);
    Pointer second = layout(a);
    Pointer c = layout(added, size);
    Pointer d = layout(to, size);
    Memory result = new Memory(CublasLt.RESULT_BYTES);
    if (!choose(
        desc, new Pointer[] {first, second, c, d}, new Matrix[] {b, a, added, to}, result)) {
      return Optional.empty();
    }
    Memory factors = new Memory(2L * Float.BYTES);
    factors.setFloat(0, 1);
    factors.setFloat(Float.BYTES, adds ? 1 : 0);
    Pointer beta = factors.share(Float.BYTES);
    CudaStream.Work call =
        new CudaStream.Work() {
          @Override
          public void submit(Pointer stream) {
            int status =
                CublasLt.cublasLtMatmul(
                    handle,
                    desc,
                    factors,
                    b.address(),
                    first,
                    a.address(),
                    second,
                    beta,
                    added.address(),
                    c,
                    to.address(),
                    d,
                    result,
                    workspace,
                    WORKSPACE_BYTES,
                    stream);
            CublasLt.check(status, "multiplying");
          }

          @Override
          public String toString() {
            return "cublaslt_" + product;
          }
        };
    return Optional.of(() -> card.stream().launch(call));
  }

  /** The products' transpositions: w's rows run along the sums forward, dy's across them in dw. */
  private static Pointer description(String product, Tensor bias, ElementType type) {
    PointerByReference desc = new PointerByReference();
    CublasLt.check(
        CublasLt.cublasLtMatmulDescCreate(desc, CublasLt.COMPUTE_32F, CublasLt.R_32F), "binding");
    set(desc.getValue(), CublasLt.TRANSA, product.equals("forward") ? 1 : 0);
    set(desc.getValue(), CublasLt.TRANSB, product.equals("dw") ? 1 : 0);
    if (bias != null) {
      set(desc.getValue(), CublasLt.EPILOGUE, CublasLt.EPILOGUE_BIAS);
      Memory address = new Memory(Long.BYTES);
      CudaTensor own = CudaTensor.of(bias);
      address.setLong(0, type == ElementType.BF16 ? own.roundedAddress() : own.address());
      CublasLt.check(
          CublasLt.cublasLtMatmulDescSetAttribute(
              desc.getValue(), CublasLt.BIAS_POINTER, address, Long.BYTES),
          "binding");
    }
    return desc.getValue();
  }

  private static void set(Pointer desc, int attribute, int value) {
    Memory memory = new Memory(Integer.BYTES);
    memory.setInt(0, value);
    CublasLt.check(
        CublasLt.cublasLtMatmulDescSetAttribute(desc, attribute, memory, Integer.BYTES), "binding");
  }

  private static Pointer layout(Matrix x) {
    return layout(x, x.rows(), x.columns());
  }

  private static Pointer layout(Matrix x, Size size) {
    return layout(x, size.rows(), size.columns());
  }

  private static Pointer layout(Matrix x, int rows, int columns) {
    PointerByReference layout = new PointerByReference();
    int type = x.type() == ElementType.BF16 ? CublasLt.R_16BF : CublasLt.R_32F;
    CublasLt.check(
        CublasLt.cublasLtMatrixLayoutCreate(layout, type, columns, rows, x.stride()), "binding");
    return layout.getValue();
  }

  /** Asks for the best algorithm for matrices aligned as these are; whether there is one. */
  private boolean choose(Pointer desc, Pointer[] layouts, Matrix[] matrices, Memory result) {
    PointerByReference created = new PointerByReference();
    CublasLt.check(CublasLt.cublasLtMatmulPreferenceCreate(created), "binding");
    Pointer preference = created.getValue();
    prefer(preference, CublasLt.MAX_WORKSPACE_BYTES, WORKSPACE_BYTES, Long.BYTES);
    for (int i = 0; i < matrices.length; i++) {
      long aligned = Math.min(MOST_ALIGNED, Long.lowestOneBit(matrices[i].address()));
      prefer(preference, CublasLt.MIN_ALIGNMENT_A_BYTES + i, aligned, Integer.BYTES);
    }
    IntByReference found = new IntByReference();
    int status =
        CublasLt.cublasLtMatmulAlgoGetHeuristic(
            handle,
            desc,
            layouts[0],
            layouts[1],
            layouts[2],
            layouts[3],
            preference,
            1,
            result,
            found);
    CublasLt.cublasLtMatmulPreferenceDestroy(preference);
    return status == 0 && found.getValue() > 0 && result.getInt(CublasLt.RESULT_STATUS) == 0;
  }

  private static void prefer(Pointer preference, int attribute, long value, int bytes) {
    Memory memory = new Memory(Long.BYTES);
    memory.setLong(0, value);
    CublasLt.check(
        CublasLt.cublasLtMatmulPreferenceSetAttribute(preference, attribute, memory, bytes),
        "binding");
  }
}
