#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mixlens {

/// What `read` makes of every file, in their order; the first error is the answer.
template<class Document, class Read>
[[nodiscard]] Result<std::vector<Document>> readEach(std::span<const std::string> files, const Read& read)
{
    std::vector<Document> documents;
    documents.reserve(files.size());
    for (const std::string& file : files) {
        Result<Document> document = read(file);
        if (!document)
            return tl::unexpected(document.error());
        documents.push_back(std::move(*document));
    }
    return documents;
}

} // namespace mixlens
