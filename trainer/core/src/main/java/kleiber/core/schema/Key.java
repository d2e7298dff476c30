package kleiber.core.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one configuration key on the record component that holds it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What the key means, with its unit. */
  String doc();

  /** The default as it would stand in YAML; without one the key must be given. */
  String value() default REQUIRED;

  /** The smallest allowed number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether the key is part of a run's identity: names, folders and logging are not. */
  boolean identity() default true;

  /**
   * Whether the key came after runs had been made without it. Its default says what these did, so
   * it is hashed only where it is another: old runs keep their identity.
   */
  boolean later() default false;

  /**
   * Whether the value names files. A relative name is meant from the folder of the file that gives
   * it, and a run's identity holds the content instead of the name.
   */
  boolean place() default false;

  /** Keys beside this one that mean the same thing: of those given, the latest source's counts. */
  String[] insteadOf() default {};

  /** Marks a key that must be given. */
  String REQUIRED = "\0required";
}
