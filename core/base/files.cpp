#include "core/base/files.h"

#include "core/base/file_handle.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mixlens {
namespace {

/// Zero, or the errno of what went wrong.
int writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : EIO;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

/// A name that no other file, process or thread has; short, so that any target's folder can hold it.
std::filesystem::path temporaryBeside(const std::filesystem::path& target)
{
    static std::atomic<unsigned> counter = 0;
    const std::string name = ".mixlens-" + std::to_string(::getpid()) + '-' + std::to_string(counter++) +
                             '-' + std::to_string(std::random_device{}()) + ".part";
    return target.parent_path() / name;
}

/// Zero, or the errno. On failure the temporary may be left for the caller to remove.
int writeTemporary(const std::filesystem::path& temporary, mode_t mode, bool keepMode, std::string_view bytes)
{
    FileHandle file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.isOpen())
        return errno;
    if (const int reason = writeAll(file.get(), bytes); reason != 0)
        return reason;
    if (keepMode)
        static_cast<void>(::fchmod(file.get(), mode & 07777U)); // not ours to change: the default stays
    if (::fsync(file.get()) != 0 || !file.close())
        return errno;
    return 0;
}

/// Makes the rename itself survive a power cut. A file system that cannot has still renamed.
void syncFolder(const std::filesystem::path& folder)
{
    const FileHandle handle(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle.isOpen())
        static_cast<void>(::fsync(handle.get()));
}

Error writeError(const std::filesystem::path& path, int reason)
{
    const bool missing = reason == ENOENT || reason == ENOTDIR;
    return {missing ? Error::Code::NotFound : Error::Code::Unreadable, cannot("write", path, reason)};
}

struct CloseFile
{
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

/// "Key:   1234 kB" of a /proc file, in bytes; 0 where there is none.
std::size_t procField(const char* path, std::string_view key) noexcept
{
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path, "re"));
    std::array<char, 256> line{};
    while (file && std::fgets(line.data(), line.size(), file.get()) != nullptr) {
        const std::string_view text(line.data());
        const std::size_t digit = text.find_first_of("0123456789", key.size());
        if (!text.starts_with(key) || digit == std::string_view::npos)
            continue;
        std::size_t kibibytes = 0;
        std::from_chars(text.data() + digit, text.data() + text.size(), kibibytes);
        return kibibytes * 1024U;
    }
    return 0;
}

} // namespace

Result<std::string> readTextFile(const std::filesystem::path& path, std::size_t limit)
{
    const auto opened = openForReading(path);
    if (!opened)
        return tl::unexpected(opened.error());
    const auto tooLarge = [&](const std::string& size) {
        return failure(Error::Code::Unsupported, path.string() + " holds " + size +
                                                     ", and Mixlens reads at most " +
                                                     bytesText(static_cast<double>(limit)) +
                                                     " of such a file; check that it is the right one.");
    };
    if (opened->size > limit)
        return tooLarge(bytesText(static_cast<double>(opened->size)));

    // Read to the end rather than to the size: a file may grow or shrink between the two.
    std::string text(opened->size + 1, '\0');
    std::size_t used = 0;
    while (true) {
        if (used == text.size())
            text.resize(text.size() * 2);
        const ssize_t count = ::read(opened->handle.get(), text.data() + used, text.size() - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(Error::Code::Unreadable, cannot("read", path, errno));
        if (count == 0)
            break;
        used += static_cast<std::size_t>(count);
        if (used > limit)
            return tooLarge("more");
    }
    text.resize(used);
    return text;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes)
{
    // Through symbolic links: what they point at is replaced, not they.
    std::error_code unresolved;
    std::filesystem::path target = std::filesystem::weakly_canonical(path, unresolved);
    if (unresolved)
        target = path;

    struct stat status = {};
    const bool exists = ::stat(target.c_str(), &status) == 0;
    if (path.empty())
        return tl::unexpected(writeError(path, ENOENT));
    if ((exists && S_ISDIR(status.st_mode)) || !path.has_filename())
        return tl::unexpected(writeError(path, EISDIR));
    if (exists && !S_ISREG(status.st_mode)) { // a device or pipe: renaming over it would destroy it
        FileHandle file(::open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
        int reason = file.isOpen() ? writeAll(file.get(), bytes) : errno;
        if (reason == 0 && !file.close())
            reason = errno;
        return reason == 0 ? Result<void>{} : tl::unexpected(writeError(path, reason));
    }

    const std::filesystem::path temporary = temporaryBeside(target);
    int reason = writeTemporary(temporary, status.st_mode, exists, bytes);
    if (reason == 0 && ::rename(temporary.c_str(), target.c_str()) != 0)
        reason = errno;
    if (reason != 0) {
        if (reason != EEXIST)
            ::unlink(temporary.c_str());
        return tl::unexpected(writeError(path, reason));
    }
    syncFolder(target.parent_path());
    return {};
}

std::size_t availableMemory() noexcept
{
    return procField("/proc/meminfo", "MemAvailable:");
}

std::size_t peakResidentMemory() noexcept
{
    return procField("/proc/self/status", "VmHWM:");
}

std::string bytesText(double bytes)
{
    constexpr std::array<std::string_view, 6> units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    while (std::abs(bytes) >= 999.95 && unit + 1 < units.size()) {
        bytes /= 1000.0;
        ++unit;
    }
    // to_chars and not printf: the decimal point must not depend on the locale that Qt sets.
    std::array<char, 400> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes,
                                   std::chars_format::fixed, unit == 0 ? 0 : 1);
    return std::string(digits.data(), end.ptr) + ' ' + std::string(units[unit]);
}

} // namespace mixlens
