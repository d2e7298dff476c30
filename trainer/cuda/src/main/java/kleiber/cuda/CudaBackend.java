package kleiber.cuda;

import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BoundModel;
import kleiber.engine.backend.Engine;
import kleiber.engine.backend.Inference;
import kleiber.engine.backend.StepFacts;
import kleiber.engine.backend.Trainable;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;

/** One NVIDIA GPU: flat buffers in one call, whole steps recorded and replayed. */
final class CudaBackend implements Backend {
  private final Precision precision;
  private final Card card;

  CudaBackend(Device device, Precision precision) {
    this.precision = precision;
    PointerByReference context = new PointerByReference();
    CudaError.check(
        Driver.cuDevicePrimaryCtxRetain(context, device.handle()), "taking the GPU into use");
    this.card = new Card(device, context.getValue());
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String describe() {
    String library =
        precision == Precision.BF16
            ? card.libraryPath().map(path -> " and " + path).orElse("")
            : "";
    return "cuda: own kernels" + library + " on " + card.device().name();
  }

  @Override
  public Tensor allocate(ElementType type, int... shape) {
    Layout layout = Layout.of(type, shape);
    long address = card.memory().allocate(layout.size() * type.bytes());
    return new CudaTensor(card, new Block(card.memory(), address, layout.size()), layout);
  }

  @Override
  public Kernels kernels() {
    return new CudaKernels(card, precision);
  }

  @Override
  public <B> Engine<B> engine(Trainable<B> model) {
    return new CudaEngine<>(this, model);
  }

  @Override
  public <B> Inference<B> inference(BoundModel<B> model) {
    return Inference.of(model, card.record(model::forward));
  }

  /** What its kernels are bound to. */
  Card card() {
    return card;
  }

  @Override
  public Optional<StepFacts> facts() {
    return Optional.of(card.facts(precision));
  }

  @Override
  public long allocatedBytes() {
    return card.memory().allocatedBytes();
  }

  /** The driver's context stays for the process: making one takes a fifth of a second. */
  @Override
  public void close() {
    card.close();
  }
}
