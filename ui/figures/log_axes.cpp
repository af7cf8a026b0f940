#include "ui/figures/log_axes.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens::ui {

double AxisRange::share(double value) const
{
    if (!(low < high) || std::isnan(value))
        return 0.0;
    if (!logarithmic)
        return std::clamp((value - low) / (high - low), 0.0, 1.0);
    return value > low ? std::min(1.0, std::log(value / low) / std::log(high / low)) : 0.0;
}

void LogExtent::add(double value)
{
    if (!(value > 0.0) || !std::isfinite(value)) {
        ++m_leftOut;
        return;
    }
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
}

AxisRange LogExtent::range(double factor, double least) const
{
    if (empty())
        return {};
    double low = m_low / factor;
    double high = m_high * factor;
    if (high / low < least) {
        const double middle = std::sqrt(low * high);
        low = middle / std::sqrt(least);
        high = middle * std::sqrt(least);
    }
    return {low, high, true};
}

QString prefixedTick(double value, const QString& unit)
{
    constexpr std::array<const char*, 6> prefixes{"", "k", "M", "G", "T", "P"};
    std::size_t prefix = 0;
    while (value >= 999.5 && prefix + 1 < prefixes.size()) {
        value /= 1000.0;
        ++prefix;
    }
    const QString words = QString::fromLatin1(prefixes[prefix]) + unit;
    const QString number = QString::number(value, 'g', 3);
    return words.isEmpty() ? number : number + QChar(0x202F) + words;
}

std::vector<double> powersOfTwo(const AxisRange& range, int count)
{
    constexpr double slack = 1e-9;
    const int first = static_cast<int>(std::ceil(std::log2(range.low) - slack));
    const int last = static_cast<int>(std::floor(std::log2(range.high) + slack));
    const int step = std::max(1, (last - first) / std::max(1, count) + 1);
    std::vector<double> ticks;
    for (int power = first; power <= last; power += step)
        ticks.push_back(std::exp2(power));
    return ticks;
}

namespace {

void drawTitle(QPainter& painter, const Theme& theme, const QRectF& box, const QStringList& titles)
{
    if (titles.isEmpty())
        return;
    const QFont font = plotFont(PlotText::Small);
    const auto fits = [&](const QString& title) { return textWidth(font, title) <= box.width(); };
    const auto title = std::ranges::find_if(titles, fits);
    drawLine(painter, box, Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             title == titles.end() ? titles.back() : *title);
}

} // namespace

void drawYAxis(QPainter& painter, const Theme& theme, const PlotFrame& frame, const TickText& text,
               double left, double right, const QStringList& titles)
{
    const QFont font = plotFont(PlotText::Small);
    const int count = std::max(2, static_cast<int>(frame.rect.height() / 26.0));
    const std::vector<double> ticks = frame.y.logarithmic ? logTicks(frame.y.low, frame.y.high, count)
                                                          : linearTicks(frame.y.low, frame.y.high, count);
    double free = 1e9; // texts of a logarithmic axis come close
    for (const double tick : ticks) {
        const double y = frame.yOf(tick);
        painter.setPen(QPen(theme.grid, 0.6));
        painter.drawLine(QPointF(frame.rect.left(), y), QPointF(frame.rect.right(), y));
        if (y + axisTextHeight / 2 > free)
            continue;
        free = y - axisTextHeight / 2;
        drawLine(painter, {left, free, frame.rect.left() - 4.0 - left, axisTextHeight},
                 Qt::AlignRight | Qt::AlignVCenter, font, theme.ink, text(tick));
    }
    drawTitle(painter, theme, {left, frame.rect.top() - axisTextHeight - 4.0, right - left, axisTextHeight},
              titles);
}

void drawXAxis(QPainter& painter, const Theme& theme, const PlotFrame& frame,
               const std::vector<double>& ticks, const TickText& text, double right,
               const QStringList& titles)
{
    const QFont font = plotFont(PlotText::Small);
    const double bottom = frame.rect.bottom();
    double free = -1e9;
    for (const double tick : ticks) {
        const double x = frame.xOf(tick);
        painter.setPen(QPen(theme.grid, 0.6));
        painter.drawLine(QPointF(x, frame.rect.top()), QPointF(x, bottom));
        const QString words = text(tick);
        const double half = textWidth(font, words) / 2 + 1.0;
        if (x - half < free || x + half > right)
            continue;
        free = x + half + 4.0;
        drawLine(painter, {x - half, bottom + 2.0, 2 * half, axisTextHeight}, Qt::AlignHCenter | Qt::AlignTop,
                 font, theme.ink, words);
    }
    painter.setPen(QPen(theme.ink, 0.8));
    painter.drawLine(frame.rect.bottomLeft(), frame.rect.bottomRight());
    const double left = std::max(free + 4.0, frame.rect.right() + 6.0);
    if (right - left > 12.0)
        drawTitle(painter, theme, {left, bottom + 2.0, right - left, axisTextHeight}, titles);
}

QString fittingNote(const QRectF& area, const QStringList& sentences)
{
    const QFont font = plotFont(PlotText::Small);
    QString note;
    for (const QString& sentence : sentences) {
        if (sentence.isEmpty())
            continue;
        const bool open = !note.isEmpty() && !QStringLiteral(".:;,").contains(note.back());
        const QString longer =
            note.isEmpty() ? sentence : note + (open ? QStringLiteral(". ") : QStringLiteral(" ")) + sentence;
        if (paragraphHeight(font, area.width(), longer) <= area.height() / 7.0)
            note = longer;
    }
    return note;
}

} // namespace mixlens::ui
