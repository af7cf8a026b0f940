#include "core/math/matrix.h"

#include <algorithm>
#include <utility>

namespace mixlens {

template<class T>
BasicMatrix<T>::BasicMatrix(Shape shape) : m_shape(shape)
{
    assert(shape.rows >= 0 && shape.cols >= 0);
    m_data.reset(new (std::align_val_t{alignment}) T[count()]{});
}

template<class T>
BasicMatrix<T>::BasicMatrix(BasicView<const T> source) : BasicMatrix(source.shape())
{
    for (Index row = 0; row < source.rows(); ++row)
        std::ranges::copy(source.row(row), view().row(row).begin());
}

template<class T>
BasicMatrix<T>::BasicMatrix(const BasicMatrix& other) : BasicMatrix(other.m_shape)
{
    std::ranges::copy(other.values(), m_data.get());
}

template<class T>
BasicMatrix<T>::BasicMatrix(BasicMatrix&& other) noexcept
    : m_shape(std::exchange(other.m_shape, {})), m_data(std::move(other.m_data))
{}

template<class T>
BasicMatrix<T>& BasicMatrix<T>::operator=(BasicMatrix other) noexcept
{
    std::swap(m_shape, other.m_shape);
    std::swap(m_data, other.m_data);
    return *this;
}

template class BasicMatrix<float>;
template class BasicMatrix<std::complex<float>>;

} // namespace mixlens
