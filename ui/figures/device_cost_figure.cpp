#include "ui/figures/device_cost_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::DeviceCostFigure)
};

constexpr double mostRow = 44.0;
constexpr double grouped = 0.02; ///< shares below are "others"

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

const std::vector<optics::CostItem>& itemsOf(CostKind kind, const optics::DeviceCost& cost)
{
    return kind == CostKind::Time ? cost.time : cost.energy;
}

CostBar barOf(CostKind kind, const DeviceCostRow& device)
{
    CostBar bar;
    bar.name = device.name;
    bar.origin = Words::tr("modelled");
    bar.total = kind == CostKind::Time ? device.cost.seconds : device.cost.joules;
    bar.problem = QString::fromStdString(device.cost.reason);
    double others = 0.0;
    for (const optics::CostItem& item : itemsOf(kind, device.cost)) {
        if (!(item.value > 0.0) || !(bar.total > 0.0))
            continue;
        if (item.name == "propagation" || item.name.starts_with("laser"))
            bar.light += item.value;
        const double share = item.value / bar.total;
        if (share < grouped)
            others += item.value;
        else
            bar.parts.push_back({text(item.name), item.value, share});
    }
    if (others > 0.0)
        bar.parts.push_back({Words::tr("others"), others, others / bar.total});
    return bar;
}

CostBar barOf(CostKind kind, const optics::ReferenceCost& reference)
{
    CostBar bar;
    bar.name = text(reference.title);
    bar.origin = text(word(reference.provenance));
    bar.total = kind == CostKind::Time ? reference.seconds : reference.joules;
    bar.reference = true;
    if (kind == CostKind::Energy) {
        bar.least = reference.joulesLeast;
        bar.most = reference.joulesMost;
    }
    return bar;
}

/// What the newcomer comes for: how little of it is light. Of the first device.
QString lightText(CostKind kind, const std::vector<CostBar>& bars)
{
    if (bars.empty() || bars.front().reference || !(bars.front().total > 0.0))
        return {};
    const QString share = shareText(bars.front().light / bars.front().total);
    return kind == CostKind::Time ? Words::tr("The light's way is %1 of it.").arg(share)
                                  : Words::tr("The light is %1 of it.").arg(share);
}

QString valueText(CostKind kind, double value)
{
    if (!(value > 0.0))
        return Words::tr("no claim");
    return kind == CostKind::Time ? secondsText(value) : energyText(value);
}

} // namespace

DeviceCostFigure::DeviceCostFigure(CostKind kind, DeviceCostSpec spec) : m_kind(kind), m_spec(std::move(spec))
{
    for (const DeviceCostRow& device : m_spec.devices)
        m_bars.push_back(barOf(kind, device));
    for (const optics::ReferenceCost& reference : m_spec.references)
        m_bars.push_back(barOf(kind, reference));
    for (const DeviceCostRow& device : m_spec.devices)
        for (const optics::CostItem& item : itemsOf(kind, device.cost))
            for (const CostBar& bar : m_bars)
                if (const QString name = text(item.name);
                    !m_partNames.contains(name) &&
                    std::ranges::find(bar.parts, name, &CostPart::name) != bar.parts.end())
                    m_partNames.append(name);
    m_partNames.append(Words::tr("others"));
}

QRectF DeviceCostLayout::barOf(std::size_t row, double from, double to) const
{
    const double height = std::min(22.0, (rowHeight < 18.0 ? 0.9 : 0.62) * rowHeight);
    return {QPointF(shares.xOf(from), yOf(row) - height / 2), QPointF(shares.xOf(to), yOf(row) + height / 2)};
}

double DeviceCostLayout::yOf(std::size_t row) const
{
    return shares.rect.top() + (static_cast<double>(row) + 0.5) * rowHeight;
}

