#pragma once

#include <filesystem>
#include <vector>

namespace mixlens {

/// Where the program's own files are: the folder that MIXLENS_DATA names, or share/mixlens beside the folder
/// of the executable. The build tree has the same shape as an installed one.
[[nodiscard]] std::filesystem::path dataFolder();

/// Folders whose sub-folders are models, in the order in which they are searched.
[[nodiscard]] std::vector<std::filesystem::path> modelFolders();

/// Where the benchmarks of this person are kept: mixlens/runs in XDG_DATA_HOME or ~/.local/share. Empty where
/// there is no home.
[[nodiscard]] std::filesystem::path runsFolder();

} // namespace mixlens
