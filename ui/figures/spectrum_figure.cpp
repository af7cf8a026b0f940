#include "ui/figures/spectrum_figure.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SpectrumFigure)
};

constexpr double mostDecibels = 100.0; ///< of the plot's range; what is weaker is marked on the floor

double decibelOf(double amplitude)
{
    return 20.0 * std::log10(amplitude);
}

struct Range
{
    double low;
    double high;
};

/// Whole tens of decibels around the non-zero amplitudes of k = first … last.
Range decibelRange(const TokenSpectrum& spectrum, std::size_t first)
{
    double least = std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t k = first; k < spectrum.max.size(); ++k) {
        if (std::isfinite(spectrum.max[k]))
            largest = std::max(largest, spectrum.max[k]);
        if (spectrum.mean[k] > 0.0)
            least = std::min(least, spectrum.mean[k]);
    }
    if (largest <= 0.0 || !std::isfinite(least))
        return {-20.0, 0.0};
    const double high = 10.0 * std::ceil(decibelOf(largest) / 10.0);
    const double low = 10.0 * std::floor(decibelOf(least) / 10.0);
    return {std::clamp(low, high - mostDecibels, high - 20.0), high};
}

double largestFrom(const std::vector<double>& values, std::size_t first)
{
    double largest = 0.0;
    for (std::size_t k = first; k < values.size(); ++k)
        if (std::isfinite(values[k]))
            largest = std::max(largest, values[k]);
    return largest;
}

} // namespace

double SpectrumLayout::xOf(Index k) const
{
    if (k == 0)
        return zeroCell.center().x();
    return plot.left() +
           (static_cast<double>(k) - 0.5) * plot.width() / static_cast<double>(std::max<Index>(1, last));
}

double SpectrumLayout::yOf(Index k, double amplitude) const
{
    const QRectF& box = k == 0 ? zeroCell : plot;
    const double from = k == 0 ? zeroLow : low;
    const double to = k == 0 ? zeroHigh : high;
    if (!(amplitude > 0.0))
        return box.bottom();
    const double value = decibel ? decibelOf(amplitude) : amplitude;
    return box.bottom() - std::clamp((value - from) / (to - from), 0.0, 1.0) * box.height();
}

double SpectrumLayout::barWidth() const
{
    return std::min(18.0, 0.7 * plot.width() / static_cast<double>(std::max<Index>(1, last)));
}

std::optional<Index> SpectrumLayout::frequencyAt(QPointF point) const
{
    if (zeroCell.adjusted(-4, 0, 4, 12).contains(point))
        return 0;
    if (last < 1 || !plot.adjusted(0, 0, 0, 12).contains(point))
        return std::nullopt;
    const double slot = plot.width() / static_cast<double>(last);
    return std::clamp<Index>(1 + static_cast<Index>((point.x() - plot.left()) / slot), 1, last);
}

SpectrumFigure::SpectrumFigure(SpectrumSpec spec) : m_spec(std::move(spec)) {}

SpectrumLayout SpectrumFigure::layoutIn(const QRectF& area) const
{
    SpectrumLayout layout;
    layout.decibel = m_spec.decibel;
    if (!m_spec.spectrum || m_spec.spectrum->tokens < 1)
        return layout;
    const TokenSpectrum& spectrum = *m_spec.spectrum;
    const QRectF body = belowFlatHeading(area.adjusted(4.0, 3.0, -4.0, -2.0), m_spec.title, m_spec.note);
    // Rows above: key, titles of axes, periods; the first two are one where there is room. Rows below: k,
    // title of k.
    double key = spectrum.tokens > 1 ? 230.0 : 90.0; // the titles
    for (const QString& entry : spectrumKey(m_spec))
        key += textWidth(plotFont(PlotText::Small), entry) + 27.0;
    layout.keyOnTitles = key <= body.width();
    const double above = layout.keyOnTitles ? 26.0 : 37.0;
    constexpr double below = 25.0;
    constexpr double labels = 36.0;
    const double height = std::max(10.0, body.height() - above - below);
    layout.zeroCell = {body.left() + labels, body.top() + above, 26.0, height};
    layout.last = spectrum.tokens / 2;
    if (m_spec.decibel) {
        const Range range = decibelRange(spectrum, 1);
        layout.low = range.low;
        layout.high = range.high;
        // A decibel has the same height in both scales.
        const double top =
            largestFrom(spectrum.max, 0) > 0.0 && spectrum.max[0] > 0.0 ? decibelOf(spectrum.max[0]) : 0.0;
        layout.zeroHigh = 10.0 * std::ceil(top / 10.0);
        layout.zeroLow = layout.zeroHigh - (range.high - range.low);
    } else {
        layout.high = niceCeiling(largestFrom(spectrum.max, 1));
        layout.zeroHigh = niceCeiling(std::isfinite(spectrum.max[0]) ? spectrum.max[0] : 1.0);
    }
    if (layout.last >= 1) {
        const double left = layout.zeroCell.right() + 10.0 + labels;
        layout.plot = {left, body.top() + above, std::max(20.0, body.right() - 8.0 - left), height};
    }
    return layout;
}

