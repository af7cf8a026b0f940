#pragma once

#include "core/math/matrix.h"

#include <algorithm>

namespace mixlens {

/// A vector for each of the columns of one panel, each contiguous and 64-byte aligned.
template<class T>
class ColumnPanel
{
public:
    static constexpr Index lineOf =
        static_cast<Index>(BasicMatrix<T>::alignment / sizeof(T)); ///< scalars in a cache line

    /// `storage` grows where it is too small.
    ColumnPanel(BasicMatrix<T>& storage, Index columns, Index length)
        // An odd number of lines from column to column, else they would share a few cache sets.
        : m_pitch(((length + lineOf - 1) / lineOf | 1) * lineOf)
    {
        if (storage.shape().size() < columns * m_pitch)
            storage = BasicMatrix<T>(columns, m_pitch);
        m_data = storage.view().data();
    }
    [[nodiscard]] T* column(Index index) const { return m_data + index * m_pitch; }

private:
    Index m_pitch;
    T* m_data = nullptr;
};

/// Each column of `to` becomes the transform of that of `from` (real or complex; the same view, or apart).
/// `transform(in, out)` does it for a contiguous column. As many columns at a time as share a cache line of
/// `from`, so that no line is read or written twice. Scratch belongs to the thread and survives the call.
template<class T, class Transform>
void transformColumns(BasicView<const T> from, FieldView to, Transform transform)
{
    using Complex = std::complex<float>;
    thread_local BasicMatrix<T> gathered;
    thread_local Field transformed;
    constexpr Index atOnce = ColumnPanel<T>::lineOf;
    const ColumnPanel<T> in(gathered, atOnce, from.rows());
    const ColumnPanel<Complex> out(transformed, atOnce, to.rows());
    for (Index first = 0; first < from.cols(); first += atOnce) {
        const Index count = std::min(atOnce, from.cols() - first);
        for (Index n = 0; n < from.rows(); ++n) {
            const T* row = from.row(n).data() + first;
            for (Index c = 0; c < count; ++c)
                in.column(c)[n] = row[c];
        }
        for (Index c = 0; c < count; ++c)
            transform(in.column(c), out.column(c));
        for (Index k = 0; k < to.rows(); ++k) {
            Complex* row = to.row(k).data() + first;
            for (Index c = 0; c < count; ++c)
                row[c] = out.column(c)[k];
        }
    }
}

} // namespace mixlens
