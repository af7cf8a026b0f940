#include "core/math/fft.h"

#include "core/base/files.h"
#include "core/math/column_panels.h"
#include "core/math/recent_cache.h"

#include <fftw3.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string>
#include <type_traits>

namespace mixlens {
namespace {

/// FFTW's planner is one global state: making plans, destroying them and wisdom all take this lock.
/// Executing does not.
std::mutex& planner()
{
    static std::mutex mutex;
    return mutex;
}

struct DestroyPlan
{
    void operator()(fftwf_plan plan) const
    {
        const std::scoped_lock lock(planner());
        fftwf_destroy_plan(plan);
    }
};
using PlanHandle = std::unique_ptr<std::remove_pointer_t<fftwf_plan>, DestroyPlan>;

/// Uninitialised storage to plan on: planning with Measure overwrites it, planning with Estimate never
/// touches it, so that even a huge one costs no memory.
class PlanningScratch
{
public:
    explicit PlanningScratch(Index complexNumbers)
        : m_data(::operator new (static_cast<std::size_t>(complexNumbers) * sizeof(fftwf_complex),
                                 std::align_val_t{Field::alignment}))
    {}
    [[nodiscard]] float* reals() const { return static_cast<float*>(m_data.get()); }
    [[nodiscard]] fftwf_complex* complexes() const { return static_cast<fftwf_complex*>(m_data.get()); }

private:
    struct Free
    {
        void operator()(void* data) const { ::operator delete (data, std::align_val_t{Field::alignment}); }
    };
    std::unique_ptr<void, Free> m_data;
};

/// A transform in FFTW's words: loops over `transform`, repeated over `batch`, each with its input and output
/// strides. (FFTW manual, "64-bit Guru Interface".)
struct Loops
{
    std::array<fftwf_iodim64, 2> transform{};
    int rank = 1;
    fftwf_iodim64 batch{1, 1, 1};
};

Loops loops(FftKind kind, Shape shape)
{
    const Index n = shape.rows;
    const Index d = shape.cols;
    const Index half = d / 2 + 1;
    switch (kind) {
    case FftKind::Complex2d:
        return {{{{n, d, d}, {d, 1, 1}}}, 2, {1, 1, 1}};
    case FftKind::Real2d:
        return {{{{n, d, half}, {d, 1, 1}}}, 2, {1, 1, 1}};
    case FftKind::ComplexRows:
        return {{{{d, 1, 1}}}, 1, {n, d, d}};
    case FftKind::ComplexColumns:
    case FftKind::RealColumns:
        return {{{{n, d, d}}}, 1, {d, 1, 1}};
    }
    std::abort();
}

bool readsReals(FftKind kind)
{
    return kind == FftKind::Real2d || kind == FftKind::RealColumns;
}

Shape outputShape(FftKind kind, Shape shape)
{
    if (kind == FftKind::Real2d)
        return {shape.rows, shape.cols / 2 + 1};
    if (kind == FftKind::RealColumns)
        return {shape.rows / 2 + 1, shape.cols};
    return shape;
}

/// Whether the columns go through panels instead of FFTW's plan for all of them. Estimated plans for
/// interleaved columns are three to ten times slower than measured ones, which buffer a few columns at a
/// time, and so do panels. Short lengths and these powers of two, though, are single codelets that take
/// columns as they lie.
bool takesPanels(FftKind kind, Shape shape, PlanRigour rigour)
{
    const Index n = shape.rows;
    const bool codelet = n <= 16 || n == 32 || n == 64 || n == 128;
    return rigour == PlanRigour::Estimate && kind != FftKind::ComplexRows && shape.cols > 1 && !codelet;
}

enum class Part { Whole, Rows }; ///< of a transform of a plane

/// Precondition: the caller holds no planner lock.
PlanHandle makePlan(FftKind kind, Shape shape, PlanRigour rigour, bool inPlace, Part part = Part::Whole)
{
    const std::scoped_lock lock(planner());
    Loops l = loops(kind, shape);
    if (part == Part::Rows)
        l = {{l.transform[1]}, 1, l.transform[0]};
    const unsigned flags =
        (rigour == PlanRigour::Measure ? FFTW_MEASURE : FFTW_ESTIMATE) | (inPlace ? 0U : FFTW_PRESERVE_INPUT);
    const PlanningScratch in(readsReals(kind) ? shape.size() / 2 + 1 : shape.size());
    const PlanningScratch out(inPlace ? 0 : outputShape(kind, shape).size());
    fftwf_complex* to = inPlace ? in.complexes() : out.complexes();
    fftwf_plan plan = readsReals(kind) ? fftwf_plan_guru64_dft_r2c(l.rank, l.transform.data(), 1, &l.batch,
                                                                   in.reals(), to, flags)
                                       : fftwf_plan_guru64_dft(l.rank, l.transform.data(), 1, &l.batch,
                                                               in.complexes(), to, FFTW_FORWARD, flags);
    if (plan == nullptr) // FFTW plans every length; what it may lack is memory
        throw std::bad_alloc();
    return PlanHandle(plan);
}

template<class T>
[[maybe_unused]] bool fits(BasicView<T> view, Shape shape)
{
    return view.shape() == shape && view.isContiguous() &&
           reinterpret_cast<std::uintptr_t>(view.data()) % Field::alignment == 0;
}

/// FFTW's type for the same bits; it never writes to the input of a plan with FFTW_PRESERVE_INPUT.
fftwf_complex* bits(ConstFieldView view)
{
    return reinterpret_cast<fftwf_complex*>(const_cast<std::complex<float>*>(view.data()));
}

struct PlanKey
{
    FftKind kind;
    Shape shape;
    PlanRigour rigour;
    friend bool operator==(const PlanKey&, const PlanKey&) = default;
};

/// Each keystroke may bring a new length: keep the last few hundred plans (some kilobytes each), not all.
RecentCache<PlanKey, FftPlan>& plans()
{
    planner(); // made before the plans, so that it is there when they are destroyed
    static RecentCache<PlanKey, FftPlan> cache(256);
    return cache;
}

} // namespace

struct FftPlan::Private
{
    Private(FftKind k, Shape s, PlanRigour r) : kind(k), shape(s), rigour(r)
    {
        const bool plane = k == FftKind::Complex2d || k == FftKind::Real2d;
        if (takesPanels(k, s, r)) {
            part = Part::Rows;
            column = k == FftKind::RealColumns
                         ? makePlan(k, {s.rows, 1}, r, /*inPlace*/ false)
                         : makePlan(FftKind::ComplexRows, {1, s.rows}, r, /*inPlace*/ false);
        }
        if (plane || !column)
            apart = makePlan(k, s, r, /*inPlace*/ false, part);
    }

