#include "core/base/file_handle.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mixlens {

FileHandle::FileHandle(FileHandle&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileHandle::~FileHandle()
{
    if (isOpen())
        ::close(m_descriptor);
}

bool FileHandle::close() noexcept
{
    return ::close(std::exchange(m_descriptor, -1)) == 0;
}

std::string cannot(std::string_view verb, const std::filesystem::path& path, int reason)
{
    const std::string start = "Cannot " + std::string(verb) + ' ' + path.string() + ": ";
    switch (reason) {
    case ENOENT:
    case ENOTDIR:
        return start + "its folder does not exist; create the folder or choose another.";
    case EACCES:
    case EPERM:
        return start + "permission was denied; change the permissions or choose another place.";
    case EROFS:
        return start + "its file system is read-only; choose another place.";
    case ENOSPC:
        return start + "the disk is full; free some space or choose another place.";
    case EDQUOT:
        return start + "your disk quota is used up; free some space or choose another place.";
    case EFBIG:
        return start + "the file would be larger than allowed here; choose another place.";
    case EISDIR:
        return start + "it is a folder; give the name of a file.";
    case ENAMETOOLONG:
        return start + "the name is too long; choose a shorter one.";
    default:
        return start + std::generic_category().message(reason) + '.';
    }
}

Result<OpenFile> openForReading(const std::filesystem::path& path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    FileHandle handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!handle.isOpen()) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR)
            return failure(Error::Code::NotFound,
                           "There is no file " + path.string() + "; check its name and folder.");
        return failure(Error::Code::Unreadable, cannot("read", path, reason));
    }
    struct stat status = {};
    if (::fstat(handle.get(), &status) != 0)
        return failure(Error::Code::Unreadable, cannot("read", path, errno));
    if (S_ISDIR(status.st_mode))
        return failure(Error::Code::Unreadable, cannot("read", path, EISDIR));
    if (!S_ISREG(status.st_mode))
        return failure(Error::Code::Unreadable,
                       "Cannot read " + path.string() + ": it is not a regular file; give one that is.");
    return OpenFile{std::move(handle), static_cast<std::size_t>(status.st_size)};
}

} // namespace mixlens
