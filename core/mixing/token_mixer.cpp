#include "core/mixing/token_mixer.h"

#include <algorithm>

namespace mixlens {
namespace {

/// A view of `shape` into slot `index`, whose storage grows but never shrinks.
template<class T>
BasicView<T> slot(std::vector<BasicMatrix<T>>& slots, std::size_t index, Shape shape)
{
    if (index >= slots.size())
        slots.resize(index + 1);
    BasicMatrix<T>& storage = slots[index];
    if (storage.shape().size() < shape.size())
        storage = BasicMatrix<T>(shape);
    return {storage.view().data(), shape};
}

template<class T>
std::size_t bytesOf(const std::vector<BasicMatrix<T>>& slots) noexcept
{
    std::size_t sum = 0;
    for (const BasicMatrix<T>& storage : slots)
        sum += storage.values().size_bytes();
    return sum;
}

} // namespace

MatrixView MixWorkspace::matrix(std::size_t index, Shape shape)
{
    return slot(m_slots, index, shape);
}

FieldView MixWorkspace::field(std::size_t index, Shape shape)
{
    return slot(m_fields, index, shape);
}

std::span<std::complex<double>> MixWorkspace::precise(std::size_t index, std::size_t count)
{
    if (index >= m_precise.size())
        m_precise.resize(index + 1);
    std::vector<std::complex<double>>& storage = m_precise[index];
    if (storage.size() < count)
        storage.resize(count);
    return std::span(storage).first(count);
}

std::size_t MixWorkspace::bytes() const noexcept
{
    std::size_t sum = bytesOf(m_slots) + bytesOf(m_fields);
    for (const auto& storage : m_precise)
        sum += storage.size() * sizeof storage.front();
    return sum;
}

const Matrix* MixTape::find(std::string_view name) const noexcept
{
    const auto found = std::ranges::find(saved, name, &SavedMatrix::name);
    return found == saved.end() ? nullptr : &found->value;
}

const Quantity* MixTape::fact(std::string_view name) const noexcept
{
    const auto found = std::ranges::find(facts, name, &Quantity::name);
    return found == facts.end() ? nullptr : &*found;
}

bool TokenMixer::weightTile(Index tokens, Index head, const MixTape& tape, Index row, Index col,
                            MatrixView tile) const
{
    const std::optional<Matrix> all = weights(tokens, head, tape);
    for (Index r = 0; all && r < tile.rows(); ++r)
        std::ranges::copy(all->view().middleCols(col, tile.cols()).row(row + r), tile.row(r).begin());
    return all.has_value();
}

} // namespace mixlens
