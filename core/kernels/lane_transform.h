#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Transforms of any length.

#include "core/kernels/lane_powers.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// Transforms from(0..n-1) and calls emit(k, Z[k], Z[-k]) for k = 0..n/2, each once, in any order.
template<int W, class From, class Emit>
MIXLENS_INLINE void transform(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    switch (t.method) {
    case LaneTransform::Method::Direct:
        return transformDirectly<W>(t, from, emit, scratch);
    case LaneTransform::Method::TwoLevels:
        return transformInTwoLevels<W>(t, from, emit, scratch);
    case LaneTransform::Method::Powers:
        return transformByPowers<W>(t, from, emit, scratch);
    case LaneTransform::Method::PaddedPowers:
        return transformByPaddedPowers<W>(t, from, emit, scratch);
    case LaneTransform::Method::Chirp:
        return transformByChirp<W>(t, from, emit, scratch);
    }
}

template<int W>
void transformRow(const LaneTransform& t, float* row, float* to, float* scratch)
{
    const auto emit = [&](Size k, Complex<Lanes<W>> value, Complex<Lanes<W>> negative)
        __attribute__((always_inline))
    {
        storeComplex<W>(value, to, k);
        storeComplex<W>(negative, to, opposite(k, t.length));
    };
    transform<W>(t, Signal<W>{row}, emit, scratch);
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
