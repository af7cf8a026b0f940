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
    static const Environment known = [] {
        Environment here;
        here.version = MIXLENS_VERSION;
        here.processor = processorName();
        here.kernels = kernels().name;
        here.fft = fftLibrary();
        here.compiler = "g++ " __VERSION__;
#ifdef NDEBUG
        here.build = "release";
#else
        here.build = "with assertions";
#endif
        return here;
    }();
    return known;
}

} // namespace mixlens
