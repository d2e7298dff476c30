package kleiber.lm.model.blueprint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;

/**
 * Names, shapes and places of all parameters of a model in one flat buffer. Decayed parameters come
 * first, so that an optimiser needs few ranges.
 */
public final class ParameterMap {
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final long decayedSize;
  private final long size;

  private ParameterMap(List<Parameter> unplaced) {
    long offset = 0;
    for (Parameter p : unplaced) {
      if (p.decayed()) {
        offset = place(p, offset);
      }
    }
    decayedSize = offset;
    for (Parameter p : unplaced) {
      if (!p.decayed()) {
        offset = place(p, offset);
      }
    }
    size = offset;
  }

  private long place(Parameter p, long offset) {
    byName.put(p.name(), p.at(offset));
    return offset + p.size();
  }

  /** The parameters of a model. */
  public static ParameterMap of(ModelSpec spec) {
    return new ParameterMap(Blueprint.parameters(spec));
  }

  /** All parameters in the order of the flat buffer. */
  public List<Parameter> parameters() {
    return List.copyOf(byName.values());
  }

  /** All parameters with fused projections taken apart, in the order of the flat buffer. */
  public List<Parameter> separate() {
    return byName.values().stream().flatMap(p -> p.separate().stream()).toList();
  }

  /** Whether the model has a parameter of that name. */
  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** The parameter of that name; asking for one that is not there is a programming error. */
  public Parameter get(String name) {
    Parameter parameter = byName.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name + " among " + byName.keySet());
    }
    return parameter;
  }

  /** Elements of the flat buffer. */
  public long size() {
    return size;
  }

  /**
   * Elements of the flat buffer where it is to be one tensor.
   *
   * @throws KleiberException when they are more than a tensor can have
   */
  public int flatSize() {
    if (size > Integer.MAX_VALUE) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "the model has %,d parameters, more than the %,d that can be held here; make it"
                  + " smaller",
              size,
              Integer.MAX_VALUE));
    }
    return (int) size;
  }

  /** Elements at the start of the flat buffer that weight decay applies to. */
  public long decayedSize() {
    return decayedSize;
  }
}