QString SpectrumFigure::title() const
{
    return m_spec.title;
}

QString SpectrumFigure::summary() const
{
    if (!m_spec.spectrum || m_spec.spectrum->tokens < 1)
        return Words::tr("No spectrum: there are no tokens.");
    const TokenSpectrum& spectrum = *m_spec.spectrum;
    if (spectrum.tokens == 1)
        return Words::tr("%1: one token has only zero frequency, mean amplitude %2.")
            .arg(m_spec.title, numberText(spectrum.mean[0]));
    const auto largest = std::max_element(spectrum.mean.begin() + 1, spectrum.mean.end());
    const auto k = static_cast<Index>(largest - spectrum.mean.begin());
    if (!(*largest > 0.0))
        return Words::tr("%1: %2 tokens, every amplitude beyond zero frequency is 0.")
            .arg(m_spec.title, countText(spectrum.tokens));
    return Words::tr(
               "%1: %2 tokens, largest mean amplitude beyond zero frequency at k = %3 (period %4): %5, %6.")
        .arg(m_spec.title, countText(spectrum.tokens), QString::number(k), periodText(spectrum.tokens, k),
             decibelText(decibelOf(*largest)), numberText(*largest));
}

QSizeF SpectrumFigure::preferredSize() const
{
    return {480.0, 260.0};
}

std::unique_ptr<QAbstractTableModel> SpectrumFigure::table() const
{
    QStringList headers{Words::tr("k (cycles per sequence)"),
                        Words::tr("period (tokens)"),
                        Words::tr("mean |X|"),
                        Words::tr("max |X|"),
                        Words::tr("power"),
                        Words::tr("mean |X| (dB re 1)"),
                        Words::tr("max |X| (dB re 1)")};
    if (m_spec.unit)
        headers.append(Words::tr("|X| of hidden unit %1").arg(*m_spec.unit));
    std::vector<ColumnTable::Row> rows;
    if (m_spec.spectrum) {
        const TokenSpectrum& spectrum = *m_spec.spectrum;
        for (std::size_t k = 0; k < spectrum.mean.size(); ++k) {
            const double period = static_cast<double>(spectrum.tokens) / static_cast<double>(k); // inf for 0
            ColumnTable::Row row{static_cast<qlonglong>(k), period,
                                 spectrum.mean[k],          spectrum.max[k],
                                 spectrum.power[k],         decibelOf(spectrum.mean[k]),
                                 decibelOf(spectrum.max[k])};
            if (m_spec.unit)
                row.emplace_back(
                    static_cast<double>(spectrum.amplitude(static_cast<Index>(k), *m_spec.unit)));
            rows.push_back(std::move(row));
        }
    }
    return std::make_unique<ColumnTable>(headers, std::move(rows));
}

QStringList spectrumKey(const SpectrumSpec& spec)
{
    if (!spec.spectrum)
        return {};
    QStringList key{Words::tr("mean of %1 units").arg(countText(spec.spectrum->amplitude.cols())),
                    Words::tr("largest")};
    if (spec.unit)
        key.append(Words::tr("unit %1").arg(*spec.unit));
    return key;
}

QString periodText(Index tokens, Index k)
{
    if (k == 0)
        return QStringLiteral("∞");
    return Words::tr("%1 tokens").arg(numberText(static_cast<double>(tokens) / static_cast<double>(k)));
}

QString spectrumReadOut(const SpectrumSpec& spec, Index k)
{
    const auto at = static_cast<std::size_t>(k);
    if (!spec.spectrum || k < 0 || at >= spec.spectrum->mean.size())
        return {};
    const TokenSpectrum& spectrum = *spec.spectrum;
    const auto both = [](double amplitude) {
        return amplitude > 0.0
                   ? QStringLiteral("%1 (%2)").arg(decibelText(decibelOf(amplitude)), numberText(amplitude))
                   : Words::tr("exactly 0");
    };
    QString text = Words::tr("k = %1 cycles per sequence, period %2: mean %3, largest %4")
                       .arg(QString::number(k), periodText(spectrum.tokens, k), both(spectrum.mean[at]),
                            both(spectrum.max[at]));
    if (spec.unit)
        text += Words::tr(", hidden unit %1: %2")
                    .arg(QString::number(*spec.unit),
                         both(static_cast<double>(spectrum.amplitude(k, *spec.unit))));
    return text;
}

} // namespace mixlens::ui
