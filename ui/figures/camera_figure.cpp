#include "ui/figures/camera_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/log_axes.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plane_table.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::CameraFigure)
};

constexpr double rounding = 1e-6; ///< of single precision: a cut reading is not quite its limit

/// The reading that nothing exceeds; infinity where nothing cuts.
double limitOf(const CameraSpec& spec)
{
    double limit = std::numeric_limits<double>::infinity();
    if (spec.fullWell > 0.0)
        limit = spec.fullWell;
    if (spec.converterTop > 0.0)
        limit = std::min(limit, spec.converterTop);
    return limit * (1.0 - rounding);
}

/// The smallest reading that is not below `floor`, a little less: where a logarithm begins.
double leastOf(const Matrix& image, double floor)
{
    double least = std::numeric_limits<double>::infinity();
    for (const float value : image.values())
        if (static_cast<double>(value) >= floor)
            least = std::min(least, static_cast<double>(value));
    return std::isfinite(least) ? 0.8 * least : floor;
}

HeatMapSpec mapOf(const CameraSpec& spec, Matrix image)
{
    const double most = std::max(largestMagnitude(image.view()), 1e-30);
    const auto values = image.values();
    const bool isSigned =
        std::ranges::any_of(values, [most](float v) { return static_cast<double>(v) < -0.02 * most; });
    HeatMapSpec map;
    map.title = spec.title;
    map.valueName = isSigned ? Words::tr("difference") : Words::tr("electrons");
    map.rows = binLabels(image.rows(), spec.zeroOrderFirst);
    map.cols = binLabels(image.cols(), spec.zeroOrderFirst);
    map.rowTitle = Words::tr("token bin");
    map.colTitle = Words::tr("hidden bin");
    map.numericAxes = true;
    map.scale = spec.logarithmic ? HeatScale::Logarithmic : HeatScale::Linear;
    map.colours = isSigned ? HeatColours::Diverging : HeatColours::Sequential;
    map.high = most;
    map.low = isSigned ? -most : (spec.logarithmic ? leastOf(image, 1e-4 * most) : 0.0);
    map.identity = LaneIdentity::Optical;
    map.provenance = Provenance::Simulated;
    map.values = std::make_shared<const Matrix>(std::move(image));
    return map;
}

std::vector<Phrase> phrasesOf(const CameraFigure& figure, const Theme& theme)
{
    const CameraSpec& spec = figure.spec();
    std::vector<Phrase> phrases;
    const auto pixels = static_cast<double>(spec.electrons->shape().size());
    const auto count = static_cast<qint64>(figure.saturatedCount());
    if (count > 0)
        phrases.push_back(
            {Words::tr("%1 saturated (%2)")
                 .arg(count == 1 ? Words::tr("1 pixel") : Words::tr("%1 pixels").arg(countText(count)),
                      shareText(static_cast<double>(count) / pixels)),
             theme.ink, [&theme](QPainter& painter, QPointF at, double size) {
                 painter.fillRect(QRectF(at - QPointF(size / 2, size / 2), QSizeF(size, size)),
                                  theme.warning);
             }});
    else if (spec.fullWell > 0.0 || spec.converterTop > 0.0)
        phrases.push_back({Words::tr("no pixel saturated"), theme.ink, {}});
    const auto [row, col] = figure.zeroOrder();
    phrases.push_back({Words::tr("zero order %1")
                           .arg(electronText(static_cast<double>((*figure.map()->spec().values)(row, col)))),
                       theme.ink, [&theme](QPainter& painter, QPointF at, double size) {
                           painter.setPen(QPen(theme.highlight, 1.2));
                           painter.setBrush(Qt::NoBrush);
                           painter.drawEllipse(at, size / 2, size / 2);
                       }});
    if (spec.bits > 0)
        phrases.push_back({Words::tr("%1 bit").arg(spec.bits), theme.fadedInk, {}});
    if (spec.fullWell > 0.0)
        phrases.push_back({Words::tr("full well %1").arg(electronText(spec.fullWell)), theme.fadedInk, {}});
    return phrases;
}

} // namespace

