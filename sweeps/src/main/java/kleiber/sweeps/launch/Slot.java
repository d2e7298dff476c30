package kleiber.sweeps.launch;

/**
 * A place for one run.
 *
 * @param index from 0, over the whole machine
 * @param worker the process that trains there, from 0
 * @param place which its runs share with those of other slots
 */
public record Slot(int index, int worker, Place place) {}
