#include "core/base/mapped_file.h"

#include "core/base/file_handle.h"

#include <sys/mman.h>
#include <utility>

namespace mixlens {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    auto opened = openForReading(path);
    if (!opened)
        return tl::unexpected(std::move(opened.error()));
    MappedFile file;
    if (opened->size == 0)
        return file; // mmap refuses empty mappings
    void* const data = ::mmap(nullptr, opened->size, PROT_READ, MAP_PRIVATE, opened->handle.get(), 0);
    if (data == MAP_FAILED) // NOLINT: the macro is a cast
        return failure(Error::Code::Unreadable, cannot("read", path, errno));
    file.m_data = static_cast<const std::byte*>(data);
    file.m_size = opened->size;
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0))
{}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_data, other.m_data); // the old mapping goes with `other`
    std::swap(m_size, other.m_size);
    return *this;
}

MappedFile::~MappedFile()
{
    if (m_data != nullptr)
        ::munmap(const_cast<std::byte*>(m_data), m_size);
}

} // namespace mixlens
