// Runs kernels block by block, a block's threads as fibres: stacks of their own that are switched by hand.
#include "standin.h"
#include <sys/mman.h>

// The registers that a call must keep are pushed, the stack is exchanged, the others' are popped (System V, x86-64).
extern "C" void standin_switch(void** from, void* to);
__asm__(".text\n.globl standin_switch\n.type standin_switch,@function\nstandin_switch:\n"
        "pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15\n"
        "movq %rsp, (%rdi); movq %rsi, %rsp\n"
        "popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp; ret\n");
extern "C" unsigned char __start_cuda_shared[] __attribute__((weak)), __stop_cuda_shared[] __attribute__((weak));

namespace standin {
Fibre* current;
Warp warps[32];
dim3 block_index, block_dim, grid_dim;
unsigned char* dynamic_shared;
Groups copies[MOST];
static const size_t STACK = 128 << 10, GUARD = 128;  // bytes of a fibre's stack, and after dynamic shared memory
static Fibre fibres[MOST];
static char* stacks;
static void *scheduler, **arguments;
static const Kernel* kernel;
static unsigned live, at_barrier;

std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}
void fail(const char* what) {
  fprintf(stderr, "stand-in: %s, in kernel %s\n", what, kernel ? kernel->name : "none");
  abort();
}
static void leave() { standin_switch(&current->stack, scheduler); }  // until this thread is run again
void arrive(bool last) {
  unsigned first = linear() & ~31u;
  current->waits = true;
  if (last) {
    for (unsigned i = first; i < first + 32; i++) fibres[i].waits = false;
    warps[first / 32].arrived = 0;
  }
  leave();
}
void barrier() {
  current->waits = true, at_barrier++;
  leave();
}

// A thread, from its first instruction to its last.
static void body() {
  kernel->call(kernel->function, arguments);
  Warp& w = warp();
  current->done = true, w.live--, live--;
  if (w.live && w.arrived == w.live) fail("lanes of a warp returned while others wait for them");
  leave();
}
static void start(unsigned i) {
  void** top = (void**)(stacks + STACK * (i + 1) - 64 - i * 67 % 61 * 64);  // spread over the sets of the cache
  *--top = nullptr;
  *--top = (void*)body;
  fibres[i] = {top - 6, false, false, {i % block_dim.x, i / block_dim.x % block_dim.y, i / (block_dim.x * block_dim.y)}};
  copies[i].assign(1, {});
  warps[i / 32].live++;
}

// Runs a warp until each of its lanes has returned or waits for other warps; whether any could run.
static bool run_warp(unsigned first, unsigned threads, bool reversed) {
  unsigned lanes = threads - first < 32 ? threads - first : 32;
  for (bool any = false;; any = true) {
    bool ran = false;
    for (unsigned l = 0; l < lanes; l++) {
      current = &fibres[first + (reversed ? lanes - 1 - l : l)];
      if (current->done || current->waits) continue;
      standin_switch(&scheduler, current->stack);
      ran = true;
    }
    if (!ran) return any;
  }
}
static void run_block(unsigned threads, unsigned shared_bytes, bool reversed) {
  memset(dynamic_shared, 0xff, shared_bytes + GUARD);
  memset(__start_cuda_shared, 0xff, __stop_cuda_shared - __start_cuda_shared);
  live = threads, at_barrier = 0;
  for (Warp& w : warps) w.live = w.arrived = 0;
  for (unsigned i = 0; i < threads; i++) start(i);
  unsigned count = (threads + 31) / 32;
  while (live > 0) {
    bool ran = false;
    for (unsigned w = 0; w < count; w++) ran |= run_warp((reversed ? count - 1 - w : w) * 32, threads, reversed);
    if (!ran) fail("threads wait for each other at different meetings");
    if (at_barrier < live) continue;  // as on a GPU, threads that have returned are not waited for
    for (unsigned i = 0; i < threads; i++) fibres[i].waits = false;
    at_barrier = 0;
  }
  for (unsigned i = 0; i < GUARD; i++)
    if (dynamic_shared[shared_bytes + i] != 0xff) fail("a write after the end of shared memory");
}

void launch(const Kernel& k, dim3 grid, dim3 block, unsigned shared_bytes, void** args) {
  if (!stacks) stacks = (char*)mmap(nullptr, STACK * MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  std::vector<unsigned char> memory(shared_bytes + GUARD + 128);
  dynamic_shared = (unsigned char*)(((uintptr_t)memory.data() + 127) & ~127ul);
  kernel = &k, arguments = args, grid_dim = grid, block_dim = block;
  bool reversed = getenv("STANDIN_REVERSED");
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        block_index = {x, y, z};
        run_block(block.x * block.y * block.z, shared_bytes, reversed);
      }
}

// PTX, "Matrix fragments for mma.m16n8k16": lane l holds rows l/4 and l/4+8, columns 2(l%4) and on.
void multiply(Warp& w) {
  typedef float Row __attribute__((vector_size(32)));
  float A[16][16];
  Row B[16], C[16];
  auto low = [](uint32_t v) { return __uint_as_float(v << 16); };
  auto high = [](uint32_t v) { return __uint_as_float(v & 0xffff0000u); };
  for (int l = 0; l < 32; l++)
    for (int i = 0; i < 4; i++) {
      int g = l / 4, t = l % 4 * 2, row = g + i % 2 * 8, k = t + i / 2 * 8;
      A[row][k] = low(w.a[l][i]), A[row][k + 1] = high(w.a[l][i]);
      if (i < 2) B[t + 8 * i][g] = low(w.b[l][i]), B[t + 8 * i + 1][g] = high(w.b[l][i]);
      C[g + i / 2 * 8][t + i % 2] = w.c[l][i];
    }
  for (int row = 0; row < 16; row++)
    for (int k = 0; k < 16; k++) C[row] += A[row][k] * B[k];
  for (int l = 0; l < 32; l++)
    for (int i = 0; i < 4; i++) w.c[l][i] = C[l / 4 + i / 2 * 8][l % 4 * 2 + i % 2];
}
}  // namespace standin
