#include "core/bench/environment.h"

#include "core/kernels/kernels.h"
#include "core/math/fft.h"

#include <fstream>

namespace mixlens {

namespace {

std::string processorName()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name"))
            continue;
        const auto value = line.find_first_not_of(" \t", line.find(':') + 1);
        return value == std::string::npos ? std::string() : line.substr(value);
    }
    return "x86-64";
}

} // namespace

const Environment& environment()
{
    static const Environment known{
        .version = MIXLENS_VERSION,
        .processor = processorName(),
        .kernels = kernels().name,
        .fft = fftLibrary(),
        .compiler = "g++ " __VERSION__,
#ifdef NDEBUG
        .build = "release",
#else
        .build = "with assertions",
#endif
    };
    return known;
}

} // namespace mixlens
