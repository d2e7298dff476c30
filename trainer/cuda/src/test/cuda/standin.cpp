// Runs kernels block by block, a block's threads as fibres: stacks of their own that are switched by hand.
#include "standin.h"
#include <sys/mman.h>

namespace standin {
Fibre* current;
Warp warps[32];
dim3 block_index, block_dim, grid_dim;
unsigned char* dynamic_shared;
Groups copies[1024];

std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}

// --- fibres: the registers that a call must keep are pushed, the stack is exchanged, the others' are popped (System V, x86-64) ---
extern "C" void standin_switch(void** from, void* to);
__asm__(R"(
.text
.globl standin_switch
.type standin_switch,@function
standin_switch:
  pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp
  ret
.size standin_switch,.-standin_switch
)");
static const size_t STACK = 128 << 10;
static const unsigned MOST = 1024;
static Fibre fibres[MOST];
static char* stacks;
static void* scheduler;
static const Kernel* kernel;
static void** arguments;
static unsigned live, at_barrier, generation;

void yield() { standin_switch(&current->stack, scheduler); }

void barrier() {
  unsigned before = generation;
  if (++at_barrier == live) {
    at_barrier = 0;
    generation++;
  } else {
    while (generation == before) yield();
  }
}

static void body() {
  kernel->call(kernel->function, arguments);
  current->done = true;
  Warp& w = warp();
  w.live--;
  live--;
  if (w.live && w.arrived == w.live) {
    fprintf(stderr, "stand-in: lanes of a warp returned while others wait for them\n");
    abort();
  }
  if (live && at_barrier == live) {  // as on a GPU, threads that have returned are not waited for
    at_barrier = 0;
    generation++;
  }
  yield();
}

static void start(unsigned i) {
  Fibre& f = fibres[i];
  f.done = false;
  f.thread = dim3(i % block_dim.x, i / block_dim.x % block_dim.y, i / (block_dim.x * block_dim.y));
  void** top = (void**)(stacks + STACK * (i + 1) - 64 - i * 67 % 61 * 64);  // spread over the sets of the cache
  *--top = nullptr;
  *--top = (void*)body;
  top -= 6;
  f.stack = top;
}

extern "C" unsigned char __start_cuda_shared[] __attribute__((weak)), __stop_cuda_shared[] __attribute__((weak));

static void run_block(unsigned threads, unsigned shared_bytes, bool reversed) {
  memset(dynamic_shared, 0xff, shared_bytes);
  memset(__start_cuda_shared, 0xff, __stop_cuda_shared - __start_cuda_shared);
  live = threads;
  at_barrier = 0;
  for (unsigned i = 0; i < threads; i++) {
    copies[i].clear();
    start(i);
  }
  for (unsigned w = 0; w * 32 < threads; w++) {
    warps[w].live = threads - w * 32 < 32 ? threads - w * 32 : 32;
    warps[w].arrived = 0;
  }
  while (live > 0) {
    for (unsigned j = 0; j < threads; j++) {
      unsigned i = reversed ? threads - 1 - j : j;
      if (fibres[i].done) continue;
      current = &fibres[i];
      standin_switch(&scheduler, current->stack);
    }
  }
}

void launch(const Kernel& k, dim3 grid, dim3 block, unsigned shared_bytes, void** args) {
  if (!stacks) stacks = (char*)mmap(nullptr, STACK * MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  std::vector<unsigned char> memory(shared_bytes + 256);
  dynamic_shared = (unsigned char*)(((uintptr_t)memory.data() + 127) & ~127ul);
  kernel = &k;
  arguments = args;
  grid_dim = grid;
  block_dim = block;
  const char* order = getenv("STANDIN_REVERSED");
  bool reversed = order && *order == '1';
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        block_index = dim3(x, y, z);
        run_block(block.x * block.y * block.z, shared_bytes, reversed);
      }
}
}  // namespace standin

// PTX, "Matrix fragments for mma.m16n8k16": lane l holds rows l/4 and l/4+8, columns 2(l%4) and on.
void multiply(standin::Warp& w) {
  float A[16][16], B[16][8], C[16][8];
  auto low = [](uint32_t v) { return __uint_as_float(v << 16); };
  auto high = [](uint32_t v) { return __uint_as_float(v & 0xffff0000u); };
  for (int l = 0; l < 32; l++) {
    int g = l / 4, t = l % 4 * 2;
    for (int i = 0; i < 4; i++) {
      int row = g + i % 2 * 8, column = t + i / 2 * 8;
      A[row][column] = low(w.a[l][i]);
      A[row][column + 1] = high(w.a[l][i]);
    }
    for (int i = 0; i < 2; i++) {
      B[t + 8 * i][g] = low(w.b[l][i]);
      B[t + 8 * i + 1][g] = high(w.b[l][i]);
      memcpy(&C[g + 8 * i][t], &w.c[l][2 * i], 8);
    }
  }
  for (int i = 0; i < 16; i++)
    for (int k = 0; k < 16; k++)
      for (int j = 0; j < 8; j++) C[i][j] += A[i][k] * B[k][j];
  for (int l = 0; l < 32; l++)
    for (int i = 0; i < 2; i++) memcpy(&w.c[l][2 * i], &C[l / 4 + 8 * i][l % 4 * 2], 8);
}
