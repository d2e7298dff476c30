package kleiber.sweeps.launch;

/**
 * What runs share that train side by side: a GPU, or the machine's cores.
 *
 * @param index from 0
 * @param device what CUDA_VISIBLE_DEVICES calls the GPU, null for cores
 * @param slots runs at once; 0 where that is still to be measured
 * @param memoryBytes that all of them may take together
 */
public record Place(int index, String device, int slots, long memoryBytes) {
  /** Whether this is a GPU, whose runs share one worker process; on cores each has its own. */
  public boolean isGpu() {
    return device != null;
  }

  /** Runs that one worker process trains at once. */
  int slotsPerWorker() {
    return isGpu() ? slots : 1;
  }
}
