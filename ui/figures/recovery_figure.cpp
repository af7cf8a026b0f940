#include "ui/figures/recovery_figure.h"

#include "ui/figures/heat_map_bar.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/log_axes.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plane_table.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::RecoveryFigure)
};

constexpr double subtitle = 11.0;

/// The size that all but a thousandth of the values stay below: one outlier should not blank the rest.
double usualMost(const Matrix& values)
{
    std::vector<float> sizes;
    for (const float value : values.values())
        if (std::isfinite(value))
            sizes.push_back(std::abs(value));
    if (sizes.empty())
        return 0.0;
    const auto at =
        sizes.begin() + static_cast<std::ptrdiff_t>(0.999 * static_cast<double>(sizes.size() - 1));
    std::ranges::nth_element(sizes, at);
    return static_cast<double>(*at);
}

const Matrix& shownOf(const RecoverySpec& spec)
{
    return spec.magnitude ? *spec.magnitude : *spec.recovered;
}

bool isComplete(const RecoverySpec& spec)
{
    return spec.exact && !spec.exact->empty() && (spec.magnitude || spec.recovered) &&
           shownOf(spec).shape() == spec.exact->shape();
}

HeatMapSpec mapOf(const QString& title, std::shared_ptr<const Matrix> values, double range,
                  Provenance provenance)
{
    HeatMapSpec map;
    map.title = title;
    map.valueName = Words::tr("Re F");
    map.rows = binLabels(values->rows(), false);
    map.cols = binLabels(values->cols(), false);
    map.numericAxes = true;
    map.colours = HeatColours::Diverging;
    map.low = -range;
    map.high = range;
    map.rangeShared = true;
    map.identity = provenance == Provenance::Simulated ? LaneIdentity::Optical : LaneIdentity::Fourier;
    map.provenance = provenance;
    map.values = std::move(values);
    return map;
}

QString factorText(double factor)
{
    if (factor == 1.0)
        return Words::tr("error");
    return Words::tr("error × %1").arg(countText(std::llround(factor)));
}

} // namespace

RecoveryFigure::RecoveryFigure(RecoverySpec spec) : m_spec(std::move(spec))
{
    if (!isComplete(m_spec))
        return;
    const Matrix& exact = *m_spec.exact;
    const Matrix& shown = shownOf(m_spec);
    Matrix error(exact.shape());
    const Index first = m_spec.bypass ? 1 : 0;
    double errors = 0.0;
    double signal = 0.0;
    double worst = -1.0;
    for (Index row = 0; row < exact.rows(); ++row)
        for (Index col = 0; col < exact.cols(); ++col) {
            error(row, col) = shown(row, col) - exact(row, col);
            if (row < first || col < first)
                continue;
            const auto e = static_cast<double>(error(row, col));
            const auto s = static_cast<double>(exact(row, col));
            errors += e * e;
            signal += s * s;
            if (std::abs(e) > worst) {
                worst = std::abs(e);
                m_worst = {row, col};
            }
        }
    if (signal > 0.0) {
        m_rmsShare = std::sqrt(errors / signal);
        const double bins = static_cast<double>((exact.rows() - first) * (exact.cols() - first));
        m_worstShare = worst / std::sqrt(signal / bins);
    }
    const double range = std::max(usualMost(exact), 1e-30);
    const double largest = usualMost(error);
    m_factor = m_spec.errorFactor;
    if (!(m_factor > 0.0))
        m_factor = largest > 0.0
                       ? std::clamp(std::pow(10.0, std::floor(std::log10(range / largest))), 1.0, 1e9)
                       : 1.0;
    for (float& value : error.values())
        value *= static_cast<float>(m_factor);
    const bool bare = m_spec.magnitude != nullptr;
    m_panels[0] = std::make_shared<const HeatMapFigure>(
        mapOf(Words::tr("exact Re F"), m_spec.exact, range, Provenance::Measured));
    m_panels[1] = std::make_shared<const HeatMapFigure>(
        mapOf(bare ? Words::tr("|F|, intensity only") : Words::tr("recovered"),
              bare ? m_spec.magnitude : m_spec.recovered, range, Provenance::Simulated));
    m_panels[2] = std::make_shared<const HeatMapFigure>(
        mapOf(factorText(m_factor), std::make_shared<const Matrix>(std::move(error)), range,
              Provenance::Simulated));
}

