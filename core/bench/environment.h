#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mixlens {

/// The machine and build that a number is true of; goes with every export.
struct Environment
{
    std::string version;   ///< of Mixlens
    std::string commit;    ///< of its source, "unknown" when it was not built from a repository
    std::string processor; ///< as the operating system names it
    std::string kernels;   ///< name of the KernelTable in use
    std::string fft;       ///< FFTW's version and codelets
    std::string compiler;
    std::string build;        ///< "release" or "with assertions": a timing of the latter says little
    std::string system;       ///< operating system and kernel release
    int cores = 0;            ///< that this process may use
    std::uint64_t memory = 0; ///< bytes of the machine
    std::uint64_t cacheL1 = 0, cacheL2 = 0, cacheL3 = 0; ///< data caches that core 0 sees, bytes; 0 unknown
    std::string governor; ///< of frequency scaling, "unknown" where the system hides it
    friend bool operator==(const Environment&, const Environment&) = default;
};

[[nodiscard]] const Environment& environment();

/// Load of the last minute that is not this process's, in runnable threads; negative where unknown.
[[nodiscard]] double foreignLoad();

} // namespace mixlens
