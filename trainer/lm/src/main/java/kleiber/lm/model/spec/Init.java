package kleiber.lm.model.spec;

/** How weights start. Norms start at gain 1 and bias 0, other biases at 0. */
public sealed interface Init {
  /**
   * Standard deviation of a matrix's or table's first values.
   *
   * @param columns of the matrix, its inputs
   */
  double std(ModelSpec spec, Role role, int columns);

  /** Whether normals are drawn again beyond two standard deviations. */
  default boolean truncated(Role role) {
    return false;
  }

  /**
   * N(0, std²) everywhere.
   *
   * @param std standard deviation
   * @param scaleResiduals whether projections that end a residual branch start at std/√(2L) (GPT-2)
   * @param truncated whether draws beyond two standard deviations are repeated (BERT)
   */
  record Normal(double std, boolean scaleResiduals, boolean truncated) implements Init {
    public Normal {
      Sound.number("init.std", std);
    }

    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      boolean endsBranch = role == Role.ATTENTION_OUT || role == Role.MLP_OUT;
      return scaleResiduals && endsBranch ? std / Math.sqrt(2.0 * spec.layers()) : std;
    }

    @Override
    public boolean truncated(Role role) {
      return truncated;
    }
  }

  /**
   * {@link Normal} with std = 1/√width, so that whatever reads a normed stream starts with outputs
   * of about 1. GPT-2's 0.02 is that of a width of 2,500: models of widths below 100 that start
   * with it spend their first thousand steps on a plateau, and leave it sooner or later by chance,
   * so that losses of short runs differ by several per cent from seed to seed (LOG.md, 27 November
   * 2026).
   *
   * @param scaleResiduals whether projections that end a residual branch start at std/√(2L)
   */
  record ByWidth(boolean scaleResiduals) implements Init {
    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      double std = 1 / Math.sqrt(spec.width());
      return new Normal(std, scaleResiduals, false).std(spec, role, columns);
    }
  }

  /** PaLM: N(0, 1/n_in) for weights and N(0, 1) for embeddings (arXiv:2204.02311, section 5). */
  record FanIn() implements Init {
    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      return role == Role.EMBEDDING ? 1 : 1 / Math.sqrt(columns);
    }
  }

  /**
   * T5 in Mesh TensorFlow: as {@link FanIn}, but queries also carry the 1/√headWidth that scores
   * are not divided by, and feed-forward weights are truncated normals.
   */
  record T5() implements Init {
    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      return switch (role) {
        case EMBEDDING -> 1;
        case QUERY -> 1 / Math.sqrt((double) columns * spec.attention().headWidth());
        case POSITION_BIAS -> 1 / Math.sqrt(spec.width());
        default -> 1 / Math.sqrt(columns);
      };
    }

    @Override
    public boolean truncated(Role role) {
      return role == Role.MLP_IN || role == Role.MLP_OUT;
    }
  }

  /**
   * Another rule, with some matrices at zero: at the start, then, nothing is attended to more than
   * anything else, and all tokens are as likely. Under µP what these are at random shrinks with the
   * width, where what they learn does not (Yang et al., arXiv:2203.03466, appendix D.2).
   *
   * @param rest the rule for all others
   * @param queries whether those of queries start at zero
   * @param head whether an output head of its own does
   */
  record Zeroed(Init rest, boolean queries, boolean head) implements Init {
    public Zeroed {
      Sound.given("init.rest", rest);
    }

    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      boolean zero = queries && role == Role.QUERY || head && role == Role.HEAD;
      return zero ? 0 : rest.std(spec, role, columns);
    }

    @Override
    public boolean truncated(Role role) {
      return rest.truncated(role);
    }
  }
}
