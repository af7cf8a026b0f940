// Compiled once for each instruction set: MIXLENS_ISA is baseline, v3 or v4. Eigen is renamed before it is
// included, so that each build has an Eigen of its own and the linker cannot mix them; for the same reason
// nothing here calls an inline function of the standard library.
#include "core/kernels/kernels.h"

#define MIXLENS_JOIN2(a, b) a##b
#define MIXLENS_JOIN(a, b) MIXLENS_JOIN2(a, b)
#define Eigen MIXLENS_JOIN(Eigen_, MIXLENS_ISA)
#define EIGEN_DONT_PARALLELIZE
// Packed blocks of a product live on the stack: a kernel never allocates. They stay below 2 MB each.
#define EIGEN_STACK_ALLOCATION_LIMIT (2 * 1024 * 1024)
#include <Eigen/Core>

namespace mixlens::MIXLENS_ISA {

// Defined in attention_impl.cpp.
void attend(const AttentionBlock& block);
// Defined in reproducible_impl.cpp.
void philoxNormals(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::size_t count,
                   float* out);
void homodyne(const float* field, const float* pixelGains, const float* normals, std::size_t count,
              const HomodyneTerms& terms, float* out);
std::size_t quantise(float* x, std::size_t count, float step, float top);

namespace {

using Size = std::ptrdiff_t;

// Partial sums of a reduction: a fixed number, so that a sum does not depend on the register width, and
// enough for one AVX-512 register. The compiler may not reorder floating-point sums by itself.
constexpr Size lanes = 16;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Mapped = Eigen::Map<Rows, 0, Eigen::OuterStride<>>;
using ConstMapped = Eigen::Map<const Rows, 0, Eigen::OuterStride<>>;

ConstMapped map(Block<const float> block)
{
    return {block.data, block.rows, block.cols, Eigen::OuterStride<>(block.stride)};
}

Mapped map(Block<float> block)
{
    return {block.data, block.rows, block.cols, Eigen::OuterStride<>(block.stride)};
}

void multiply(Block<const float> a, Block<const float> b, Block<float> c)
{
    map(c).noalias() = map(a) * map(b);
}

void multiplyTransposed(Block<const float> a, Block<const float> b, Block<float> c)
{
    map(c).noalias() = map(a) * map(b).transpose();
}

/// e^x to 2e-7 relative: 2^(n + f) with n rounded by adding 1.5 * 2^23 (rint() would be a library call at the
/// baseline) and the Taylor series of 2^f on [-1/2, 1/2]. Below -87 exactly 0. Precondition: x <= 88.
inline float exponential(float x)
{
    const float t = x * 1.44269504F;
    const float magic = 12582912.0F;
    const float n = (t + magic) - magic;
    const float f = (t - n) * 0.693147181F;
    const float series =
        1.0F +
        f * (1.0F + f * (0.5F + f * (1.66666667e-1F +
                                     f * (4.16666667e-2F + f * (8.33333333e-3F + f * 1.38888889e-3F)))));
    const float kept = x < -87.0F ? 0.0F : n;
    const int bits = (static_cast<int>(kept) + 127) << 23;
    float power;
    __builtin_memcpy(&power, &bits, sizeof power);
    return x < -87.0F ? 0.0F : series * power;
}

float maximum(const float* x, Size count)
{
    float partial[lanes];
    for (float& p : partial)
        p = -__builtin_inff();
    Size i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Size lane = 0; lane < lanes; ++lane)
            partial[lane] = x[i + lane] > partial[lane] ? x[i + lane] : partial[lane];
    float result = -__builtin_inff();
    for (const float p : partial)
        result = p > result ? p : result;
    for (; i < count; ++i)
        result = x[i] > result ? x[i] : result;
    return result;
}

float sum(const float* x, Size count)
{
    float partial[lanes] = {};
    Size i = 0;
    for (; i + lanes <= count; i += lanes)
        for (Size lane = 0; lane < lanes; ++lane)
            partial[lane] += x[i + lane];
    float result = 0.0F;
    for (const float p : partial)
        result += p;
    for (; i < count; ++i)
        result += x[i];
    return result;
}

float sumOfSquaredDeviations(const float* x, Size count, float mean)
{
    float partial[lanes] = {};
    Size i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (Size lane = 0; lane < lanes; ++lane) {
            const float deviation = x[i + lane] - mean;
            partial[lane] += deviation * deviation;
        }
    }
    float result = 0.0F;
    for (const float p : partial)
        result += p;
    for (; i < count; ++i)
        result += (x[i] - mean) * (x[i] - mean);
    return result;
}

