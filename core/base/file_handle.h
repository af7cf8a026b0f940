#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace mixlens {

/// Owns an open file descriptor.
class FileHandle
{
public:
    explicit FileHandle(int descriptor) noexcept : m_descriptor(descriptor) {}
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle();

    [[nodiscard]] bool isOpen() const noexcept { return m_descriptor >= 0; }
    [[nodiscard]] int get() const noexcept { return m_descriptor; }
    /// False with errno set: some file systems report a full disk only here.
    [[nodiscard]] bool close() noexcept;

private:
    int m_descriptor;
};

struct OpenFile
{
    FileHandle handle;
    std::size_t size = 0; ///< bytes
};

/// A regular file, opened for reading. Folders, pipes and devices are refused, so nothing can block.
[[nodiscard]] Result<OpenFile> openForReading(const std::filesystem::path& path);

/// "Cannot read /a/b: permission was denied; change …": one sentence for an errno value.
[[nodiscard]] std::string cannot(std::string_view verb, const std::filesystem::path& path, int reason);

} // namespace mixlens
