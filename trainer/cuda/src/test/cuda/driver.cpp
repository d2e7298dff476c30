// The calls of NVIDIA's driver that the cuda backend makes, answered on the processor: the tests load it in place of libcuda.so.1.
// Streams run at once; a captured stream notes its calls, and a graph repeats them. STANDIN_FAIL=NAME:CODE makes one call fail,
// STANDIN_MEMORY=BYTES is the card's size.
#include <atomic>
#include <mutex>
#include "standin.h"
#define API extern "C" __attribute__((visibility("default"))) int

namespace {
enum Error { OK = 0, INVALID = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101, NO_BINARY = 218, NOT_FOUND = 500, CAPTURING = 900 };
std::recursive_mutex device;  // one kernel at a time
size_t allocated;
std::map<uint64_t, size_t> blocks;

struct Node {
  enum { KERNEL_NODE, COPY, SET } kind;
  const standin::Kernel* kernel;
  dim3 grid, block;
  unsigned shared;
  std::vector<std::vector<char>> arguments;
  void* to;
  const void* from;
  size_t size;
  int value;
};
struct Stream {
  bool capturing = false;
  std::vector<Node> nodes;
};

void execute(Node& n) {
  std::lock_guard<std::recursive_mutex> alone(device);
  if (n.kind == Node::COPY) memcpy(n.to, n.from, n.size);
  else if (n.kind == Node::SET) memset(n.to, n.value, n.size);
  else {
    std::vector<void*> p;
    for (auto& a : n.arguments) p.push_back(a.data());
    standin::launch(*n.kernel, n.grid, n.block, n.shared, p.data());
  }
}
int submit(void* stream, Node n) {
  Stream* s = (Stream*)stream;
  if (s->capturing) s->nodes.push_back(std::move(n));
  else execute(n);
  return OK;
}
// The code that STANDIN_FAIL asks this call for, or OK.
int failure(const char* call) {
  const char* wanted = getenv("STANDIN_FAIL");
  size_t n = strlen(call);
  return wanted && !strncmp(wanted, call, n) && wanted[n] == ':' ? atoi(wanted + n + 1) : OK;
}
size_t memory() {
  const char* size = getenv("STANDIN_MEMORY");
  return size ? strtoull(size, nullptr, 10) : (size_t)8 << 30;
}
int number(const char* name, int otherwise) {
  const char* value = getenv(name);
  return value ? atoi(value) : otherwise;
}
}  // namespace