    /// The columns of `from`, or of `to` itself, by the plan for one of them.
    void transformEachColumn(ConstFieldView from, FieldView to) const
    {
        transformColumns(from, to, [this](std::complex<float>* in, std::complex<float>* out) {
            fftwf_execute_dft(column.get(), reinterpret_cast<fftwf_complex*>(in),
                              reinterpret_cast<fftwf_complex*>(out));
        });
    }
    void transformEachColumn(ConstMatrixView from, FieldView to) const
    {
        transformColumns(from, to, [this](float* in, std::complex<float>* out) {
            fftwf_execute_dft_r2c(column.get(), in, reinterpret_cast<fftwf_complex*>(out));
        });
    }

    FftKind kind;
    Shape shape;
    PlanRigour rigour;
    Part part = Part::Whole; ///< that `apart` and `inPlace` transform
    PlanHandle column;       ///< one contiguous column, where they go through panels
    PlanHandle apart;        ///< none where each column goes through a panel and nothing else is to do
    /// FFTW plans an in-place transform by itself; few callers want one, so it is made at its first use.
    std::once_flag inPlaceOnce;
    PlanHandle inPlace;
};

std::shared_ptr<const FftPlan> FftPlan::plan(FftKind kind, Shape shape, PlanRigour rigour)
{
    assert(shape.rows > 0 && shape.cols > 0);
    if (auto measured = plans().find({kind, shape, PlanRigour::Measure}))
        return measured; // never worse than an estimate
    if (rigour == PlanRigour::Estimate) {
        if (auto known = plans().find({kind, shape, rigour}))
            return known;
    }
    // One thread plans at a time, so that two that want the same plan don't both make it.
    static std::mutex making;
    const std::scoped_lock lock(making);
    if (auto known = plans().find({kind, shape, rigour}))
        return known;
    const std::shared_ptr<const FftPlan> made(new FftPlan(std::make_unique<Private>(kind, shape, rigour)));
    return plans().keep({kind, shape, rigour}, made);
}

FftPlan::FftPlan(std::unique_ptr<Private> state) : d(std::move(state)) {}

FftPlan::~FftPlan() = default;

void FftPlan::forward(ConstFieldView in, FieldView out) const
{
    assert(!readsReals(d->kind) && fits(in, d->shape) && fits(out, d->shape));
    Private& state = *d;
    if (!state.apart) {
        state.transformEachColumn(in, out);
        return;
    }
    if (in.data() != out.data()) {
        fftwf_execute_dft(state.apart.get(), bits(in), bits(out));
    } else {
        std::call_once(state.inPlaceOnce, [&state] {
            state.inPlace = makePlan(state.kind, state.shape, state.rigour, /*inPlace*/ true, state.part);
        });
        fftwf_execute_dft(state.inPlace.get(), bits(out), bits(out));
    }
    if (state.column)
        state.transformEachColumn(ConstFieldView(out), out);
}

void FftPlan::forward(ConstMatrixView in, FieldView out) const
{
    assert(readsReals(d->kind) && fits(in, d->shape) && fits(out, outputShape(d->kind, d->shape)));
    if (!d->apart) {
        d->transformEachColumn(in, out);
        return;
    }
    fftwf_execute_dft_r2c(d->apart.get(), const_cast<float*>(in.data()), bits(out));
    if (d->column)
        d->transformEachColumn(ConstFieldView(out), out);
}

FftKind FftPlan::kind() const noexcept
{
    return d->kind;
}

Shape FftPlan::shape() const noexcept
{
    return d->shape;
}

bool importFftWisdom(const std::filesystem::path& file)
{
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return false;
    const std::scoped_lock lock(planner());
    return fftwf_import_wisdom_from_string(text->c_str()) != 0;
}

bool exportFftWisdom(const std::filesystem::path& file)
{
    std::string text;
    {
        const std::scoped_lock lock(planner());
        const std::unique_ptr<char, decltype(&std::free)> wisdom(fftwf_export_wisdom_to_string(), &std::free);
        if (!wisdom)
            return false;
        text = wisdom.get();
    }
    return writeFileAtomically(file, text).has_value();
}

const char* fftLibrary() noexcept
{
    return fftwf_version;
}

} // namespace mixlens
