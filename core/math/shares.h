#pragma once

#include "core/base/task_pool.h"
#include "core/math/matrix.h"

#include <algorithm>

namespace mixlens {

/// body(first, count) for contiguous shares of `count` items, one a thread of `pool`; null: the caller's
/// alone. Shares are whole blocks of `block` items, the last with what remains, so that none is smaller than
/// a block unless all of it is.
template<class Body>
void inShares(TaskPool* pool, Index count, Index block, Body&& body)
{
    const Index blocks = std::max<Index>(1, count / block);
    const Index shares = std::min<Index>(pool ? pool->threads() : 1, blocks);
    const auto begin = [&](Index share) { return share == shares ? count : share * blocks / shares * block; };
    const auto run = [&](Index share, int) { body(begin(share), begin(share + 1) - begin(share)); };
    if (shares == 1)
        run(0, 0);
    else
        pool->run(shares, run);
}

} // namespace mixlens
