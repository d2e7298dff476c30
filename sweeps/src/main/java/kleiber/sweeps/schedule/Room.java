package kleiber.sweeps.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kleiber.sweeps.launch.Place;

/** What is taken of a place's slots and memory. The runs there never take more than it has. */
final class Room {
  private final Place place;
  private int runs;
  private int slots;
  private long memoryBytes;

  Room(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** Runs that are here. */
  int runs() {
    return runs;
  }

  /** Whether a run can come that takes so much; one for more slots than there are takes all. */
  boolean fits(int wantedSlots, long wantedBytes) {
    return slots + atMost(wantedSlots) <= place.slots()
        && wantedBytes <= place.memoryBytes() - memoryBytes;
  }

  void enter(int takenSlots, long takenBytes) {
    runs++;
    slots += atMost(takenSlots);
    memoryBytes += takenBytes;
  }

  void leave(int takenSlots, long takenBytes) {
    runs--;
    slots -= atMost(takenSlots);
    memoryBytes -= takenBytes;
  }

  private int atMost(int wantedSlots) {
    return Math.min(wantedSlots, place.slots());
  }

  /** Of the rooms that fit, the one with the fewest runs; the first of equals. */
  static Optional<Room> best(List<Room> rooms, int slots, long memoryBytes) {
    return rooms.stream()
        .filter(room -> room.fits(slots, memoryBytes))
        .min(Comparator.comparingInt(Room::runs));
  }
}
