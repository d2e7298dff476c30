package kleiber.record;

import java.util.List;

/**
 * A line of {@code attempts.jsonl}: what an attempt at a run ran with.
 *
 * @param attempt counted from 1
 * @param startedAt ISO-8601 time
 * @param changes in what it differs from the run's beginning, in words; allowed by the user
 * @param basis text, tokens, backend, precision and threads
 * @param environment where it ran
 */
public record Attempt(
    int attempt, String startedAt, List<String> changes, Basis basis, Environment environment) {}
