package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** cuBLASLt is found wherever CUDA's installers put it, the newest that the driver can run. */
class LibrarySearchTest {
  private static final int CUDA_12_4 = 12_040;
  private static final int CUDA_13 = 13_000;

  @TempDir Path root;

  private Path library(String place) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private LibrarySearch search(Map<String, String> environment) {
    return new LibrarySearch(environment, root);
  }

  @Test
  void thereIsNoneOnAnEmptyMachine() {
    assertThat(search(Map.of()).find(CUDA_13)).isEmpty();
  }

  @Test
  void aToolkitsIsFound() throws IOException {
    Path toolkit = library("usr/local/cuda-13.0/targets/x86_64-linux/lib/libcublasLt.so.13");
    assertThat(search(Map.of()).find(CUDA_13)).contains(toolkit);
  }

  @Test
  void thatOfAPythonEnvironmentIsFound() throws IOException {
    Path wheel = library("v/lib/python3.12/site-packages/nvidia/cublas/lib/libcublasLt.so.12");
    String environment = root.resolve("v").toString();
    assertThat(search(Map.of("VIRTUAL_ENV", environment)).find(CUDA_13)).contains(wheel);
  }

  @Test
  void theNewestThatTheDriverCanRunIsTaken() throws IOException {
    Path older = library("usr/lib64/libcublasLt.so.12");
    Path newer = library("usr/local/cuda/lib64/libcublasLt.so.13");
    library("usr/local/cuda/lib64/libcublasLt.so.14");
    assertThat(search(Map.of()).find(CUDA_13)).contains(newer);
    assertThat(search(Map.of()).find(CUDA_12_4)).contains(older);
  }

  @Test
  void theLibraryPathComesFirst() throws IOException {
    Path first = library("mine/libcublasLt.so.12");
    library("usr/lib64/libcublasLt.so.12");
    String path = root.resolve("mine").toString();
    assertThat(search(Map.of("LD_LIBRARY_PATH", path)).find(CUDA_13)).contains(first);
  }
}
