#include "ui/figures/sweep_map_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/sweep_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SweepMapFigure)
};

const SweepAxis* axisOf(const SweepPlan& plan, const std::string& key)
{
    const auto found = std::ranges::find(plan.axes, key, &SweepAxis::key);
    return found == plan.axes.end() ? nullptr : &*found;
}

bool has(const SweepPoint& point, const std::string& key, double value)
{
    const auto found = point.values.find(key);
    return found != point.values.end() && found->second == value;
}

} // namespace

QString sweepAxisName(const std::string& key)
{
    constexpr std::array<std::pair<const char*, const char*>, 6> names{
        {{"slm_bits", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "modulator, bit")},
         {"adc_bits", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "converter, bit")},
         {"photons", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "photo-electrons a bin")},
         {"tilt_hidden", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "tilt along hidden units, rad")},
         {"lo_phase", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "reference phase, rad")},
         {"averages", QT_TRANSLATE_NOOP("mixlens::ui::SweepMapFigure", "exposures averaged")}}};
    const auto found = std::ranges::find_if(names, [&key](const auto& name) { return key == name.first; });
    if (found != names.end())
        return Words::tr(found->second);
    const optics::DeviceField* field = optics::findField(key);
    const QString name = QString::fromStdString(key).replace(u'_', u' ');
    if (field == nullptr || field->unit == "1")
        return name;
    return name + QStringLiteral(", ") +
           QString::fromUtf8(field->unit.data(), static_cast<qsizetype>(field->unit.size()));
}

QString sweepValueText(const std::string& key, double value, bool brief)
{
    const optics::DeviceField* field = optics::findField(key);
    if (field == nullptr || !(std::abs(value) < 1e15))
        return numberText(value);
    if (field->zeroIsOff && value == 0.0)
        return Words::tr("off");
    if (brief && std::abs(value) >= 1.0)
        return std::abs(value) < 1e5 && value == std::round(value) ? countText(std::llround(value))
                                                                   : prefixedTick(value, {});
    if (brief)
        return QString::number(value, 'g', 3);
    optics::DeviceSpec device;
    (device.*field->member).value = value;
    return deviceText(device, key);
}

QRectF SweepMapLayout::rectOf(std::size_t row, std::size_t col) const
{
    const double width = cells.width() / static_cast<double>(std::max<std::size_t>(1, cols));
    const double height = cells.height() / static_cast<double>(std::max<std::size_t>(1, rows));
    return {cells.left() + static_cast<double>(col) * width,
            cells.bottom() - static_cast<double>(row + 1) * height, width, height};
}

std::optional<std::pair<std::size_t, std::size_t>> SweepMapLayout::cellAt(QPointF point) const
{
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t col = 0; col < cols; ++col)
            if (rectOf(row, col).contains(point))
                return std::pair(row, col);
    return {};
}

SweepMapFigure::SweepMapFigure(SweepMapSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.result || m_spec.result->plan.axes.empty())
        return;
    const SweepPlan& plan = m_spec.result->plan;
    if (m_spec.colKey.empty())
        m_spec.colKey = plan.axes.back().key;
    if (m_spec.rowKey.empty() && plan.axes.size() > 1)
        m_spec.rowKey = std::ranges::find_if(plan.axes, [this](const SweepAxis& axis) {
                            return axis.key != m_spec.colKey;
                        })->key;
    if (const SweepAxis* axis = axisOf(plan, m_spec.colKey))
        m_colValues = axis->values;
    if (const SweepAxis* axis = axisOf(plan, m_spec.rowKey))
        m_rowValues = axis->values;
    const bool oneRow = m_spec.rowKey.empty();
    if (oneRow)
        m_rowValues = {0.0};
    for (const SweepAxis& axis : plan.axes)
        if (axis.key != m_spec.rowKey && axis.key != m_spec.colKey && !axis.values.empty() &&
            !m_spec.fixed.contains(axis.key))
            m_spec.fixed[axis.key] = axis.values.back();
    m_cells.assign(m_rowValues.size() * m_colValues.size(), nullptr);
    for (const SweepPoint& point : m_spec.result->points) {
        if (point.layer != m_spec.layer || !std::ranges::all_of(m_spec.fixed, [&](const auto& one) {
                return axisOf(plan, one.first) == nullptr || one.first == m_spec.rowKey ||
                       one.first == m_spec.colKey || has(point, one.first, one.second);
            }))
            continue;
        for (std::size_t row = 0; row < m_rowValues.size(); ++row)
            for (std::size_t col = 0; col < m_colValues.size(); ++col)
                if ((oneRow || has(point, m_spec.rowKey, m_rowValues[row])) &&
                    has(point, m_spec.colKey, m_colValues[col]))
                    m_cells[row * m_colValues.size() + col] = &point;
    }
}