DeviceCostLayout DeviceCostFigure::layoutIn(const QRectF& area) const
{
    DeviceCostLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    layout.note = fittingNote(
        inner, {m_kind == CostKind::Time
                    ? Words::tr("Modelled by formula, no clock: from the first value in to the last out.")
                    : Words::tr("Modelled by formula: conversions, light, memory and digital work."),
                lightText(m_kind, m_bars), m_spec.note});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double name = 0.0;
    double value = 0.0;
    for (const CostBar& bar : m_bars) {
        name = std::max(name, textWidth(font, bar.name));
        value = std::max(value, textWidth(font, valueText(m_kind, bar.total)));
    }
    name = std::min(name + 8.0, (inner.width() < 400.0 ? 0.36 : 0.42) * inner.width());
    value += 8.0;
    layout.nameLeft = inner.left();
    const double left = inner.left() + name;
    const double top = body.top() + axisTextHeight + 4.0;
    // As many lines of the key as all parts could need, and the rows can spare.
    std::vector<Phrase> all;
    for (qsizetype i = 0; i < m_partNames.size(); ++i)
        all.push_back({partKey(i), Qt::black, [](QPainter&, QPointF, double) {}});
    const double most = std::floor(0.28 * body.height() / phraseLine);
    const double keys =
        std::clamp(static_cast<double>(phraseLines(inner.width(), all)), 1.0, std::max(1.0, most));
    const double below = axisTextHeight + 7.0 + keys * phraseLine; // tick texts and the key
    const double height = std::max(16.0, body.bottom() - below - top);
    const auto count = static_cast<double>(std::max<std::size_t>(1, m_bars.size()));
    layout.rowHeight = std::min(mostRow, height / count);
    const double rows = layout.rowHeight * count;
    const double room = inner.right() - left - value;
    const double totals = room >= 180.0 ? std::min(0.36 * room, 260.0) : 0.0;
    layout.shares.rect = {left, top, std::max(20.0, room - totals - (totals > 0.0 ? 32.0 : 4.0)), rows};
    layout.shares.x = {0.0, 1.0, false};
    layout.values = {inner.right() - value + 4.0, top, value - 4.0, rows};
    layout.keys = {inner.left(), top + rows + axisTextHeight + 5.0, inner.width(), keys * phraseLine};
    if (totals > 0.0) {
        layout.totals.rect = {layout.shares.rect.right() + 32.0, top, totals - 4.0, rows};
        LogExtent extent;
        for (const CostBar& bar : m_bars)
            for (const double end : {bar.total, bar.least, bar.most})
                if (end > 0.0)
                    extent.add(end);
        layout.totals.x = extent.range(2.0, 100.0);
    }
    for (const QString& part : m_partNames) {
        constexpr double telling = 0.04; // slivers are for the table
        const auto isNameless = [&](const CostPart& one) {
            return one.name == part && one.share >= telling &&
                   (!layout.namesFit() ||
                    textWidth(font, part) + 4.0 > one.share * layout.shares.rect.width());
        };
        if (std::ranges::any_of(
                m_bars, [&](const CostBar& bar) { return std::ranges::any_of(bar.parts, isNameless); }))
            layout.key.append(part);
    }
    return layout;
}

QString DeviceCostFigure::partKey(qsizetype part) const
{
    return QStringLiteral("%1 %2").arg(part + 1).arg(m_partNames[part]);
}

QString DeviceCostFigure::title() const
{
    return m_spec.title;
}

QString DeviceCostFigure::summary() const
{
    if (m_spec.devices.empty())
        return Words::tr("No device is chosen: choose one to see what it costs.");
    QStringList parts;
    for (const CostBar& bar : m_bars)
        if (bar.total > 0.0)
            parts.append(QStringLiteral("%1 %2, %3").arg(bar.name, valueText(m_kind, bar.total), bar.origin));
    return (m_kind == CostKind::Time ? Words::tr("Time of one transform of %1: %2.")
                                     : Words::tr("Energy of one transform of %1: %2."))
        .arg(QStringLiteral("%1 × %2").arg(m_spec.input.rows).arg(m_spec.input.cols),
             parts.join(QStringLiteral("; ")));
}

QSizeF DeviceCostFigure::preferredSize() const
{
    return {560.0, std::max(150.0, 76.0 + 26.0 * static_cast<double>(m_bars.size()))};
}

std::unique_ptr<QAbstractTableModel> DeviceCostFigure::table() const
{
    const QString unit = m_kind == CostKind::Time ? QStringLiteral("s") : QStringLiteral("J");
    std::vector<ColumnTable::Row> rows;
    for (const DeviceCostRow& device : m_spec.devices) {
        const double total = m_kind == CostKind::Time ? device.cost.seconds : device.cost.joules;
        for (const optics::CostItem& item : itemsOf(m_kind, device.cost))
            rows.push_back({device.name, text(item.name), item.value, unit,
                            total > 0.0 ? QVariant(item.value / total) : QVariant(), Words::tr("modelled"),
                            QString::fromStdString(item.source)});
        rows.push_back({device.name, Words::tr("total"), total, unit, QVariant(1.0), Words::tr("modelled"),
                        QString::fromStdString(device.cost.reason)});
    }
    for (const optics::ReferenceCost& reference : m_spec.references) {
        const CostBar bar = barOf(m_kind, reference);
        const auto add = [&](const QString& item, double value) {
            rows.push_back({bar.name, item, value > 0.0 ? QVariant(value) : QVariant(), unit, QVariant(),
                            bar.origin, text(reference.source)});
        };
        add(Words::tr("total"), bar.total);
        if (bar.most > bar.least) {
            add(Words::tr("total, least"), bar.least);
            add(Words::tr("total, most"), bar.most);
        }
    }
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("device"), Words::tr("item"), Words::tr("value"), Words::tr("unit"),
                    Words::tr("share"), Words::tr("origin"), Words::tr("source, or why it cannot be built")},
        std::move(rows));
}

} // namespace mixlens::ui