RecoveryLayout RecoveryFigure::paintWithLayout(QPainter& painter, const QRectF& area,
                                               const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    RecoveryLayout layout;
    if (!m_panels[0]) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return layout;
    }
    const QRectF inner = FigurePaper::inside(area);
    const QString words = Words::tr("Error, simulated: RMS %1, worst cell (%2, %3) %4 of the RMS of Re F.")
                              .arg(shareText(m_rmsShare))
                              .arg(m_worst.first)
                              .arg(m_worst.second)
                              .arg(shareText(m_worstShare));
    const QString brief =
        Words::tr("RMS %1, worst %2, simulated").arg(shareText(m_rmsShare), shareText(m_worstShare));
    layout.note = fittingNote(inner, {words, m_spec.note});
    if (layout.note.isEmpty())
        layout.note = brief;
    QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const HeatMapSpec& scale = m_panels[0]->spec();
    const QSizeF bar = colourBarSize(scale);
    if (body.width() > 4.5 * bar.width() && body.height() > bar.height() + subtitle) {
        const QRectF box(body.right() - bar.width(), body.top() + subtitle + 12.0, bar.width(),
                         std::min(body.height() - subtitle - 12.0, 220.0));
        static_cast<void>(paintColourBar(painter, box, scale, heatMapStatistics(scale), theme));
        body.setRight(box.left() - 8.0);
    }
    layout.upright = body.width() < 1.2 * body.height();
    const QFont font = plotFont(PlotText::Small);
    constexpr double gap = 8.0;
    HeatMapParts parts;
    parts.title = false;
    parts.colourBar = false;
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        const auto at = static_cast<double>(i);
        const QRectF box = layout.upright ? QRectF(body.left(), body.top() + at * (body.height() + gap) / 3.0,
                                                   body.width(), (body.height() - 2.0 * gap) / 3.0)
                                          : QRectF(body.left() + at * (body.width() + gap) / 3.0, body.top(),
                                                   (body.width() - 2.0 * gap) / 3.0, body.height());
        drawLine(painter, {box.left(), box.top(), box.width(), subtitle}, Qt::AlignLeft | Qt::AlignTop, font,
                 theme.ink, m_panels[i]->spec().title);
        layout.panels[i] =
            m_panels[i]->paintPart(painter, box.adjusted(0.0, subtitle, 0.0, 0.0), theme, {}, parts);
    }
    const HeatMapLayout& errors = layout.panels[2];
    if (!errors.cells.isNull() && m_worstShare > 0.0) {
        const QRectF cell = errors.rectOf(m_worst.first, m_worst.second);
        const double radius = std::max({3.5, 0.7 * cell.width(), 0.7 * cell.height()});
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.highlight, 1.2));
        painter.drawEllipse(cell.center(), radius, radius);
        painter.restore();
    }
    return layout;
}

void RecoveryFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    static_cast<void>(paintWithLayout(painter, area, theme));
}

QString RecoveryFigure::title() const
{
    return m_spec.title;
}

QString RecoveryFigure::summary() const
{
    if (!m_panels[0])
        return Words::tr("There is nothing to compare yet: type a sentence.");
    return (m_spec.magnitude
                ? Words::tr("Intensity alone, simulated: RMS error %1 of the RMS of Re F, worst cell %2.")
                : Words::tr("Recovered Re F, simulated: RMS error %1 of the RMS of Re F, worst cell %2."))
        .arg(shareText(m_rmsShare), shareText(m_worstShare));
}

QSizeF RecoveryFigure::preferredSize() const
{
    return {680.0, 260.0};
}

std::unique_ptr<QAbstractTableModel> RecoveryFigure::table() const
{
    const RecoverySpec spec = m_spec;
    const bool complete = isComplete(spec);
    const auto exact = [spec](Index row, Index col) { return static_cast<double>((*spec.exact)(row, col)); };
    const auto shown = [spec](Index row, Index col) { return static_cast<double>(shownOf(spec)(row, col)); };
    const auto error = [exact, shown](Index row, Index col) { return shown(row, col) - exact(row, col); };
    return std::make_unique<PlaneTable>(
        complete ? spec.exact->shape() : Shape{},
        QStringList{Words::tr("row"), Words::tr("column"), Words::tr("exact Re F (computed)"),
                    spec.magnitude ? Words::tr("|F| (simulated)") : Words::tr("recovered (simulated)"),
                    Words::tr("error (simulated)")},
        std::vector<PlaneTable::Cell>{exact, shown, error});
}

} // namespace mixlens::ui
