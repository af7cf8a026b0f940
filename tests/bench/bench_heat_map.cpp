// What a picture of a large matrix costs: the pyramid once, then 16 tiles of 256² a screenful.
#include "ui/figures/matrix_image.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

template<class Work>
double bestMilliseconds(int repetitions, Work work)
{
    double best = 1e9;
    for (int i = 0; i < repetitions; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return best;
}

struct Case
{
    const char* name;
    HeatScale scale;
    double low;
};

} // namespace

int main()
{
    constexpr Index side = 4096;
    const auto matrix = std::make_shared<Matrix>(side, side);
    for (Index row = 0; row < side; ++row)
        for (Index col = 0; col < side; ++col)
            (*matrix)(row, col) = static_cast<float>(1.0 / (1.0 + std::abs(static_cast<double>(row - col))));
    MatrixPyramid pyramid(matrix, MatrixPyramid::Keep::Largest);
    std::printf("pyramid of 4096 x 4096: %.1f ms\n",
                bestMilliseconds(5, [&] { pyramid = pyramid.withLevels(); }));

    constexpr Case cases[] = {{"linear", HeatScale::Linear, 0.0},
                              {"square root", HeatScale::SquareRoot, 0.0},
                              {"decibel", HeatScale::Decibel, 1e-4}};
    for (const Case& one : cases) {
        const ImageColours colours{ValueScale(one.scale, one.low, 1.0),
                                   colourMapOf(HeatColours::Sequential, lightTheme()), lightTheme().paper,
                                   lightTheme().warning};
        for (const double visible : {4096.0, 2900.0, 1024.0, 100.0}) {
            const PixelWindow window{QRectF(0, 0, visible, visible), {1024, 1024}};
            const double took = bestMilliseconds(9, [&] {
                for (const QRect& tile : tilesOf(window))
                    if (renderPart(pyramid, window, tile, colours).isNull())
                        std::abort();
            });
            std::printf("16 tiles, %s, %4.0f cells across: %.2f ms\n", one.name, visible, took);
        }
    }
}
