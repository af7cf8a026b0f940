#!/usr/bin/env python3
"""Times PyTorch, SciPy and NumPy against Mixlens's mixers in one interleaved run; prints a Markdown table.

Run by hand (README.md beside this file); neither the build nor the tests need it.
"""
import argparse
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

WIDTH_OF_RANGE = (0.10, 0.90)


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mixlens", default="build/release/bin/mixlens", help="the program")
    parser.add_argument("--lengths", default="64,128,256,512,1024", help="tokens, with commas")
    parser.add_argument("--width", type=int, default=256, help="hidden size")
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sample", type=float, default=0.05, help="least seconds of a peer's sample")
    parser.add_argument("--fourier", default="fourier,fourier-real:planning=measure,fourier-fftw:planning=measure",
                        help="Mixlens backends held against the peers' FFTs; the first is the 1 of the ratios")
    parser.add_argument("--attention", default="attention",
                        help="Mixlens backends held against PyTorch's attention; the first is the 1 of the ratios")
    return parser.parse_args()


def pin(threads):
    """This process and the programs that it starts stay on the same cores; libraries get as many threads."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)
    allowed = sorted(os.sched_getaffinity(0))
    if threads > len(allowed):
        sys.exit(f"peers: {threads} threads need as many cores, and this process may use {len(allowed)}.")
    # The last ones: the system's own work tends to be on the first.
    os.sched_setaffinity(0, allowed[-threads:])
    return allowed[-threads:]


def found(names):
    modules = {}
    for name in names:
        try:
            modules[name] = importlib.import_module(name)
        except ImportError as problem:
            print(f"peers: {name} is left out ({problem}); 'pip install {name}' brings it.", file=sys.stderr)
    return modules


def fourier_peers(modules, x, threads):
    """Re(F_N X F_d) of a float32 matrix, as each library's user would write it."""
    peers = {}
    if "torch" in modules:
        torch = modules["torch"]
        tensor = torch.from_numpy(x)

        def with_torch():
            with torch.inference_mode():
                return torch.fft.fftn(tensor, dim=(-2, -1)).real

        peers[f"torch {torch.__version__} fft.fftn"] = with_torch
    if "scipy" in modules:
        import scipy.fft
        peers[f"scipy {modules['scipy'].__version__} fft.fftn"] = lambda: scipy.fft.fftn(x, workers=threads).real
    numpy = modules["numpy"]
    peers[f"numpy {numpy.__version__} fft.fftn"] = lambda: numpy.fft.fftn(x).real
    return peers


def attention_peers(modules, x, heads):
    """Self-attention with its four projections, no mask, no dropout, no weights given back."""
    if "torch" not in modules:
        return {}
    torch = modules["torch"]
    width = x.shape[1]
    tensor = torch.from_numpy(x)[None]
    layer = torch.nn.MultiheadAttention(width, heads, batch_first=True).eval()
    peers = {}

    def with_layer():
        with torch.inference_mode():
            return layer(tensor, tensor, tensor, need_weights=False)[0]

    peers[f"torch {torch.__version__} MultiheadAttention"] = with_layer
    functional = torch.nn.functional
    if hasattr(functional, "scaled_dot_product_attention"):
        inward = torch.nn.Linear(width, 3 * width).eval()
        outward = torch.nn.Linear(width, width).eval()

        def with_kernel():
            with torch.inference_mode():
                parts = inward(tensor).view(1, -1, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
                mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2])
                return outward(mixed.transpose(1, 2).reshape(1, -1, width))

        peers[f"torch {torch.__version__} scaled_dot_product_attention"] = with_kernel
    return peers


def calibrate(call, least):
    """Calls in a sample of at least that many seconds. Warms up on the way."""
    call()
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            call()
        seconds = time.perf_counter() - start
        if seconds >= least:
            return count
        count = max(count + 1, int(count * min(8.0, 1.2 * least / max(seconds, 1e-9))))


def sample(call, count):
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def mixlens_round(arguments, backends, tokens, folder):
    """Seconds of one call by backend: one short run of the program, which warms up and calibrates itself."""
    out = os.path.join(folder, "round.json")
    command = [arguments.mixlens, "bench", "--backends", ",".join(backends), "--lengths", str(tokens),
               "--width", str(arguments.width), "--heads", str(arguments.heads),
               "--threads", str(arguments.threads), "--rounds", "5", "--json", out]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"peers: '{' '.join(command)}' failed: {done.stderr.strip()}")
    with open(out, encoding="utf-8") as file:
        result = json.load(file)
    times = {}
    for cell in result["measurements"]:
        if cell["seconds"]:
            times[cell["backend"]] = statistics.median(cell["seconds"])
    return times, result["environment"]