API cuInit(unsigned) { return failure("cuInit"); }
API cuDriverGetVersion(int* v) { *v = number("STANDIN_DRIVER", 13000); return OK; }
API cuDeviceGetCount(int* n) { *n = number("STANDIN_DEVICES", 1); return OK; }
API cuDeviceGet(int* d, int i) { *d = i; return OK; }
API cuDeviceGetName(char* s, int n, int) { snprintf(s, n, "stand-in on the processor"); return OK; }
API cuDeviceTotalMem_v2(size_t* n, int) { *n = memory(); return OK; }
API cuDeviceGetAttribute(int* v, int attribute, int) {
  int capability = number("STANDIN_CAPABILITY", 80);
  *v = attribute == 75 ? capability / 10 : attribute == 76 ? capability % 10 : attribute == 16 ? 4 : attribute == 97 ? 227 << 10 : 0;
  return OK;
}
API cuDevicePrimaryCtxRetain(void** c, int) { *c = (void*)1; return failure("cuDevicePrimaryCtxRetain"); }
API cuCtxSetCurrent(void*) { return OK; }
API cuMemGetInfo_v2(size_t* free, size_t* total) { *total = memory(); *free = *total > allocated ? *total - allocated : 0; return OK; }
API cuMemAlloc_v2(uint64_t* p, size_t n) {
  std::lock_guard<std::recursive_mutex> alone(device);
  if (allocated + n > memory()) return OUT_OF_MEMORY;
  *p = (uint64_t)aligned_alloc(256, (n + 255) & ~255ul);
  memset((void*)*p, 0xff, n);  // not zero, as on a card
  blocks[*p] = n;
  allocated += n;
  return OK;
}
API cuMemFree_v2(uint64_t p) {
  std::lock_guard<std::recursive_mutex> alone(device);
  auto i = blocks.find(p);
  if (i == blocks.end()) return INVALID;
  allocated -= i->second;
  blocks.erase(i);
  free((void*)p);
  return OK;
}
API cuMemHostAlloc(void** p, size_t n, unsigned) { *p = aligned_alloc(256, (n + 255) & ~255ul); return OK; }
API cuMemFreeHost(void* p) { free(p); return OK; }
API cuMemcpyHtoDAsync_v2(uint64_t d, const void* h, size_t n, void* s) { Node x{}; x.kind = Node::COPY; x.to = (void*)d; x.from = h; x.size = n; return submit(s, x); }
API cuMemcpyDtoHAsync_v2(void* h, uint64_t d, size_t n, void* s) { Node x{}; x.kind = Node::COPY; x.to = h; x.from = (void*)d; x.size = n; return submit(s, x); }
API cuMemcpyDtoDAsync_v2(uint64_t d, uint64_t f, size_t n, void* s) { Node x{}; x.kind = Node::COPY; x.to = (void*)d; x.from = (void*)f; x.size = n; return submit(s, x); }
API cuMemsetD8Async(uint64_t d, unsigned char v, size_t n, void* s) { Node x{}; x.kind = Node::SET; x.to = (void*)d; x.value = v; x.size = n; return submit(s, x); }
API cuModuleLoadDataEx(void** m, const void* image, unsigned, int*, void**) { *m = (void*)1; return strstr((const char*)image, ".target sm_") ? failure("cuModuleLoadDataEx") : NO_BINARY; }
API cuModuleUnload(void*) { return OK; }
API cuModuleGetFunction(void** f, void*, const char* name) {
  auto i = standin::kernels().find(name);
  if (i == standin::kernels().end()) return NOT_FOUND;
  *f = &i->second;
  return OK;
}
API cuFuncSetAttribute(void*, int, int) { return OK; }
API cuEventCreate(void** e, unsigned) { *e = (void*)1; return OK; }
API cuEventRecord(void*, void*) { return OK; }
API cuEventElapsedTime(float* millis, void*, void*) { *millis = 0; return OK; }
API cuStreamCreate(void** s, unsigned) { *s = new Stream; return OK; }
API cuStreamDestroy_v2(void* s) { delete (Stream*)s; return OK; }
API cuStreamSynchronize(void* s) { return ((Stream*)s)->capturing ? CAPTURING : failure("cuStreamSynchronize"); }
API cuStreamBeginCapture_v2(void* s, int) { ((Stream*)s)->capturing = true; ((Stream*)s)->nodes.clear(); return OK; }
API cuStreamEndCapture(void* s, void** g) { ((Stream*)s)->capturing = false; *g = new std::vector<Node>(std::move(((Stream*)s)->nodes)); return OK; }
API cuGraphInstantiateWithFlags(void** x, void* g, unsigned long long) { *x = new std::vector<Node>(*(std::vector<Node>*)g); return failure("cuGraphInstantiateWithFlags"); }
API cuGraphLaunch(void* x, void*) { for (auto& n : *(std::vector<Node>*)x) execute(n); return OK; }
API cuGraphDestroy(void* g) { delete (std::vector<Node>*)g; return OK; }
API cuGraphExecDestroy(void* x) { delete (std::vector<Node>*)x; return OK; }
API cuLaunchKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void* s, void** p, void**) {
  if (int code = failure("cuLaunchKernel")) return code;
  if (!gx || !gy || !gz || !bx || bx * by * bz > 1024 || shared > 227 << 10 || gy > 65535 || gz > 65535) return INVALID;
  Node n{};
  n.kernel = (standin::Kernel*)f;
  n.grid = dim3(gx, gy, gz);
  n.block = dim3(bx, by, bz);
  n.shared = shared;
  for (size_t i = 0; i < n.kernel->sizes.size(); i++) n.arguments.emplace_back((char*)p[i], (char*)p[i] + n.kernel->sizes[i]);
  return submit(s, std::move(n));
}
