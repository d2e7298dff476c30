package kleiber.core.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component whose keys stand beside those of the record that has it, and not in a group of
 * their own: so keys that several records have are written once.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {
  /** Defaults that are others here than in the marked record, each as {@code key=value}. */
  String[] defaults() default {};
}