def quantile(values, share):
    """Hyndman and Fan 1996, type 7, as Mixlens has it."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def time_text(seconds):
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def measure(arguments, backends, peers, tokens, folder):
    """One length: every participant once a round, in an order that rotates and, every other cycle, reverses."""
    counts = {name: calibrate(call, arguments.sample) for name, call in peers.items()}
    _, environment = mixlens_round(arguments, backends, tokens, folder)  # plans are made, files cached
    times = {name: [] for name in list(backends) + list(peers)}
    participants = ["mixlens"] + list(peers)
    for number in range(arguments.rounds):
        start = number % len(participants)
        order = participants[start:] + participants[:start]
        if number // len(participants) % 2 == 1:
            order.reverse()
        for name in order:
            if name == "mixlens":
                own, _ = mixlens_round(arguments, backends, tokens, folder)
                for backend, seconds in own.items():
                    times[backend].append(seconds)
            else:
                times[name].append(sample(peers[name], counts[name]))
    return times, environment


def rows(times, reference):
    for name, seconds in times.items():
        if not seconds:
            yield name, "refused", ""
            continue
        ratios = [a / b for a, b in zip(seconds, times[reference])]
        low, high = (quantile(ratios, share) for share in WIDTH_OF_RANGE)
        ratio = "1" if name == reference else f"{statistics.median(ratios):.2f} ({low:.2f}–{high:.2f})"
        yield name, time_text(statistics.median(seconds)), ratio


def split_backends(text):
    """Commas separate backends, except in front of 'key=value', a further setting of the one before."""
    backends = []
    for part in text.split(","):
        if "=" in part and ":" not in part.split("=")[0] and backends:
            backends[-1] += "," + part
        else:
            backends.append(part)
    return backends


def main():
    arguments = options()
    cores = pin(arguments.threads)
    modules = found(["numpy", "scipy", "torch"])
    if "numpy" not in modules:
        sys.exit("peers: without numpy there is nothing to compare with; 'pip install numpy scipy torch'.")
    if not os.path.exists(arguments.mixlens):
        sys.exit(f"peers: there is no program '{arguments.mixlens}'; build it, or name it with --mixlens.")
    if "torch" in modules:
        modules["torch"].set_num_threads(arguments.threads)
    kinds = (("Fourier", split_backends(arguments.fourier)), ("Attention", split_backends(arguments.attention)))
    environment = {}
    tables = {kind: [] for kind, _ in kinds}
    with tempfile.TemporaryDirectory() as folder:
        for tokens in (int(text) for text in arguments.lengths.split(",")):
            x = modules["numpy"].random.default_rng(1).standard_normal((tokens, arguments.width), dtype="float32")
            for kind, backends in kinds:
                peers = (fourier_peers(modules, x, arguments.threads) if kind == "Fourier"
                         else attention_peers(modules, x, arguments.heads))
                print(f"peers: {kind}, {tokens} tokens …", file=sys.stderr)
                times, environment = measure(arguments, backends, peers, tokens, folder)
                tables[kind] += [(tokens, *row) for row in rows(times, backends[0])]
    load = os.getloadavg()[0]
    print(f"Measured on {environment.get('processor', platform.processor())}, {environment.get('system', '')}, "
          f"{arguments.threads} thread(s) pinned to core(s) {', '.join(map(str, cores))}; Mixlens "
          f"{environment.get('version', '')}, kernels {environment.get('kernels', '')}, "
          f"{environment.get('build', '')}; Python {platform.python_version()}. Matrices of tokens x "
          f"{arguments.width}, {arguments.heads} heads, float32. Median of {arguments.rounds} interleaved "
          f"rounds; the ratio is to the first row of each length, round by round, with P10–P90; load of the "
          f"machine at the end {load:.1f}.")
    for kind, _ in kinds:
        print(f"\n| tokens | {kind} | time | ratio |\n|--:|:--|--:|--:|")
        for tokens, name, seconds, ratio in tables[kind]:
            print(f"| {tokens} | {name} | {seconds} | {ratio} |")


if __name__ == "__main__":
    main()
