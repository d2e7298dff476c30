// The calls of NVIDIA's driver that the cuda backend makes, answered on the processor: the tests load it in place of libcuda.so.1.
// Streams run at once; a captured stream notes its calls, and a graph repeats them. STANDIN_FAIL=NAME:CODE makes one call fail,
// STANDIN_MEMORY=BYTES is the card's size, STANDIN_CAPABILITY=75 its compute capability times ten.
#include <functional>
#include <mutex>
#include "standin.h"
#define API extern "C" __attribute__((visibility("default"))) int

namespace {
enum Error { OK = 0, INVALID = 1, OUT_OF_MEMORY = 2, NO_BINARY = 218, NOT_FOUND = 500, CAPTURING = 900 };
std::mutex device;  // one kernel at a time
size_t allocated;
std::map<uint64_t, size_t> blocks;  // sizes by address
const size_t GUARD = 256;  // bytes of ones, NaN, before and after each block

typedef std::function<void()> Call;
typedef std::vector<Call> Graph;
struct Stream { bool capturing = false; Graph calls; };

void run(const Call& call) {
  std::lock_guard<std::mutex> alone(device);
  call();
}
int submit(void* stream, Call call) {
  Stream* s = (Stream*)stream;
  s->capturing ? s->calls.push_back(call) : run(call);
  return OK;
}
int copy(void* to, const void* from, size_t n, void* stream) { return submit(stream, [=] { memcpy(to, from, n); }); }
// The code that STANDIN_FAIL asks this call for, or OK.
int failure(const char* call) {
  const char* wanted = getenv("STANDIN_FAIL");
  size_t n = strlen(call);
  return wanted && !strncmp(wanted, call, n) && wanted[n] == ':' ? atoi(wanted + n + 1) : OK;
}
size_t number(const char* name, size_t otherwise) {
  const char* value = getenv(name);
  return value ? strtoull(value, nullptr, 10) : otherwise;
}
size_t memory() { return number("STANDIN_MEMORY", (size_t)8 << 30); }
}  // namespace

#define NOTHING(call) API call() { return OK; }  // there is nothing to do
NOTHING(cuCtxSetCurrent) NOTHING(cuModuleUnload) NOTHING(cuFuncSetAttribute) NOTHING(cuEventRecord)

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
API cuMemGetInfo_v2(size_t* free, size_t* total) { *total = memory(); *free = *total > allocated ? *total - allocated : 0; return OK; }
API cuMemAlloc_v2(uint64_t* p, size_t n) {
  std::lock_guard<std::mutex> alone(device);
  if (allocated + n > memory()) return OUT_OF_MEMORY;
  size_t whole = GUARD + ((n + 255) & ~255ul) + GUARD;
  char* start = (char*)aligned_alloc(256, whole);
  memset(start, 0xff, whole);  // not zero, as on a card
  *p = (uint64_t)(start + GUARD);
  blocks[*p] = n, allocated += n;
  return OK;
}
API cuMemFree_v2(uint64_t p) {
  std::lock_guard<std::mutex> alone(device);
  auto i = blocks.find(p);
  if (i == blocks.end()) return INVALID;
  const unsigned char *start = (unsigned char*)p - GUARD, *end = (unsigned char*)p + i->second;
  for (size_t b = 0; b < GUARD; b++)
    if (start[b] != 0xff || end[b] != 0xff) standin::fail("a write around the memory that is being freed");
  allocated -= i->second, blocks.erase(i);
  free((void*)start);
  return OK;
}
API cuMemHostAlloc(void** p, size_t n, unsigned) { *p = aligned_alloc(256, (n + 255) & ~255ul); return OK; }
API cuMemFreeHost(void* p) { free(p); return OK; }
API cuMemcpyHtoDAsync_v2(uint64_t d, const void* h, size_t n, void* s) { return copy((void*)d, h, n, s); }
API cuMemcpyDtoHAsync_v2(void* h, uint64_t d, size_t n, void* s) { return copy(h, (void*)d, n, s); }
API cuMemsetD8Async(uint64_t d, unsigned char v, size_t n, void* s) { return submit(s, [=] { memset((void*)d, v, n); }); }
API cuModuleLoadDataEx(void** m, const void* image, unsigned, int*, void**) { *m = (void*)1; return strstr((const char*)image, ".target sm_") ? failure("cuModuleLoadDataEx") : NO_BINARY; }
API cuModuleGetFunction(void** f, void*, const char* name) {
  auto i = standin::kernels().find(name);
  *f = i == standin::kernels().end() ? nullptr : &i->second;
  return *f ? OK : NOT_FOUND;
}
API cuEventCreate(void** e, unsigned) { *e = (void*)1; return OK; }
API cuEventElapsedTime(float* millis, void*, void*) { *millis = 0; return OK; }
API cuStreamCreate(void** s, unsigned) { *s = new Stream; return OK; }
API cuStreamDestroy_v2(void* s) { delete (Stream*)s; return OK; }
API cuStreamSynchronize(void* s) { return ((Stream*)s)->capturing ? CAPTURING : failure("cuStreamSynchronize"); }
API cuStreamBeginCapture_v2(void* s, int) { *(Stream*)s = Stream{true, {}}; return OK; }
API cuStreamEndCapture(void* s, void** g) { *g = new Graph(std::move(((Stream*)s)->calls)); *(Stream*)s = Stream{}; return OK; }
API cuGraphInstantiateWithFlags(void** x, void* g, unsigned long long) { *x = new Graph(*(Graph*)g); return failure("cuGraphInstantiateWithFlags"); }
API cuGraphLaunch(void* x, void*) { for (auto& call : *(Graph*)x) run(call); return OK; }
API cuGraphGetNodes(void* g, void*, size_t* n) { *n = ((Graph*)g)->size(); return OK; }
API cuGraphDestroy(void* g) { delete (Graph*)g; return OK; }
API cuGraphExecDestroy(void* x) { delete (Graph*)x; return OK; }
API cuLaunchKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void* s, void** p, void**) {
  if (int code = failure("cuLaunchKernel")) return code;
  if (!gx || !gy || !gz || !bx || bx * by * bz > 1024 || shared > 227 << 10 || gy > 65535 || gz > 65535) return INVALID;
  const standin::Kernel& kernel = *(standin::Kernel*)f;
  std::vector<std::vector<char>> arguments;
  for (size_t i = 0; i < kernel.sizes.size(); i++) arguments.emplace_back((char*)p[i], (char*)p[i] + kernel.sizes[i]);
  return submit(s, [=]() mutable {
    std::vector<void*> pointers;
    for (auto& a : arguments) pointers.push_back(a.data());
    standin::launch(kernel, {gx, gy, gz}, {bx, by, bz}, shared, pointers.data());
  });
}
