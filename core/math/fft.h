#pragma once

#include "core/math/matrix.h"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace mixlens {

/// How long FFTW may think: Estimate plans in about a millisecond, Measure in hundreds. Measure never belongs
/// on the typing path or inside a timed loop.
enum class PlanRigour { Estimate, Measure };

/// The transforms planned here, all unnormalised with exp(-2πi nk/N) forward, single precision.
enum class FftKind {
    Complex2d,      ///< rows x cols complex to the same, in place or not
    Real2d,         ///< rows x cols real to rows x (cols / 2 + 1) complex
    ComplexColumns, ///< length `rows`, for each of `cols` interleaved columns
    ComplexRows,    ///< length `cols`, for each of `rows` rows
    RealColumns     ///< real length `rows` to rows / 2 + 1 complex, for each of `cols` columns
};

/// A planned transform. Executing is thread-safe; making and destroying take the one planner lock.
class FftPlan
{
public:
    /// Planned (or taken from the cache of this process) for contiguous 64-byte aligned data.
    [[nodiscard]] static std::shared_ptr<const FftPlan> plan(FftKind kind, Shape shape,
                                                             PlanRigour rigour = PlanRigour::Estimate);

    FftPlan(const FftPlan&) = delete;
    FftPlan& operator=(const FftPlan&) = delete;
    ~FftPlan();

    /// For Complex2d, ComplexColumns, ComplexRows. `in` may be `out`; the first such call plans once more.
    /// Neither forward() allocates once its thread has room for a few columns of this length, but FFTW itself
    /// borrows memory during a call where a length has a prime factor above 13 (Rader's algorithm) and for
    /// large in-place transforms.
    void forward(ConstFieldView in, FieldView out) const;
    /// For Real2d and RealColumns. `in` is not changed.
    void forward(ConstMatrixView in, FieldView out) const;
    [[nodiscard]] FftKind kind() const noexcept;
    [[nodiscard]] Shape shape() const noexcept;

private:
    struct Private;
    explicit FftPlan(std::unique_ptr<Private> state);
    std::unique_ptr<Private> d;
};

/// Wisdom: what planning has learned, kept between runs. Both report nothing but success: a missing or
/// foreign file only costs planning time.
bool importFftWisdom(const std::filesystem::path& file);
bool exportFftWisdom(const std::filesystem::path& file);

/// Codelets and version of the FFTW at hand, e.g. "fftw-3.3.10-sse2-avx".
[[nodiscard]] const char* fftLibrary() noexcept;

} // namespace mixlens
