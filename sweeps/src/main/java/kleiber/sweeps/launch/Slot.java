package kleiber.sweeps.launch;

/**
 * A place for one worker.
 *
 * @param index from 0
 * @param device what CUDA_VISIBLE_DEVICES is set to, null for a processor core
 */
public record Slot(int index, String device) {}
