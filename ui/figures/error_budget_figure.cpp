#include "ui/figures/error_budget_figure.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::ErrorBudgetFigure)
};

constexpr double mostRow = 34.0;
constexpr double lineHeight = 10.5;
constexpr double exact = 110.0; ///< dB: what single precision leaves of an exact answer

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

/// Noise over signal, power; 0 where there is no noise or no number.
double noiseOf(double snr)
{
    return std::isfinite(snr) && snr < exact ? std::pow(10.0, -snr / 10.0) : 0.0;
}

QString snrText(double snr)
{
    if (snr >= exact)
        return Words::tr("exact");
    if (!std::isfinite(snr))
        return QStringLiteral("–");
    const double shown = std::abs(snr) < 0.05 ? 0.0 : snr; // zero has no sign
    return QString::number(shown, 'f', 1).replace(u'-', QChar(0x2212));
}

BudgetRow rowOf(std::string_view stage, const optics::StageError* error)
{
    BudgetRow row;
    row.stage = text(stage);
    row.predictedSnr = row.simulatedSnr = std::numeric_limits<double>::infinity();
    if (error == nullptr)
        return row;
    row.predictedSnr = error->predictedSnr;
    row.simulatedSnr = error->simulatedSnr;
    row.predicted = noiseOf(error->predictedSnr);
    row.simulated = noiseOf(error->simulatedSnr);
    row.on = row.predicted > 0.0 || row.simulated > 0.0;
    return row;
}

/// "0.02 %", "5 ppm": noise powers are small shares.
QString shareTick(double share, double most)
{
    if (share == 0.0)
        return QStringLiteral("0");
    if (share >= 9.995)
        return countText(std::llround(100.0 * share)) + QChar(0x202F) + QLatin1Char('%');
    const bool small = most < 2e-5;
    return QString::number(share * (small ? 1e6 : 100.0), 'g', 3) + QChar(0x202F) +
           (small ? QStringLiteral("ppm") : QStringLiteral("%"));
}

} // namespace

double ErrorBudgetLayout::topOf(std::size_t row) const
{
    return frame.rect.top() + static_cast<double>(places[row].value_or(0)) * rowHeight;
}

QRectF ErrorBudgetLayout::predictedBar(std::size_t row, double from, double to) const
{
    const double middle = topOf(row) + 0.5 * rowHeight;
    const double height = std::clamp(0.36 * rowHeight, 3.0, 11.0);
    return {QPointF(frame.xOf(from), middle - 0.75 - height), QPointF(frame.xOf(to), middle - 0.75)};
}

QRectF ErrorBudgetLayout::simulatedBar(std::size_t row, double from, double to) const
{
    const QRectF above = predictedBar(row, from, to);
    return above.translated(0.0, above.height() + 1.5);
}

ErrorBudgetFigure::ErrorBudgetFigure(ErrorBudgetSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.assessed)
        return;
    std::vector<bool> used(m_spec.stages.size(), false);
    const auto add = [this](std::string_view stage, const optics::StageError* error) {
        BudgetRow row = rowOf(stage, error);
        if (!m_rows.empty()) {
            row.predictedFrom = m_rows.back().predictedFrom + m_rows.back().predicted;
            row.simulatedFrom = m_rows.back().simulatedFrom + m_rows.back().simulated;
        }
        m_rows.push_back(std::move(row));
    };
    for (const optics::Stage stage : optics::stages()) {
        const optics::StageError* found = nullptr;
        for (std::size_t i = 0; i < m_spec.stages.size(); ++i)
            if (m_spec.stages[i].stage == optics::title(stage)) {
                found = &m_spec.stages[i];
                used[i] = true;
            }
        add(optics::title(stage), found);
    }
    for (std::size_t i = 0; i < m_spec.stages.size(); ++i)
        if (!used[i])
            add(m_spec.stages[i].stage, &m_spec.stages[i]);
    const auto noise = [](const BudgetRow& row) {
        return row.simulated > 0.0 ? row.simulated : row.predicted;
    };
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].on && (!m_limiting || noise(m_rows[i]) > noise(m_rows[*m_limiting])))
            m_limiting = i;
    const optics::StageError total{"all stages", m_spec.total.predictedSnr, m_spec.total.simulatedSnr};
    m_rows.push_back(rowOf(total.stage, &total));
}