const SweepPoint* SweepMapFigure::pointAt(std::size_t row, std::size_t col) const noexcept
{
    return row < m_rowValues.size() && col < m_colValues.size() ? m_cells[row * m_colValues.size() + col]
                                                                : nullptr;
}

SweepMapLayout SweepMapFigure::layoutIn(const QRectF& area) const
{
    SweepMapLayout layout;
    layout.rows = m_rowValues.size();
    layout.cols = m_colValues.size();
    const QRectF inner = FigurePaper::inside(area);
    QStringList fixed;
    for (const auto& [key, value] : m_spec.fixed)
        if (m_spec.result && axisOf(m_spec.result->plan, key) != nullptr && key != m_spec.rowKey &&
            key != m_spec.colKey)
            fixed.append(sweepAxisName(key) + QStringLiteral(": ") + sweepValueText(key, value, true));
    layout.note =
        fittingNote(inner, {Words::tr("Share of sentences whose best word is the exact model's, simulated."),
                            fixed.isEmpty() ? QString() : fixed.join(QStringLiteral("; ")) + QLatin1Char('.'),
                            m_spec.note});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double names = 12.0;
    for (const double value : m_rowValues)
        if (!m_spec.rowKey.empty())
            names = std::max(names, textWidth(font, sweepValueText(m_spec.rowKey, value, true)));
    names = std::min(names + 5.0, 0.2 * inner.width());
    const double bar = inner.width() > 380.0 ? 48.0 : 0.0;
    const double top = body.top() + 12.0;                  // the rows' name
    const double keys = inner.width() < 300.0 ? 2.0 : 1.0; // lines
    const double below = 11.0 + 12.0 + keys * phraseLine;
    QRectF room(inner.left() + names, top, std::max(20.0, inner.width() - names - bar - 2.0),
                std::max(16.0, body.bottom() - below - top));
    constexpr double mostWide = 90.0;
    constexpr double mostHigh = 44.0;
    room.setWidth(
        std::min(room.width(), mostWide * static_cast<double>(std::max<std::size_t>(1, layout.cols))));
    room.setHeight(
        std::min(room.height(), mostHigh * static_cast<double>(std::max<std::size_t>(1, layout.rows))));
    layout.cells = room;
    layout.words = {inner.left(), room.bottom() + 23.0, inner.width(), inner.bottom() - room.bottom() - 23.0};
    if (bar > 0.0 && room.height() > 60.0)
        layout.bar = {room.right() + 10.0, room.top(), 10.0, std::min(room.height(), 200.0)};
    return layout;
}

QString SweepMapFigure::title() const
{
    return m_spec.title;
}

QString SweepMapFigure::summary() const
{
    std::size_t known = 0;
    std::size_t enough = 0;
    for (const SweepPoint* point : m_cells) {
        known += point != nullptr && point->refusal.empty() ? 1U : 0U;
        enough +=
            point != nullptr && point->refusal.empty() && point->device.agreement.value() >= 0.99 ? 1U : 0U;
    }
    if (known == 0)
        return Words::tr("No setting is simulated yet: start a sweep.");
    return Words::tr(
               "Simulated: %1 of %2 settings agree with the exact model on at least 99 % of the sentences.")
        .arg(enough)
        .arg(known);
}

QSizeF SweepMapFigure::preferredSize() const
{
    return {std::max(300.0, 110.0 + 46.0 * static_cast<double>(m_colValues.size())),
            std::max(200.0, 110.0 + 24.0 * static_cast<double>(m_rowValues.size()))};
}

std::unique_ptr<QAbstractTableModel> SweepMapFigure::table() const
{
    return sweepTable(m_spec.result.get(), m_cells);
}

} // namespace mixlens::ui
