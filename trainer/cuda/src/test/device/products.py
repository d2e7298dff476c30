"""Matrix products on a GPU: every kernel of linear_bf16 and linear_f32 against PyTorch, right and how fast.

    python3 products.py [--quick]        in trainer/cuda, on a machine with an NVIDIA GPU and PyTorch

One line a product and tile: microseconds, TFLOP/s, PyTorch's microseconds, deviation. Launches are timed in a graph of
twenty, as a recorded step makes them. KLEIBER_CUDA_DRIVER names another driver library, such as the tests' stand-in:
then one launch each, on small shapes, is checked and none is timed.
"""
import ctypes, os, sys
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
PTX = os.path.join(HERE, "../../main/resources/kleiber/cuda")
REAL = torch.cuda.is_available()
DEVICE = "cuda" if REAL else "cpu"
driver = ctypes.CDLL(os.environ.get("KLEIBER_CUDA_DRIVER", "libcuda.so.1"))
torch.zeros(1, device=DEVICE)  # makes the context
torch.backends.cuda.matmul.allow_tf32 = False

A_F32, A_VECTOR, B_F32, B_VECTOR, C_BF16, C_VECTOR, C_ADD, RESIDUAL_BF16 = (1 << i for i in range(8))
# name: rows, columns, threads, shared bytes, any, step
TILES = {
    "bf16": {"64": (64, 64, 128, 49152, True, 64), "128": (128, 128, 128, 98304, False, 64), "256": (128, 256, 256, 147456, False, 64)},
    "f32": {"64": (64, 64, 256, 17408, True, 16), "128": (128, 128, 256, 65536, True, 16)},
}
modules, functions = {}, {}


def check(code, what):
    if code:
        raise SystemExit(f"error {code} in {what}")


def function(file, name, shared):
    if name not in functions:
        if file not in modules:
            module = ctypes.c_void_p()
            text = open(f"{PTX}/{file}.80.ptx", "rb").read() + b"\0"
            check(driver.cuModuleLoadDataEx(ctypes.byref(module), text, 0, None, None), f"loading {file}")
            modules[file] = module
        handle = ctypes.c_void_p()
        check(driver.cuModuleGetFunction(ctypes.byref(handle), modules[file], name.encode()), name)
        if shared > 49152:
            check(driver.cuFuncSetAttribute(handle, 8, shared), f"shared memory of {name}")
        functions[name] = handle
    return functions[name]


if not REAL:
    plain = ctypes.c_void_p()
    check(driver.cuStreamCreate(ctypes.byref(plain), 1), "stream")


def launch(file, name, grid, threads, shared, *values):
    cells = []
    for v in values:
        if isinstance(v, torch.Tensor): cells.append(ctypes.c_uint64(v.data_ptr()))
        elif v is None: cells.append(ctypes.c_uint64(0))
        elif isinstance(v, tuple): cells.append(ctypes.c_longlong(v[0]))
        else: cells.append(ctypes.c_int(v))
    pointers = (ctypes.c_void_p * len(cells))(*[ctypes.addressof(c) for c in cells])
    stream = ctypes.c_void_p(torch.cuda.current_stream().cuda_stream) if REAL else plain
    check(driver.cuLaunchKernel(function(file, name, shared), grid[0], grid[1], 1, threads, 1, 1, shared, stream, pointers, None), name)


def micros(call, times=20):
    """Of one call, from graphs of many."""
    if not REAL:
        call()
        return float("nan")
    side = torch.cuda.Stream()
    with torch.cuda.stream(side):
        call()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(times):
            call()
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    best = float("inf")
    for _ in range(3):
        begin.record()
        graph.replay()
        end.record()
        torch.cuda.synchronize()
        best = min(best, begin.elapsed_time(end) * 1e3 / times)
    return best


def flags(a, b, c):
    return (A_F32 if a.dtype == torch.float32 else 0) | A_VECTOR | (B_F32 if b.dtype == torch.float32 else 0) | B_VECTOR \
        | (C_BF16 if c.dtype == torch.bfloat16 else 0) | C_VECTOR