ErrorBudgetLayout ErrorBudgetFigure::layoutIn(const QRectF& area) const
{
    ErrorBudgetLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    QString limits;
    if (m_limiting) {
        const BudgetRow& row = m_rows[*m_limiting];
        const bool simulated = row.simulated > 0.0;
        const double all = simulated ? m_rows.back().simulated : m_rows.back().predicted;
        if (all > 0.0)
            limits = Words::tr("The %1 limits: %2 of all noise, %3.")
                         .arg(row.stage,
                              shareText(std::min(1.0, (simulated ? row.simulated : row.predicted) / all)),
                              simulated ? Words::tr("simulated") : Words::tr("modelled"));
    }
    layout.note =
        fittingNote(inner, {limits, m_spec.note.isEmpty() ? QString() : m_spec.note + QStringLiteral("."),
                            optics::errorsAdd(m_spec.stages, m_spec.total)
                                ? Words::tr("Noise powers add. Dotted: modelled by closed forms; solid: "
                                            "simulated, one stage at a time.")
                                : Words::tr("Stages alone don't add up to the whole here. Dotted: modelled "
                                            "by closed forms; solid: simulated, one stage at a time.")});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double name = 0.0;
    for (const BudgetRow& row : m_rows)
        name = std::max(name, textWidth(font, row.stage));
    name = std::min(name + 8.0, 0.32 * inner.width());
    const double column = std::min(textWidth(font, Words::tr("simulated, dB")) + 8.0, 0.16 * inner.width());
    layout.nameLeft = inner.left();
    const double left = inner.left() + name;
    const double top = body.top() + axisTextHeight + 3.0;
    const double height = std::max(20.0, body.bottom() - axisTextHeight - 4.0 - top);
    const bool all = height / static_cast<double>(std::max<std::size_t>(1, m_rows.size())) >= lineHeight;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        layout.places.push_back(all || m_rows[i].on || i + 1 == m_rows.size() ? std::optional(shown++)
                                                                              : std::nullopt);
    const auto count = static_cast<double>(std::max<std::size_t>(1, shown));
    layout.rowHeight = std::min(mostRow, height / count);
    layout.frame.rect = {left, top, std::max(20.0, inner.right() - 2.0 * column - left - 6.0),
                         layout.rowHeight * count};
    layout.values = {layout.frame.rect.right() + 6.0, top, 2.0 * column, layout.frame.rect.height()};
    double most = 0.0;
    for (const BudgetRow& row : m_rows)
        most = std::max({most, row.predictedFrom + row.predicted, row.simulatedFrom + row.simulated});
    layout.frame.x = {0.0, most > 0.0 ? 1.04 * most : 1.0, false};
    return layout;
}

void ErrorBudgetFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    if (!m_limiting && !(m_rows.size() > 0 && m_rows.back().on)) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const ErrorBudgetLayout layout = layoutIn(area);
    const QFont font = plotFont(PlotText::Small);
    const QColor hue = theme.lane(LaneIdentity::Optical);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    const QRectF& plot = layout.frame.rect;
    if (m_limiting)
        painter.fillRect(QRectF(layout.nameLeft, layout.topOf(*m_limiting),
                                layout.values.right() - layout.nameLeft, layout.rowHeight),
                         mixed(hue, theme.paper, 0.88));
    const double most = layout.frame.x.high;
    drawXAxis(painter, theme, layout.frame,
              linearTicks(0.0, most, std::max(2, static_cast<int>(plot.width() / 55.0))),
              [most](double share) { return shareTick(share, most); }, area.right() - 3.0,
              {Words::tr("noise over signal, power"), Words::tr("noise/signal")});
    const double column = layout.values.width() / 2;
    const double heading = plot.top() - axisTextHeight - 1.0;
    const std::array<std::pair<QString, QString>, 2> headings{
        std::pair(Words::tr("modelled, dB"), Words::tr("mod. dB")),
        std::pair(Words::tr("simulated, dB"), Words::tr("sim. dB"))};
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const QRectF box(layout.values.left() + static_cast<double>(i) * column + 2.0, heading, column - 2.0,
                         axisTextHeight);
        const auto& [full, brief] = headings[i];
        drawLine(painter, box, Qt::AlignRight | Qt::AlignVCenter, font, theme.fadedInk,
                 textWidth(font, full) <= box.width() ? full : brief);
    }
    painter.setPen(QPen(theme.ink, 0.6));
    painter.drawLine(QPointF(layout.nameLeft, layout.topOf(m_rows.size() - 1)),
                     QPointF(layout.values.right(), layout.topOf(m_rows.size() - 1)));
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / layout.rowHeight)));
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const BudgetRow& row = m_rows[i];
        if (!layout.places[i])
            continue;
        if (row.predicted > 0.0)
            drawHollowBar(painter,
                          layout.predictedBar(i, row.predictedFrom, row.predictedFrom + row.predicted), hue,
                          Qt::DotLine);
        if (row.simulated > 0.0)
            drawHollowBar(painter,
                          layout.simulatedBar(i, row.simulatedFrom, row.simulatedFrom + row.simulated), hue,
                          Qt::SolidLine);
        if (*layout.places[i] % every != 0)
            continue;
        const double top = layout.topOf(i) + (layout.rowHeight - lineHeight) / 2;
        const QColor ink = row.on ? theme.ink : theme.fadedInk;
        drawLine(painter, {layout.nameLeft + 2.0, top, plot.left() - layout.nameLeft - 6.0, lineHeight},
                 Qt::AlignLeft | Qt::AlignVCenter, font, ink, row.stage);
        const bool off = std::isinf(row.predictedSnr) && std::isinf(row.simulatedSnr);
        const auto value = [off](double snr) { return off ? Words::tr("off") : snrText(snr); };
        drawLine(painter, {layout.values.left(), top, column, lineHeight}, Qt::AlignRight | Qt::AlignVCenter,
                 font, ink, value(row.predictedSnr));
        drawLine(painter, {layout.values.left() + column, top, column, lineHeight},
                 Qt::AlignRight | Qt::AlignVCenter, font, ink, value(row.simulatedSnr));
    }
}

QString ErrorBudgetFigure::title() const
{
    return m_spec.title;
}

QString ErrorBudgetFigure::summary() const
{
    if (m_rows.empty())
        return Words::tr("No light has passed yet: type a sentence.");
    if (!m_limiting && !m_rows.back().on)
        return Words::tr("Every imperfection is off: the simulated device is exact.");
    QString words = Words::tr("Signal over noise of the device: %1 dB modelled, %2 dB simulated")
                        .arg(snrText(m_rows.back().predictedSnr), snrText(m_rows.back().simulatedSnr));
    if (m_limiting)
        words += Words::tr("; the %1 limits").arg(m_rows[*m_limiting].stage);
    return words + QLatin1Char('.');
}

QSizeF ErrorBudgetFigure::preferredSize() const
{
    return {480.0, std::max(150.0, 70.0 + 22.0 * static_cast<double>(m_rows.size()))};
}

std::unique_ptr<QAbstractTableModel> ErrorBudgetFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (const BudgetRow& row : m_rows)
        rows.push_back({row.stage, row.on ? Words::tr("on") : Words::tr("off"),
                        row.on ? QVariant(row.predictedSnr) : QVariant(),
                        row.on ? QVariant(row.simulatedSnr) : QVariant(), row.predicted, row.simulated});
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("stage"), Words::tr("state"), Words::tr("signal over noise, modelled (dB)"),
                    Words::tr("signal over noise, simulated (dB)"), Words::tr("noise over signal, modelled"),
                    Words::tr("noise over signal, simulated")},
        std::move(rows));
}

} // namespace mixlens::ui
