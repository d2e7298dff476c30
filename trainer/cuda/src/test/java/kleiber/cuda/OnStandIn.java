package kleiber.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that loads the stand-in for NVIDIA's driver: skipped where g++ could not build it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnStandIn.Condition.class)
@interface OnStandIn {
  /** Whether the library is there. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Path library = Path.of(Driver.LIBRARY);
      return Files.exists(library)
          ? ConditionEvaluationResult.enabled("the stand-in is built")
          : ConditionEvaluationResult.disabled(
              "no stand-in " + library + ": make standin needs make and g++");
    }
  }
}
