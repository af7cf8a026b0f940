#pragma once

#include <string>

namespace mixlens {

/// The machine and build that a number is true of; goes with every export.
struct Environment
{
    std::string version;   ///< of Mixlens
    std::string processor; ///< as the operating system names it
    std::string kernels;   ///< name of the KernelTable in use
    std::string fft;       ///< FFTW's version and codelets
    std::string compiler;
    std::string build; ///< "release" or "with assertions": a timing of the latter says little
};

[[nodiscard]] const Environment& environment();

} // namespace mixlens
