#include "ui/figures/matrix_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace mixlens::ui {

namespace {

constexpr int stripePeriod = 6; ///< pixels; smaller cells are filled instead, so that none hides in a gap

/// Half-open range of cells of one level.
struct Span
{
    Index first = 0;
    Index last = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// Cells of one level along one axis of the window.
struct Axis
{
    double start = 0.0; ///< at the window's first pixel
    double step = 1.0;  ///< a pixel
    int pixels = 0;     ///< of the whole window
    Index cells = 0;    ///< of the level
};

/// The cells behind each of `count` pixels from `firstPixel` on.
std::vector<Span> spansOf(const Axis& axis, int firstPixel, int count)
{
    std::vector<Span> spans(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const int pixel = firstPixel + i;
        Index first = 0, last = 0;
        if (axis.step >
            1.0) { // cells belong to the pixel in which they begin, and none is left over at the end
            const double end = axis.start + (pixel + 1) * axis.step;
            first = static_cast<Index>(std::floor(axis.start + pixel * axis.step));
            last = static_cast<Index>(pixel + 1 == axis.pixels ? std::ceil(end) : std::floor(end));
        } else {
            first = static_cast<Index>(std::floor(axis.start + (pixel + 0.5) * axis.step));
            last = first + 1;
        }
        first = std::clamp<Index>(first, 0, axis.cells - 1);
        spans[static_cast<std::size_t>(i)] = {first, std::clamp(last, first + 1, axis.cells)};
    }
    return spans;
}

int edge(double cell, double start, double length, int pixels)
{
    return static_cast<int>(std::ceil((cell - start) * pixels / length - 0.5));
}

/// One value, and opacity, a pixel for one line of the picture.
class LineReader
{
public:
    LineReader(const MatrixPyramid& pyramid, int level, Plane plane, std::vector<Span> cols)
        : m_pyramid(pyramid), m_level(level), m_plane(plane),
          m_values(plane == Plane::Mean ? pyramid.mean(level) : pyramid.kept(level)), m_cols(std::move(cols)),
          m_simple(std::ranges::all_of(m_cols, [](const Span& s) { return s.last == s.first + 1; }))
    {}

    void read(Span rows, std::vector<float>& values, std::vector<float>& opacity) const
    {
        if (m_plane == Plane::Mean)
            average(rows, values);
        else if (m_simple && rows.last == rows.first + 1)
            copy(rows.first, values);
        else if (m_pyramid.keep() == MatrixPyramid::Keep::MostOpaque && m_pyramid.hasOpacity())
            mostOpaque(rows, values, opacity);
        else if (m_pyramid.keep() == MatrixPyramid::Keep::LargestMagnitude)
            reduce(rows, values, [](float a, float b) { return std::abs(a) >= std::abs(b) || a != a; });
        else
            reduce(rows, values, [](float a, float b) { return a >= b || a != a; });
        const bool fromBest = m_pyramid.keep() == MatrixPyramid::Keep::MostOpaque;
        if (m_pyramid.hasOpacity() && (m_simple || m_plane == Plane::Mean || !fromBest))
            for (std::size_t i = 0; i < m_cols.size(); ++i)
                opacity[i] = m_pyramid.opacity(m_level)(rows.first, m_cols[i].first);
    }

private:
    void copy(Index row, std::vector<float>& values) const
    {
        const float* source = m_values.row(row).data();
        for (std::size_t i = 0; i < m_cols.size(); ++i)
            values[i] = source[m_cols[i].first];
    }

    template<class FirstWins>
    void reduce(Span rows, std::vector<float>& values, FirstWins firstWins) const
    {
        for (Index row = rows.first; row < rows.last; ++row) {
            const float* source = m_values.row(row).data();
            for (std::size_t i = 0; i < m_cols.size(); ++i) {
                const Span cols = m_cols[i];
                float best = source[cols.first]; // mostly one or two cells: no loop, no branch to guess
                best = firstWins(best, source[cols.last - 1]) ? best : source[cols.last - 1];
                for (Index col = cols.first + 1; col < cols.last - 1; ++col)
                    best = firstWins(best, source[col]) ? best : source[col];
                values[i] = row == rows.first || !firstWins(values[i], best) ? best : values[i];
            }
        }
    }

    void mostOpaque(Span rows, std::vector<float>& values, std::vector<float>& opacity) const
    {
        const ConstMatrixView weights = m_pyramid.opacity(m_level);
        for (std::size_t i = 0; i < m_cols.size(); ++i) {
            opacity[i] = -1.0F;
            for (Index row = rows.first; row < rows.last; ++row)
                for (Index col = m_cols[i].first; col < m_cols[i].last; ++col)
                    if (weights(row, col) > opacity[i]) {
                        opacity[i] = weights(row, col);
                        values[i] = m_values(row, col);
                    }
        }
    }

    void average(Span rows, std::vector<float>& values) const
    {
        for (std::size_t i = 0; i < m_cols.size(); ++i) {
            float sum = 0.0F;
            for (Index row = rows.first; row < rows.last; ++row)
                for (Index col = m_cols[i].first; col < m_cols[i].last; ++col)
                    sum += m_values(row, col);
            values[i] =
                sum / static_cast<float>((rows.last - rows.first) * (m_cols[i].last - m_cols[i].first));
        }
    }

