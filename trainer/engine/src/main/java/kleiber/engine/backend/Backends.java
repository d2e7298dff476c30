package kleiber.engine.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kleiber.core.KleiberException;
import kleiber.engine.tensor.Precision;

/** The backends on the class path, and the choice among them. */
public final class Backends {
  private final List<BackendProvider> providers;

  private Backends(List<BackendProvider> providers) {
    this.providers = providers;
  }

  /** Finds all backends on the class path, fastest first. */
  public static Backends find() {
    return new Backends(
        StreamSupport.stream(ServiceLoader.load(BackendProvider.class).spliterator(), false)
            .sorted(Comparator.comparingInt(BackendProvider::preference).reversed())
            .toList());
  }

  /** All providers, fastest first, those with an obstacle included. */
  public List<BackendProvider> providers() {
    return providers;
  }

  /**
   * What was chosen, and why, for people and run records.
   *
   * @param backend the open backend
   * @param precision what it computes in
   * @param reason one sentence
   */
  public record Choice(Backend backend, Precision precision, String reason) {}

  /**
   * What will be opened, before anything is loaded.
   *
   * @param provider of the backend
   * @param precision what it will compute in
   * @param threads it may use, at least 1
   * @param reason one sentence
   */
  public record Selection(
      BackendProvider provider, Precision precision, int threads, String reason) {
    /** Opens the backend. */
    public Choice open() {
      return new Choice(provider.open(threads, precision), precision, reason);
    }
  }

  /**
   * Opens the backend of that name.
   *
   * @param name a backend's name, or {@code auto}
   * @param precision {@code fp32}, {@code tf32}, {@code bf16} or {@code auto}
   * @param threads processor threads, 0 for all
   * @param width channels of the model: small ones are fastest in fp32
   * @throws KleiberException for an unknown name or one that cannot run here
   */
  public Choice open(String name, String precision, int threads, int width) {
    return select(name, precision, threads, width).open();
  }

  /** Decides like {@link #open(String, String, int, int)} what to open. */
  public Selection select(String name, String precision, int threads, int width) {
    int usable = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    BackendProvider provider = choose(name);
    Precision chosen = precision(provider, precision, width);
    String reason =
        name.equals("auto")
            ? provider.name() + " is the fastest backend that works here" + passedOver(provider)
            : provider.name() + " was asked for";
    if (precision.equals("auto")) {
      reason += ", " + chosen.label() + " its fastest precision at width " + width;
    }
    return new Selection(provider, chosen, usable, reason);
  }

  /** Opens the backend of that name in a given precision, {@code fp32} or {@code bf16}. */
  public Choice open(String name, String precision, int threads) {
    return open(name, precision, threads, 0);
  }

  /** The backend of that name, for {@code auto} the fastest, if it can run here. */
  public Optional<BackendProvider> usable(String name) {
    return providers.stream()
        .filter(provider -> name.equals("auto") || provider.name().equals(name))
        .filter(provider -> provider.obstacle().isEmpty())
        .findFirst();
  }

  private BackendProvider choose(String name) {
    return usable(name).orElseThrow(() -> unusable(name));
  }

  private KleiberException unusable(String name) {
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        return KleiberException.usage(
            "backend " + name + " cannot run here: " + provider.obstacle().orElseThrow());
      }
    }
    return KleiberException.usage(
        "no backend \"" + name + "\" on the class path; choose auto or one of " + names());
  }

  /** Why backends that would be faster were not chosen. */
  private String passedOver(BackendProvider chosen) {
    return providers.stream()
        .takeWhile(provider -> provider != chosen)
        .map(provider -> " (" + provider.name() + ": " + provider.obstacle().orElseThrow() + ")")
        .collect(Collectors.joining());
  }

  private static Precision precision(BackendProvider provider, String wanted, int width) {
    if (wanted.equals("auto")) {
      return provider.fastest(width);
    }
    for (Precision precision : Precision.values()) {
      if (precision.label().equals(wanted)) {
        if (!provider.supports(precision)) {
          throw KleiberException.usage(
              "backend "
                  + provider.name()
                  + " cannot compute in "
                  + wanted
                  + " here; set precision to auto or fp32");
        }
        return precision;
      }
    }
    throw KleiberException.usage(
        "no precision \"" + wanted + "\"; choose one of auto, fp32, tf32, bf16");
  }

  private String names() {
    return providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