def up(n, unit):
    return -(-n // unit)


def groups(parts, size):
    g = 1
    while g < 8 and 2 * g <= parts and g * size < 500_000:
        g *= 2
    return g


def product(op, kind, tile, a, b, c, M, N, K, slices=1, work=None, sums=None):
    """Launches one product, and the sum of its slices; c is added to where it is cut."""
    rows, columns, threads, shared, _, step = TILES[kind][tile]
    slice = up(up(K, step), slices) * step
    slices = up(K, slice)
    target = c if slices == 1 else work
    add = C_ADD if op == "dw" and slices == 1 else 0
    launch(f"linear_{kind}", f"{op}_{kind}_{tile}", (up(M, rows) * up(N, columns), slices), threads, shared,
           a, b, target, None, None, sums if slices == 1 else None, M, N, K, a.stride(0), b.stride(0), N, 0, slice, flags(a, b, target) | add)
    if slices > 1:
        g = groups(slices, M * N)
        blocks = up(M * N * g, 256)
        launch("linear_parts", "add_partials", (blocks, 1), 256, 0, work, c, (M * N,), slices, g, blocks, None, None, (0,), 0, 1)


def deviation(got, want):
    return ((got.float() - want.float()).abs().max() / want.float().abs().max()).item()


def line(*cells):
    print("{:24} {:>22} {:>10} {:>9} {:>10} {:>9}".format(*cells), flush=True)


def number(x, form="{:.1f}"):
    return form.format(x)


def shape(M, N, K, kind):
    """A layer of M rows, K inputs, N outputs."""
    dtype = torch.bfloat16 if kind == "bf16" else torch.float32
    x, w, dy = (torch.randn(s, device=DEVICE).to(dtype) for s in ((M, K), (N, K), (M, N)))
    flop = 2.0 * M * N * K
    for op, a, b, size, peer in (
        ("forward", x, w, (M, N, K), lambda: x @ w.T),
        ("dx", dy, w, (M, K, N), lambda: dy @ w),
        ("dw", dy, x, (N, K, M), lambda: dy.T @ x),
    ):
        rows, columns, terms = size
        want = peer()
        theirs = micros(peer)
        for tile in TILES[kind]:
            if tile == "64" and flop > 1e11:
                continue
            cuts = [1]
            if op == "dw":
                tiles = up(rows, TILES[kind][tile][0]) * up(columns, TILES[kind][tile][1])
                cuts = [s for s in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48) if s == 1 or (tiles * s <= 1600 and s * 64 <= terms)]
            results = []
            for cut in cuts:
                c = torch.zeros(rows, columns, device=DEVICE)
                work = torch.empty(cut * rows * columns, device=DEVICE) if cut > 1 else None
                product(op, kind, tile, a, b, c, rows, columns, terms, cut, work)
                off = deviation(c, want)
                if not off < (2e-2 if kind == "bf16" else 1e-4):
                    print(f"WRONG {op}_{kind}_{tile} {size} {cut} slices: {off}")
                results.append((micros(lambda: product(op, kind, tile, a, b, c, rows, columns, terms, cut, work)), cut, off))
            if op == "dw":
                print("   " + tile + " by slices: " + "  ".join(f"{cut}:{t:.1f}" for t, cut, _ in results))
            ours, cut, off = min(results)
            line(f"{M}x{N}x{K}", f"{op}_{kind}_{tile}" + (f"/{cut}" if op == "dw" else ""), number(ours),
                 number(flop / ours / 1e6), number(theirs), number(off, "{:.0e}"))
        if kind == "bf16":  # what is rounded on its way
            c = torch.zeros(rows, columns, device=DEVICE)
            exact = a.float()
            product(op, kind, "64", exact, b, c, rows, columns, terms)
            off = deviation(c, want)
            line("", f"{op}_bf16_64 of fp32", number(micros(lambda: product(op, kind, "64", exact, b, c, rows, columns, terms)) if flop < 1e11 else 0),
                 "", "", number(off, "{:.0e}"))


def prepare(M, N):
    x = torch.randn(M, N, device=DEVICE)
    out = torch.empty(M, N, dtype=torch.bfloat16, device=DEVICE)
    parts = max(1, min(64, 4 * 132 // up(N, 128)))
    height = up(up(M, parts), 64) * 64
    partial = torch.empty(up(M, height), N, device=DEVICE)
    call = lambda: launch("linear_parts", "prepare_f32", (up(N, 128), up(M, height)), 256, 0, x, N, out, N, partial, M, N, height, 1)
    call()
    off = deviation(partial.sum(0), x.sum(0))
    t = micros(call)
    print(f"prepare {M}x{N}: {t:.1f} us, {M * N * 6 / t / 1e3:.0f} GB/s, deviation {off:.0e}, same bits {torch.equal(out, x.bfloat16())}", flush=True)


if __name__ == "__main__":
    line("rows x outputs x inputs", "kernel / slices", "us", "TFLOP/s", "PyTorch us", "deviation")
    if not REAL:
        shape(128, 136, 192, "bf16")
        shape(72, 64, 128, "f32")
        prepare(256, 200)
    else:
        large = [(4096, 4096, 4096), (16384, 2304, 768), (16384, 768, 768), (16384, 3072, 768), (16384, 768, 3072), (16384, 50304, 768)]
        small = [(2048, 192, 64), (2048, 64, 64), (2048, 256, 64), (2048, 64, 256), (2048, 384, 128), (2048, 512, 128), (2048, 128, 512),
                 (2048, 768, 256), (2048, 1024, 256), (2048, 256, 1024), (2048, 1536, 512), (2048, 2048, 512)]
        for s in small[:4] + large[:2] if "--quick" in sys.argv else small + large:
            shape(*s, "bf16")
        for s in [(2048, 192, 64), (4096, 4096, 1024)]:
            shape(*s, "f32")
        for s in [(2048, 256), (16384, 768), (16384, 3072), (16384, 50304)]:
            prepare(*s)
