#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace mixlens {

/// Why something could not be done. `message` is one sentence for a person: what happened, why, what to do.
struct Error
{
    enum class Code {
        Cancelled,   ///< a newer question came; never shown
        Usage,       ///< an option or setting that makes no sense
        NotFound,    ///< a file, model or mixer that isn't there
        Unreadable,  ///< a file that may not be read or written (permissions, full disk)
        BadFormat,   ///< a file whose bytes contradict themselves
        Unsupported, ///< a well-formed file that asks for what Mixlens does not do
        OutOfRange,  ///< a value outside what the model or device allows
        OutOfMemory, ///< needs more memory than there is
        Internal
    };

    Code code = Code::Internal;
    std::string message;
};

/// A value, or why there is none. Uses only what std::expected (C++23) offers too, so the alias can become
/// it.
template<class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Error::Code code, std::string message)
{
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

} // namespace mixlens
