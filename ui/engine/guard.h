#pragma once

#include "core/base/result.h"

#include <exception>
#include <new>
#include <string>
#include <utility>

namespace mixlens::ui {

/// Runs a piece of engine work that returns a Result; what it throws becomes an Error. Exceptions of the
/// engine end here and nowhere else.
template<class Work>
[[nodiscard]] auto guarded(Work&& work) -> decltype(work())
{
    try {
        return std::forward<Work>(work)();
    } catch (const std::bad_alloc&) {
        return failure(Error::Code::OutOfMemory,
                       "There is not enough memory for this sentence in this model; shorten the sentence or "
                       "close a lane.");
    } catch (const std::exception& problem) {
        return failure(Error::Code::Internal, std::string("The engine stopped on an internal error (") +
                                                  problem.what() +
                                                  "); change the sentence to go on, and please report it.");
    }
}

} // namespace mixlens::ui
