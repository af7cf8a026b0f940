#include "app/data_folders.h"

#include <cstdlib>
#include <system_error>

namespace mixlens {

std::filesystem::path dataFolder()
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts
    if (const char* chosen = std::getenv("MIXLENS_DATA"); chosen != nullptr && *chosen != '\0')
        return chosen;
    std::error_code ignored;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return program.parent_path().parent_path() / "share" / "mixlens";
}

std::filesystem::path runsFolder()
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread starts
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
        return std::filesystem::path(data) / "mixlens" / "runs";
    // NOLINTNEXTLINE(concurrency-mt-unsafe): as above
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return std::filesystem::path(home) / ".local" / "share" / "mixlens" / "runs";
    return {};
}

std::vector<std::filesystem::path> modelFolders()
{
    return {dataFolder() / "models"};
}

} // namespace mixlens
