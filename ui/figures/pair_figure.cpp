#include "ui/figures/pair_figure.h"

#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr double lineHeight = 12.5; ///< points
constexpr double blockGap = 6.0;
constexpr double headerHeight = 14.0;

QString tr(const char* text)
{
    return QCoreApplication::translate("PairFigure", text);
}

using Fact = PairRow::Fact;

QString deviceName(std::string_view key)
{
    if (key == "predicted_snr")
        return tr("SNR");
    if (key == "simulated_snr")
        return tr("SNR");
    if (key == "frames")
        return tr("frames");
    if (key == "device_time")
        return tr("time");
    if (key == "device_energy")
        return tr("energy");
    return {};
}

std::vector<Fact> factsOf(const PairRow& row)
{
    std::vector<Fact> facts = row.facts;
    if (row.weight)
        facts.push_back({tr("weight"), numberText(*row.weight)});
    if (row.influence)
        facts.push_back({tr("influence"), shareText(*row.influence)});
    if (row.rank > 0)
        facts.push_back({tr("rank"), tr("%1 of %2").arg(row.rank).arg(row.of)});
    if (row.reach)
        facts.push_back({tr("reach"), tr("%1 of %2").arg(*row.reach, 0, 'f', 1).arg(row.of)});
    if (!row.predicts.isEmpty())
        facts.push_back({tr("predicts"), row.predicts});
    for (const Quantity& quantity : row.device)
        if (const QString name = deviceName(quantity.name); !name.isEmpty())
            facts.push_back({name, quantityText(quantity) + QStringLiteral(", ") +
                                       QString::fromUtf8(word(quantity.provenance).data())});
    return facts;
}

double heightOf(const PairRow& row)
{
    const double lines = row.missing.isEmpty() ? static_cast<double>(factsOf(row).size()) : 2.0;
    return headerHeight + lines * lineHeight + blockGap;
}

/// Not a number where nothing is known, so that columns of numbers stay numbers.
QVariant cell(const std::optional<double>& value)
{
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

} // namespace

PairFigure::PairFigure(PairSpec spec) : m_spec(std::move(spec)) {}

QString PairFigure::title() const
{
    if (m_spec.output.isEmpty() && m_spec.input.isEmpty())
        return tr("No tokens selected");
    return tr("%1 ← %2, layer %3").arg(m_spec.output, m_spec.input).arg(m_spec.layer + 1);
}

QString PairFigure::summary() const
{
    QStringList parts;
    for (const PairRow& row : m_spec.rows)
        if (row.influence)
            parts.push_back(tr("%1 %2").arg(row.lane, shareText(*row.influence)));
    return parts.isEmpty() ? title() : tr("%1: influence %2").arg(title(), parts.join(QStringLiteral(", ")));
}

QSizeF PairFigure::preferredSize() const
{
    double height = 4.0;
    for (const PairRow& row : m_spec.rows)
        height += heightOf(row);
    return {150.0, height};
}

void PairFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QFont bold = plotFont();
    bold.setBold(true);
    double y = area.top() + 2.0;
    for (const PairRow& row : m_spec.rows) {
        drawMark(painter, markOf(row.identity), {area.left() + 5.0, y + 0.5 * lineHeight}, 8.0,
                 theme.lane(row.identity));
        drawLine(painter, {area.left() + 14.0, y, area.width() - 14.0, lineHeight},
                 Qt::AlignLeft | Qt::AlignVCenter, bold, theme.laneText(row.identity), row.lane);
        y += headerHeight;
        if (!row.missing.isEmpty()) {
            (void)drawParagraph(painter, {area.left() + 14.0, y, area.width() - 14.0, 2 * lineHeight},
                                plotFont(), theme.fadedInk, row.missing);
            y += 2 * lineHeight;
        } else {
            for (const Fact& fact : factsOf(row)) {
                // Name and value share the line, in smaller letters where both would not fit.
                const QRectF line(area.left() + 2.0, y, area.width() - 3.0, lineHeight);
                const auto needs = [&fact](const QFont& font) {
                    return textWidth(font, fact.name) + textWidth(font, fact.value) + 5.0;
                };
                const QFont font =
                    plotFont(needs(plotFont()) <= line.width() ? PlotText::Body : PlotText::Small);
                const double name = std::min(textWidth(font, fact.name) + 5.0, line.width());
                drawLine(painter, line, Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk, fact.name);
                drawLine(painter, line.adjusted(name, 0.0, 0.0, 0.0), Qt::AlignRight | Qt::AlignVCenter, font,
                         theme.ink, fact.value);
                y += lineHeight;
            }
        }
        y += blockGap;
    }
    painter.restore();
}

std::unique_ptr<QAbstractTableModel> PairFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (const PairRow& row : m_spec.rows) {
        const auto fact = [&row](std::string_view name) {
            for (const Quantity& quantity : row.device)
                if (quantity.name == name)
                    return QVariant(quantity.value);
            return QVariant(std::numeric_limits<double>::quiet_NaN());
        };
        rows.push_back({row.lane, m_spec.output, m_spec.input, static_cast<qlonglong>(m_spec.layer + 1),
                        cell(row.weight), cell(row.influence), static_cast<qlonglong>(row.rank),
                        cell(row.reach), static_cast<qlonglong>(row.of), row.predicts, fact("predicted_snr"),
                        fact("simulated_snr"), fact("device_time")});
    }
    return std::make_unique<ColumnTable>(
        QStringList{tr("lane"), tr("output token"), tr("input token"), tr("layer"), tr("weight"),
                    tr("influence (share of row)"), tr("rank"), tr("reach"), tr("tokens in the row"),
                    tr("predicts"), tr("predicted SNR (dB, modelled)"), tr("simulated SNR (dB, simulated)"),
                    tr("device time (s, modelled)")},
        std::move(rows));
}

} // namespace mixlens::ui
