// Awkward sizes against their smooth neighbours: what an element of a matrix of prime, odd or otherwise
// awkward sides takes, over what one takes where both sides are multiples of 64. Processor time, not time: it
// doesn't count what others take from a shared machine. Both are timed in every round, one after the other,
// and the ratio is taken within the round.
#include "core/analysis/statistics.h"
#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

using namespace mixlens;

namespace {

constexpr const char* usage =
    "bench_lengths [TOKENSxHIDDEN ...]\n"
    "Prints the time of the mixer \"fourier\" for an element of each shape over that\n"
    "of the nearest shape whose sides are multiples of 64, median and P10 - P90 of 101\n"
    "rounds, on one thread.";

constexpr Shape awkward[] = {{509, 768},  {499, 768},  {507, 768},  {510, 768},  {511, 768},  {513, 768},
                             {521, 768},  {127, 768},  {131, 768},  {251, 768},  {257, 768},  {383, 768},
                             {1009, 768}, {1021, 768}, {1022, 768}, {1023, 768}, {1031, 768}, {4093, 768},
                             {4099, 768}, {512, 509},  {512, 761},  {512, 765},  {512, 766},  {512, 767},
                             {512, 769},  {512, 770},  {512, 771},  {512, 1021}, {128, 127},  {128, 131},
                             {128, 767},  {128, 769},  {509, 769}};

Index smooth(Index side)
{
    return std::max<Index>(1, (side + 32) / 64) * 64;
}

double processorSeconds()
{
    return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

/// One mixer at one shape.
class Subject
{
public:
    explicit Subject(Shape shape) : m_x(shape), m_y(shape)
    {
        const Philox random(1);
        for (std::size_t i = 0; i < m_x.values().size(); ++i)
            m_x.values()[i] = static_cast<float>(random.normal(i));
        MixerSetup setup;
        setup.hidden = shape.cols;
        setup.maxTokens = shape.rows;
        m_mixer = makeMixer("fourier", setup).value();
        timed(); // tables and memory
        // Long for the processor's clock, which counts microseconds, and short for those that interrupt.
        constexpr double enough = 1e-3;
        for (double seconds = timed(); seconds < enough; seconds = timed())
            m_calls =
                1 + m_calls * static_cast<int>(std::clamp(enough / std::max(seconds, 1e-6), 1.0, 100.0));
    }

    /// Processor time of one element, in nanoseconds.
    [[nodiscard]] double perElement()
    {
        const double elements = static_cast<double>(m_x.shape().size()) * m_calls;
        return 1e9 * timed() / elements;
    }

private:
    double timed()
    {
        const double began = processorSeconds();
        for (int call = 0; call < m_calls; ++call)
            m_mixer->forward(m_x.view(), {}, m_y.view(), m_workspace, nullptr);
        return processorSeconds() - began;
    }

    Matrix m_x;
    Matrix m_y;
    std::unique_ptr<TokenMixer> m_mixer;
    MixWorkspace m_workspace;
    int m_calls = 1;
};

void compare(Shape shape)
{
    constexpr int rounds = 101;
    const Shape neighbour{smooth(shape.rows), smooth(shape.cols)};
    Subject here(shape);
    Subject there(neighbour);
    std::vector<double> nanoseconds;
    std::vector<double> ratio;
    for (int round = 0; round < rounds; ++round) {
        const bool first = round % 2 == 0; // neither always comes second
        const double before = first ? here.perElement() : there.perElement();
        const double after = first ? there.perElement() : here.perElement();
        nanoseconds.push_back(first ? before : after);
        ratio.push_back(first ? before / after : after / before);
    }
    std::printf("%5td x %-5td %7.3f ns  over %4td x %-4td  %5.2f  (%.2f - %.2f)\n", shape.rows, shape.cols,
                quantile(nanoseconds, 0.5), neighbour.rows, neighbour.cols, quantile(ratio, 0.5),
                quantile(ratio, 0.1), quantile(ratio, 0.9));
    std::fflush(stdout);
}

/// A side, at the beginning of `text`; 0 where there is none that makes sense.
Index sideFrom(const char* text, char** end)
{
    const long side = std::strtol(text, end, 10);
    return *end != text && side >= 1 && side <= 65536 ? side : 0;
}

Shape shapeFrom(const char* text)
{
    char* end = nullptr;
    const Index rows = sideFrom(text, &end);
    if (rows == 0 || *end != 'x')
        return {};
    const Index cols = sideFrom(end + 1, &end);
    return *end == '\0' ? Shape{rows, cols} : Shape{};
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<Shape> shapes;
    for (int i = 1; i < argc; ++i) {
        shapes.push_back(shapeFrom(argv[i]));
        if (shapes.back().size() == 0) {
            std::fprintf(stderr, "'%s' is no shape of sides up to 65536; usage:\n%s\n", argv[i], usage);
            return 2;
        }
    }
    if (const std::string problem = kernelChoiceProblem(); !problem.empty()) {
        std::fprintf(stderr, "%s\n", problem.c_str());
        return 2;
    }
    if (shapes.empty())
        shapes.assign(std::begin(awkward), std::end(awkward));
    std::printf("Mixer fourier, one thread, kernels %s; time of an element, over that of the neighbour, and "
                "P10 - P90\n",
                kernels().name);
    for (const Shape shape : shapes)
        compare(shape);
    return 0;
}