void softmaxRows(Block<float> x, float scale, const float* bias)
{
    for (Size r = 0; r < x.rows; ++r) {
        float* row = x.data + r * x.stride;
        if (bias) {
            for (Size c = 0; c < x.cols; ++c)
                row[c] = scale * row[c] + bias[c];
        } else {
            for (Size c = 0; c < x.cols; ++c)
                row[c] *= scale;
        }
        const float largest = maximum(row, x.cols);
        for (Size c = 0; c < x.cols; ++c) {
            // Equal to the largest is tested first: -inf - -inf would not be a number.
            const float below = row[c] == largest ? 0.0F : row[c] - largest;
            row[c] = exponential(below);
        }
        const float scaleToOne = 1.0F / sum(row, x.cols);
        for (Size c = 0; c < x.cols; ++c)
            row[c] *= scaleToOne;
    }
}

void probabilities(Block<float> x, float scale, const std::uint8_t* mask, const float* logSumExp)
{
    for (Size r = 0; r < x.rows; ++r) {
        float* row = x.data + r * x.stride;
        const float denominator = logSumExp[r];
        for (Size c = 0; c < x.cols; ++c)
            row[c] = exponential(scale * row[c] - denominator);
        for (Size c = 0; mask && c < x.cols; ++c)
            row[c] = mask[c] ? row[c] : 0.0F;
    }
}

void layerNorm(Block<const float> x, const float* gain, const float* offset, float epsilon, Block<float> y)
{
    const auto width = static_cast<float>(x.cols);
    for (Size r = 0; r < x.rows; ++r) {
        const float* in = x.data + r * x.stride;
        float* out = y.data + r * y.stride;
        const float mean = sum(in, x.cols) / width;
        const float variance = sumOfSquaredDeviations(in, x.cols, mean) / width;
        const float inverse = 1.0F / __builtin_sqrtf(variance + epsilon);
        for (Size c = 0; c < x.cols; ++c)
            out[c] = (in[c] - mean) * inverse * gain[c] + offset[c];
    }
}

/// x Φ(x) with erf by Abramowitz and Stegun 7.1.26, absolute error 1.5e-7.
void geluErf(float* x, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float z = x[i] * 0.707106781F;
        const float a = z < 0.0F ? -z : z;
        const float t = 1.0F / (1.0F + 0.3275911F * a);
        const float polynomial =
            t * (0.254829592F +
                 t * (-0.284496736F + t * (1.421413741F + t * (-1.453152027F + t * 1.061405429F))));
        const float tail = polynomial * exponential(-a * a);
        const float upper = 1.0F - 0.5F * tail; // Φ(|x|)
        x[i] *= z < 0.0F ? 0.5F * tail : upper;
    }
}

/// 0.5 x (1 + tanh u) = x / (1 + e^(-2u)), u = sqrt(2/π) (x + 0.044715 x³)   (Hendrycks and Gimpel 2016)
void geluTanh(float* x, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float u = 0.797884561F * (x[i] + 0.044715F * x[i] * x[i] * x[i]);
        float exponent = -2.0F * u;
        exponent = exponent > 80.0F ? 80.0F : exponent;
        x[i] = x[i] / (1.0F + exponential(exponent));
    }
}

void addBias(Block<float> x, const float* bias)
{
    for (Size r = 0; r < x.rows; ++r) {
        float* row = x.data + r * x.stride;
        for (Size c = 0; c < x.cols; ++c)
            row[c] += bias[c];
    }
}

void foldPointSymmetric(Block<const float> x, Block<float> y)
{
    for (Size n = 0; n < x.rows; ++n) {
        const float* here = x.data + n * x.stride;
        const float* opposite = x.data + (n == 0 ? 0 : x.rows - n) * x.stride;
        float* out = y.data + n * y.stride;
        out[0] = 0.5F * (here[0] + opposite[0]);
        for (Size m = 1; m < x.cols; ++m)
            out[m] = 0.5F * (here[m] + opposite[x.cols - m]);
    }
}

} // namespace

extern const KernelTable table;
const KernelTable table{MIXLENS_ISA_NAME, multiply,      multiplyTransposed, softmaxRows,
                        attend,           probabilities, layerNorm,          geluErf,
                        geluTanh,         addBias,       foldPointSymmetric, philoxNormals,
                        homodyne,         quantise};

} // namespace mixlens::MIXLENS_ISA
