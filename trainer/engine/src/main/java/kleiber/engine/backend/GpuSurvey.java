package kleiber.engine.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine's NVIDIA GPUs, asked of {@code nvidia-smi} since that needs no CUDA.
 *
 * @param gpus those the driver lists
 * @param problem what keeps the driver from listing any, in words for the user; empty if nothing
 */
public record GpuSurvey(List<Gpu> gpus, String problem) {
  private static final String BASIC = "index,uuid,name,memory.total,driver_version";
  private static final String CSV = "--format=csv,noheader,nounits";
  private static final int BASIC_FIELDS = 5;
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /**
   * Of nvidia-smi -L: a GPU, or below it an instance with the memory that its kind is named for.
   */
  private static final Pattern LISTED =
      Pattern.compile(
          "GPU (?<index>\\d{1,4}): .*"
              + "|\\s+MIG (?<kind>\\S*?(?<gb>\\d{1,4})gb\\S*).*\\(UUID: (?<uuid>MIG-[^)\\s]+)\\)\\s*");

  /** MiB that an instance has for each GB in its name, or a little more. */
  private static final int MIB_PER_GB = 972;

  /** Asked once: what a machine has does not change under a process. */
  private static final class Here {
    static final GpuSurvey SURVEY = ask();
  }

  /** The GPUs of this machine. */
  public static GpuSurvey ofThisMachine() {
    return Here.SURVEY;
  }

  /** The first GPU that CUDA programs see as number 0. */
  public Optional<Gpu> first() {
    return visible().stream().findFirst();
  }

  /** The GPUs that CUDA programs see, in their order. */
  public List<Gpu> visible() {
    return visible(System.getenv(VISIBLE));
  }

  /**
   * What CUDA_VISIBLE_DEVICES leaves: the devices it lists up to the first that is none; without
   * it, all, with instances in place of the GPUs that they were cut from.
   *
   * @param devices numbers or UUIDs between commas; null for all
   */
  List<Gpu> visible(String devices) {
    if (devices == null) {
      return gpus.stream().filter(gpu -> !isReplaced(gpu)).toList();
    }
    List<Gpu> seen = new ArrayList<>();
    for (String device : devices.split(",")) {
      Optional<Gpu> found = find(device.strip());
      if (found.isEmpty()) {
        break;
      }
      seen.add(found.get());
    }
    return seen;
  }

  private boolean isReplaced(Gpu gpu) {
    return gpu.partitioned()
        && gpus.stream().anyMatch(part -> part.isInstance() && part.index() == gpu.index());
  }

  /** The GPU or instance that CUDA_VISIBLE_DEVICES would mean by {@code device}. */
  public Optional<Gpu> find(String device) {
    return gpus.stream().filter(gpu -> gpu.isCalled(device)).findFirst();
  }

  /**
   * What to call the visible GPUs in CUDA_VISIBLE_DEVICES: the user's own words where it is set,
   * else UUIDs, which do not depend on who counts. Where none of them is listed, as without
   * nvidia-smi in many containers, all that were granted are taken to be there, or the first.
   */
  public List<String> names() {
    return names(System.getenv(VISIBLE));
  }

  List<String> names(String devices) {
    List<Gpu> visible = visible(devices);
    if (devices == null) {
      return visible.isEmpty() ? List.of("0") : visible.stream().map(Gpu::uuid).toList();
    }
    List<String> words = Arrays.stream(devices.split(",")).map(String::strip).toList();
    return visible.isEmpty()
        ? words.stream().takeWhile(word -> !word.startsWith("-")).toList()
        : words.subList(0, visible.size());
  }

  private static GpuSurvey ask() {
    try {
      Answer full = run("--query-gpu=" + BASIC + ",compute_cap,mig.mode.current", CSV);
      // Drivers before 2021 do not know the last two fields.
      GpuSurvey survey =
          full.text().contains("is not a valid field")
              ? parse(run("--query-gpu=" + BASIC, CSV))
              : parse(full);
      return survey.gpus.stream().anyMatch(Gpu::partitioned)
          ? survey.withInstances(run("-L").text())
          : survey;
    } catch (IOException e) {
      return new GpuSurvey(List.of(), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new GpuSurvey(List.of(), "");
    }
  }

  /**
   * What nvidia-smi said.
   *
   * @param exit its exit code
   * @param text both outputs
   */
  record Answer(int exit, String text) {}

  private static Answer run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("nvidia-smi"));
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Answer(1, "nvidia-smi did not answer within 20 seconds");
    }
    byte[] output = process.getInputStream().readAllBytes();
    return new Answer(process.exitValue(), new String(output, StandardCharsets.UTF_8));
  }

  /** Reads the lines of the query; lines that are no GPU are skipped. */
  static GpuSurvey parse(Answer answer) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : answer.text().split("\\R")) {
      String[] fields = Arrays.stream(line.split(",")).map(String::strip).toArray(String[]::new);
      if (fields.length >= BASIC_FIELDS && fields[0].matches("\\d{1,4}")) {
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0]),
                fields[1],
                fields[2],
                number(fields[3]),
                fields[4],
                (int) number(fields.length > 5 ? fields[5].replace(".", "") : ""),
                fields.length > 6 && fields[6].equalsIgnoreCase("Enabled")));
      }
    }
    return new GpuSurvey(List.copyOf(gpus), gpus.isEmpty() ? problem(answer) : "");
  }

  /** With the instances of partitioned GPUs, from what nvidia-smi -L says. */
  GpuSurvey withInstances(String listing) {
    List<Gpu> all = new ArrayList<>(gpus);
    Optional<Gpu> card = Optional.empty();
    for (String line : listing.split("\\R")) {
      Matcher listed = LISTED.matcher(line);
      if (listed.matches()) {
        card = listed.group("index") == null ? card : find(listed.group("index"));
        if (listed.group("uuid") != null && card.isPresent()) {
          all.add(instance(card.get(), listed));
        }
      }
    }
    return new GpuSurvey(List.copyOf(all), problem);
  }

  private static Gpu instance(Gpu card, Matcher listed) {
    return new Gpu(
        card.index(),
        listed.group("uuid"),
        card.name() + " MIG " + listed.group("kind"),
        MIB_PER_GB * number(listed.group("gb")),
        card.driver(),
        card.capability(),
        false);
  }

  /** 0 for anything but digits, such as [N/A] or [Unknown Error]. */
  private static long number(String field) {
    return field.matches("\\d{1,9}") ? Long.parseLong(field) : 0;
  }

  private static String problem(Answer answer) {
    String said = answer.text().strip().replaceAll("\\s+", " ");
    if (said.contains("version mismatch")) {
      return "the NVIDIA driver was updated while its old kernel module is loaded; reboot the"
          + " machine (nvidia-smi says: "
          + said
          + ")";
    }
    if (said.contains("couldn't communicate") || said.contains("NVML")) {
      return "the NVIDIA driver is not running; install or load it (nvidia-smi says: " + said + ")";
    }
    if (said.contains("No devices were found")) {
      return "the NVIDIA driver is there and finds no GPU";
    }
    return answer.exit() == 0 ? "" : "nvidia-smi failed: " + said;
  }
}
