#pragma once

#include <cassert>
#include <complex>
#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace mixlens {

/// Signed, so that differences of indices and loops that run downwards are plain arithmetic.
using Index = std::ptrdiff_t;

/// Rows and columns; for activations, tokens and hidden units.
struct Shape
{
    Index rows = 0;
    Index cols = 0;

    [[nodiscard]] constexpr Index size() const noexcept { return rows * cols; }
    friend constexpr bool operator==(Shape, Shape) = default;
};

/// A row-major rectangle of scalars that somebody else owns: element (r, c) is data[r * stride + c].
/// A block of columns (one attention head) keeps the stride of the whole. Never stored beyond a call.
template<class T>
class BasicView
{
public:
    constexpr BasicView() = default;
    constexpr BasicView(T* data, Shape shape, Index stride) noexcept
        : m_data(data), m_shape(shape), m_stride(stride)
    {
        assert(shape.rows >= 0 && shape.cols >= 0 && stride >= shape.cols);
    }
    constexpr BasicView(T* data, Shape shape) noexcept : BasicView(data, shape, shape.cols) {}

    /// A mutable view is also a read-only one.
    template<class U>
        requires std::same_as<T, const U>
    constexpr BasicView(BasicView<U> other) noexcept : BasicView(other.data(), other.shape(), other.stride())
    {}

    [[nodiscard]] constexpr T* data() const noexcept { return m_data; }
    [[nodiscard]] constexpr Shape shape() const noexcept { return m_shape; }
    [[nodiscard]] constexpr Index rows() const noexcept { return m_shape.rows; }
    [[nodiscard]] constexpr Index cols() const noexcept { return m_shape.cols; }
    [[nodiscard]] constexpr Index stride() const noexcept { return m_stride; }
    [[nodiscard]] constexpr bool isContiguous() const noexcept
    {
        return m_stride == m_shape.cols || m_shape.rows <= 1;
    }

    [[nodiscard]] constexpr T& operator()(Index row, Index col) const noexcept
    {
        assert(row >= 0 && row < rows() && col >= 0 && col < cols());
        return m_data[row * m_stride + col];
    }

    [[nodiscard]] constexpr std::span<T> row(Index row) const noexcept
    {
        assert(row >= 0 && row < rows());
        return {m_data + row * m_stride, static_cast<std::size_t>(cols())};
    }

    /// Rows [first, first + count), sharing storage.
    [[nodiscard]] constexpr BasicView middleRows(Index first, Index count) const noexcept
    {
        assert(first >= 0 && count >= 0 && first + count <= rows());
        return {m_data + first * m_stride, {count, cols()}, m_stride};
    }

    /// Columns [first, first + count), sharing storage.
    [[nodiscard]] constexpr BasicView middleCols(Index first, Index count) const noexcept
    {
        assert(first >= 0 && count >= 0 && first + count <= cols());
        return {m_data + first, {rows(), count}, m_stride};
    }

private:
    T* m_data = nullptr;
    Shape m_shape;
    Index m_stride = 0;
};

using MatrixView = BasicView<float>;
using ConstMatrixView = BasicView<const float>;
using FieldView = BasicView<std::complex<float>>;
using ConstFieldView = BasicView<const std::complex<float>>;

/// A dense row-major matrix that owns 64-byte aligned storage, zeroed at birth. A regular value: copies copy,
/// moves leave an empty matrix.
template<class T>
class BasicMatrix
{
public:
    static constexpr std::size_t alignment =
        64; ///< a cache line and an AVX-512 register; what FFTW plans assume

    BasicMatrix() = default;
    explicit BasicMatrix(Shape shape);
    BasicMatrix(Index rows, Index cols) : BasicMatrix(Shape{rows, cols}) {}
    /// A compact copy of what `source` looks at.
    explicit BasicMatrix(BasicView<const T> source);
    BasicMatrix(const BasicMatrix& other);
    BasicMatrix(BasicMatrix&& other) noexcept;
    BasicMatrix& operator=(BasicMatrix other) noexcept;
    ~BasicMatrix() = default;

    [[nodiscard]] Shape shape() const noexcept { return m_shape; }
    [[nodiscard]] Index rows() const noexcept { return m_shape.rows; }
    [[nodiscard]] Index cols() const noexcept { return m_shape.cols; }
    [[nodiscard]] bool empty() const noexcept { return m_shape.size() == 0; }
    [[nodiscard]] BasicView<T> view() noexcept { return {m_data.get(), m_shape}; }
    [[nodiscard]] BasicView<const T> view() const noexcept { return {m_data.get(), m_shape}; }
    [[nodiscard]] std::span<T> values() noexcept { return {m_data.get(), count()}; }
    [[nodiscard]] std::span<const T> values() const noexcept { return {m_data.get(), count()}; }
    [[nodiscard]] T& operator()(Index row, Index col) noexcept { return view()(row, col); }
    [[nodiscard]] const T& operator()(Index row, Index col) const noexcept { return view()(row, col); }

private:
    struct Free
    {
        void operator()(T* data) const noexcept { ::operator delete[](data, std::align_val_t{alignment}); }
    };
    [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(m_shape.size()); }

    Shape m_shape;
    std::unique_ptr<T[], Free> m_data;
};

using Matrix = BasicMatrix<float>;
using Field = BasicMatrix<std::complex<float>>;

extern template class BasicMatrix<float>;
extern template class BasicMatrix<std::complex<float>>;

} // namespace mixlens