    const MatrixPyramid& m_pyramid;
    int m_level;
    Plane m_plane;
    ConstMatrixView m_values;
    std::vector<Span> m_cols;
    bool m_simple; ///< one cell a pixel
};

QRgb blended(QRgb under, QRgb over, float alpha)
{
    const auto share = static_cast<double>(std::clamp(alpha, 0.0F, 1.0F));
    const auto part = [share](int u, int o) { return static_cast<int>(std::lround(std::lerp(u, o, share))); };
    return qRgb(part(qRed(under), qRed(over)), part(qGreen(under), qGreen(over)),
                part(qBlue(under), qBlue(over)));
}

int levelFor(const MatrixPyramid& pyramid, double stepX, double stepY)
{
    const double step = std::min(stepX, stepY);
    const int wanted = step >= 2.0 ? static_cast<int>(std::floor(std::log2(step))) : 0;
    return std::min(wanted, pyramid.levelCount() - 1);
}

} // namespace

int PixelWindow::leftOf(double col) const
{
    return edge(col, visible.x(), visible.width(), size.width());
}

int PixelWindow::topOf(double row) const
{
    return edge(row, visible.y(), visible.height(), size.height());
}

namespace {

ColourMap madeColourMap(HeatColours colours, const Theme& theme)
{
    switch (colours) {
    case HeatColours::Sequential:
        break;
    case HeatColours::Dense:
        return ColourMap::cividis();
    case HeatColours::Diverging:
        return ColourMap::diverging(theme.negative, theme.paper, theme.positive);
    case HeatColours::Cyclic:
        return ColourMap::cyclic();
    }
    return ColourMap::sequential(theme.paper, theme.sequential);
}

/// One theme's maps, in the order of HeatColours.
using ThemeMaps = std::array<ColourMap, 4>;

ThemeMaps mapsOf(const Theme& theme)
{
    return {madeColourMap(HeatColours::Sequential, theme), madeColourMap(HeatColours::Dense, theme),
            madeColourMap(HeatColours::Diverging, theme), madeColourMap(HeatColours::Cyclic, theme)};
}

} // namespace

// A map takes half a millisecond to make and every repaint wants one: those of the two themes are kept.
ColourMap colourMapOf(HeatColours colours, const Theme& theme)
{
    static const ThemeMaps light = mapsOf(lightTheme());
    static const ThemeMaps dark = mapsOf(darkTheme());
    const auto at = static_cast<std::size_t>(colours);
    if (&theme == &lightTheme())
        return light[at];
    if (&theme == &darkTheme())
        return dark[at];
    return madeColourMap(colours, theme);
}

MatrixPyramid::Keep keepOf(HeatColours colours)
{
    switch (colours) {
    case HeatColours::Sequential:
    case HeatColours::Dense:
        break;
    case HeatColours::Diverging:
        return MatrixPyramid::Keep::LargestMagnitude;
    case HeatColours::Cyclic:
        return MatrixPyramid::Keep::MostOpaque;
    }
    return MatrixPyramid::Keep::Largest;
}

ImageColours imageColours(const HeatMapSpec& spec, const Theme& theme)
{
    return {ValueScale(spec), colourMapOf(spec.colours, theme), theme.paper, theme.warning};
}

double cellsPerPixel(const PixelWindow& window)
{
    return std::max(window.visible.width() / window.size.width(),
                    window.visible.height() / window.size.height());
}

QImage renderPart(const MatrixPyramid& pyramid, const PixelWindow& window, const QRect& part,
                  const ImageColours& colours, Plane plane)
{
    const double stepX = window.visible.width() / window.size.width();
    const double stepY = window.visible.height() / window.size.height();
    const int level = levelFor(pyramid, stepX, stepY);
    const double block = std::exp2(level);
    const Shape cells = pyramid.kept(level).shape();
    const Axis across{window.visible.x() / block, stepX / block, window.size.width(), cells.cols};
    const Axis down{window.visible.y() / block, stepY / block, window.size.height(), cells.rows};
    const LineReader reader(pyramid, level, plane, spansOf(across, part.x(), part.width()));
    const auto rows = spansOf(down, part.y(), part.height());
    const bool roomForStripes = std::max(stepX, stepY) <= 1.0 / stripePeriod;

    QImage image(part.size(), QImage::Format_RGB32);
    const auto width = static_cast<std::size_t>(part.width());
    std::vector<float> values(width), opacity(width, 1.0F);
    const auto& table = colours.map.table();
    const QRgb paper = colours.paper.rgb(), problem = colours.problem.rgb();
    bool striped = false; // lines with NaN differ even where their cells don't
    for (int y = 0; y < part.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const auto at = static_cast<std::size_t>(y);
        if (y > 0 && rows[at] == rows[at - 1] && !striped) {
            std::memcpy(line, image.constScanLine(y - 1), width * sizeof(QRgb));
            continue;
        }
        reader.read(rows[at], values, opacity);
        colours.scale.toPositions(values, ColourMap::size - 1);
        striped = false;
        for (std::size_t x = 0; x < width; ++x) {
            const float position = values[x];
            if (position != position) {
                striped = true;
                const int diagonal = part.x() + static_cast<int>(x) + part.y() + y;
                line[x] = roomForStripes && diagonal % stripePeriod >= stripePeriod / 2 ? paper : problem;
            } else {
                line[x] = table[static_cast<std::size_t>(static_cast<int>(position + 0.5F))];
            }
        }
        if (pyramid.hasOpacity())
            for (std::size_t x = 0; x < width; ++x)
                if (values[x] == values[x])
                    line[x] = blended(paper, line[x], opacity[x]);
    }
    return image;
}

std::vector<QRect> tilesOf(const PixelWindow& window)
{
    std::vector<QRect> tiles;
    for (int y = 0; y < window.size.height(); y += tileSide)
        for (int x = 0; x < window.size.width(); x += tileSide)
            tiles.push_back(QRect(x, y, tileSide, tileSide) & QRect(QPoint(), window.size));
    return tiles;
}

} // namespace mixlens::ui
