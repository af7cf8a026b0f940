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

std::vector<std::filesystem::path> modelFolders()
{
    return {dataFolder() / "models"};
}

} // namespace mixlens