CameraFigure::CameraFigure(CameraSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.electrons || m_spec.electrons->empty())
        return;
    Matrix image = m_spec.zeroOrderFirst ? zeroOrderInMiddle(m_spec.electrons->view()) : *m_spec.electrons;
    m_zeroOrder = {image.rows() / 2, image.cols() / 2};
    const double limit = limitOf(m_spec);
    for (Index row = 0; row < image.rows(); ++row)
        for (Index col = 0; col < image.cols(); ++col)
            if (std::abs(static_cast<double>(image(row, col))) >= limit)
                m_saturated.emplace_back(row, col);
    m_map = std::make_shared<const HeatMapFigure>(mapOf(m_spec, std::move(image)));
}

CameraLayout CameraFigure::paintWithLayout(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    const QRectF inner = FigurePaper::inside(area);
    CameraLayout layout;
    if (!m_map) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return layout;
    }
    layout.note = fittingNote(inner, {m_spec.note, Words::tr("Simulated sensor, not a photograph.")});
    const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const std::vector<Phrase> phrases = phrasesOf(*this, theme);
    const int lines = std::min(phraseLines(body.width(), phrases),
                               std::max(1, static_cast<int>(body.height() / 4.0 / phraseLine)));
    const double words = lines * phraseLine;
    layout.words = {body.left(), body.bottom() - words, body.width(), words};
    HeatMapParts parts;
    parts.title = false;
    layout.map = m_map->paintPart(painter, body.adjusted(0.0, 0.0, 0.0, -words - 3.0), theme, {}, parts);
    drawPhrases(painter, layout.words, phrases);
    if (layout.map.cells.isNull())
        return layout;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipRect(layout.map.cells, Qt::IntersectClip);
    for (const auto& [row, col] : m_saturated) {
        // A pixel that is hardly drawn at all must be seen as well.
        QRectF cell = layout.map.rectOf(row, col);
        const double grow = std::max(0.0, (1.6 - std::min(cell.width(), cell.height())) / 2);
        painter.fillRect(cell.adjusted(-grow, -grow, grow, grow), theme.warning);
    }
    const QRectF zero = layout.map.rectOf(m_zeroOrder.first, m_zeroOrder.second);
    const bool large = std::min(zero.width(), zero.height()) >= 8.0; // a frame: a ring would cross numbers
    const double radius = std::max({4.0, 0.75 * zero.width(), 0.75 * zero.height()});
    for (const auto& [colour, width] : {std::pair(theme.paper, 3.0), std::pair(theme.highlight, 1.4)}) {
        painter.setPen(QPen(colour, width));
        painter.setBrush(Qt::NoBrush);
        if (large)
            painter.drawRoundedRect(zero, 2.0, 2.0);
        else
            painter.drawEllipse(zero.center(), radius, radius);
    }
    painter.restore();
    return layout;
}

void CameraFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    static_cast<void>(paintWithLayout(painter, area, theme));
}

QString CameraFigure::title() const
{
    return m_spec.title;
}

QString CameraFigure::summary() const
{
    if (!m_map)
        return Words::tr("No light has reached the receiver yet: type a sentence.");
    const auto pixels = static_cast<double>(m_spec.electrons->shape().size());
    const QString size =
        QStringLiteral("%1 × %2").arg(m_spec.electrons->rows()).arg(m_spec.electrons->cols());
    return Words::tr("Simulated sensor image of %1 pixels: %2 of them saturated, zero order %3.")
        .arg(size, shareText(static_cast<double>(m_saturated.size()) / pixels),
             electronText(
                 static_cast<double>((*m_map->spec().values)(m_zeroOrder.first, m_zeroOrder.second))));
}

QSizeF CameraFigure::preferredSize() const
{
    return {360.0, 260.0};
}

std::unique_ptr<QAbstractTableModel> CameraFigure::table() const
{
    const std::shared_ptr<const Matrix> electrons = m_spec.electrons;
    const double limit = limitOf(m_spec);
    const auto reading = [electrons](Index row, Index col) {
        return static_cast<double>((*electrons)(row, col));
    };
    const auto isCut = [reading, limit](Index row, Index col) {
        return std::abs(reading(row, col)) >= limit ? Words::tr("saturated") : QString();
    };
    return std::make_unique<PlaneTable>(electrons ? electrons->shape() : Shape{},
                                        QStringList{Words::tr("bin along tokens"),
                                                    Words::tr("bin along hidden units"),
                                                    Words::tr("electrons (simulated)"), Words::tr("note")},
                                        std::vector<PlaneTable::Cell>{reading, isCut});
}

} // namespace mixlens::ui
