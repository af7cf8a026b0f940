// Compiled once for each instruction set, as kernels_impl.cpp is and by the same rules, but without fused
// multiply-add: with correctly rounded operations in one order, every table gives the same bits.
#include "core/kernels/kernels.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// Counters whose normals are made together; long enough for loops over whole registers.
constexpr std::size_t groupCounters = normalGroup / 4;

struct Words
{
    std::uint32_t of[4][groupCounters];
};

/// Philox4x32-10 (Salmon et al., SC 2011) of the counters first..first + groupCounters - 1. Precondition:
/// `first` is a multiple of groupCounters, so that no sum carries into the upper word.
void philox(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, Words& words)
{
    const auto firstLow = static_cast<std::uint32_t>(first);
    const auto firstHigh = static_cast<std::uint32_t>(first >> 32U);
    for (std::size_t i = 0; i < groupCounters; ++i) {
        std::uint32_t w0 = firstLow + static_cast<std::uint32_t>(i);
        std::uint32_t w1 = firstHigh;
        auto w2 = static_cast<std::uint32_t>(stream);
        auto w3 = static_cast<std::uint32_t>(stream >> 32U);
        auto key0 = static_cast<std::uint32_t>(seed);
        auto key1 = static_cast<std::uint32_t>(seed >> 32U);
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t a = std::uint64_t{0xD2511F53U} * w0;
            const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * w2;
            w0 = static_cast<std::uint32_t>(b >> 32U) ^ w1 ^ key0;
            w1 = static_cast<std::uint32_t>(b);
            w2 = static_cast<std::uint32_t>(a >> 32U) ^ w3 ^ key1;
            w3 = static_cast<std::uint32_t>(a);
            key0 += 0x9E3779B9U;
            key1 += 0xBB67AE85U;
        }
        words.of[0][i] = w0;
        words.of[1][i] = w1;
        words.of[2][i] = w2;
        words.of[3][i] = w3;
    }
}

inline std::int32_t bitsOf(float x)
{
    std::int32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

inline float floatOf(std::int32_t bits)
{
    float x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

/// sqrt(-2 ln u) for u = (word / 2 + 1/2) / 2^31 in (0, 1), relative error below 2e-7: u = m 2^e with m from
/// sqrt(1/2) to sqrt(2) and Cephes' polynomial of ln(1 + f). Near 1, where e is 0, f = u - 1 comes from the
/// word itself: u has too few digits there.
inline float radius(std::uint32_t word)
{
    const auto half = static_cast<std::int32_t>(word >> 1U); // signed: processors convert those
    constexpr float unit = 1.0F / 2147483648.0F;
    const float u = (static_cast<float>(half) + 0.5F) * unit;
    constexpr std::int32_t rootHalf = 0x3f3504f3;
    const std::int32_t e = (bitsOf(u) - rootHalf) >> 23;
    const float scaled = floatOf(bitsOf(u) - e * (1 << 23)) - 1.0F;
    const float nearOne = (static_cast<float>(half - 0x7fffffff) - 0.5F) * unit;
    const float f = e == 0 ? nearOne : scaled;
    const float square = f * f;
    const float series =
        ((((((((7.0376836292e-2F * f - 1.1514610310e-1F) * f + 1.1676998740e-1F) * f - 1.2420140846e-1F) * f +
             1.4249322787e-1F) *
                f -
            1.6668057665e-1F) *
               f +
           2.0000714765e-1F) *
              f -
          2.4999993993e-1F) *
             f +
         3.3333331174e-1F);
    const float logarithm =
        static_cast<float>(e) * 0.693147181F + (f + (square * f * series - 0.5F * square));
    return __builtin_sqrtf(-2.0F * logarithm);
}

struct Direction
{
    float cosine;
    float sine;
};

/// Cosine and sine of 2π (word + 1/2) / 2^32, absolute error below 1e-7: the nearest quarter turn is taken
/// off in whole numbers, exactly; Cephes' polynomials do the rest.
inline Direction direction(std::uint32_t word)
{
    const std::uint32_t quarter = (word + 0x20000000U) >> 30U;
    const auto rest = static_cast<std::int32_t>(word - (quarter << 30U));
    const float x = (static_cast<float>(rest) + 0.5F) * 1.46291808e-9F; // 2π / 2^32
    const float z = x * x;
    const float s = ((-1.9515295891e-4F * z + 8.3321608736e-3F) * z - 1.6666654611e-1F) * z * x + x;
    const float c =
        ((2.443315711809948e-5F * z - 1.388731625493765e-3F) * z + 4.166664568298827e-2F) * z * z - 0.5F * z +
        1.0F;
    const bool odd = (quarter & 1U) != 0;
    const auto cosineSign = static_cast<std::int32_t>(((quarter + 1U) & 2U) << 30U);
    const auto sineSign = static_cast<std::int32_t>((quarter & 2U) << 30U);
    return {floatOf(bitsOf(odd ? s : c) ^ cosineSign), floatOf(bitsOf(odd ? c : s) ^ sineSign)};
}

/// Box and Muller 1958: two words, two normals.
void boxMuller(const std::uint32_t* u, const std::uint32_t* angle, float* first, float* second)
{
    for (std::size_t i = 0; i < groupCounters; ++i) {
        const float r = radius(u[i]);
        const Direction d = direction(angle[i]);
        first[i] = r * d.cosine;
        second[i] = r * d.sine;
    }
}

void normalsOfGroup(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, float* out)
{
    Words words;
    philox(seed, stream, first / 4, words);
    boxMuller(words.of[0], words.of[1], out, out + groupCounters);
    boxMuller(words.of[2], words.of[3], out + 2 * groupCounters, out + 3 * groupCounters);
}

} // namespace

void philoxNormals(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::size_t count,
                   float* out)
{
    std::size_t done = 0;
    for (; done + normalGroup <= count; done += normalGroup)
        normalsOfGroup(seed, stream, first + done, out + done);
    if (done < count) {
        float group[normalGroup];
        normalsOfGroup(seed, stream, first + done, group);
        for (std::size_t i = 0; done + i < count; ++i)
            out[done + i] = group[i];
    }
}

void homodyne(const float* field, const float* pixelGains, const float* normals, std::size_t count,
              const HomodyneTerms& terms, float* out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float real = field[2 * i];
        const float imaginary = field[2 * i + 1];
        const float collected = pixelGains ? terms.gain * pixelGains[i] : terms.gain;
        const float beat = collected * (terms.cosine * real + terms.sine * imaginary);
        const float variance =
            collected * ((real * real + imaginary * imaginary) + terms.reference) + terms.readVariance;
        out[i] = normals ? beat + __builtin_sqrtf(variance) * normals[i] : beat;
    }
}

std::size_t quantise(float* x, std::size_t count, float step, float top)
{
    const float perStep = 1.0F / step;
    const float limit = top + 1.0F;
    std::uint32_t cut = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float steps = x[i] * perStep;
        const float size = steps < 0.0F ? -steps : steps;
        const float within = size > limit ? limit : size;
        // Below 2^23, adding and taking off 2^23 rounds to the nearest whole number.
        const float magic = 8388608.0F;
        const float code = (within + magic) - magic;
        cut += code > top ? 1U : 0U;
        const float kept = code > top ? top : code;
        x[i] = step * (steps < 0.0F ? -kept : kept);
    }
    return cut;
}

} // namespace mixlens::MIXLENS_ISA
