#include "ui/figures/bench_series.h"

#include "core/mixing/mixer_registry.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::BenchFigures)
};

constexpr int lastStep = 3; ///< further ones look like it; their labels still tell them apart

LaneIdentity identityOfFamily(std::string_view family)
{
    if (family == "attention")
        return LaneIdentity::Attention;
    if (family == "fourier")
        return LaneIdentity::Fourier;
    if (family == "optical")
        return LaneIdentity::Optical;
    if (family == "hybrid")
        return LaneIdentity::Hybrid;
    return LaneIdentity::Control;
}

QPolygonF diamond(QPointF centre, double r)
{
    return {{centre - QPointF(0.0, r), centre + QPointF(r, 0.0), centre + QPointF(0.0, r),
             centre - QPointF(r, 0.0)}};
}

} // namespace

LaneIdentity identityOfBackend(const std::string& backend, const std::string& family)
{
    if (!family.empty())
        return identityOfFamily(family);
    const MixerInfo* info = findMixer(backend.substr(0, backend.find_first_of(": ")));
    if (info == nullptr)
        return LaneIdentity::Control;
    switch (info->family) {
    case MixerFamily::Attention:
        return LaneIdentity::Attention;
    case MixerFamily::Fourier:
        return LaneIdentity::Fourier;
    case MixerFamily::Optical:
        return LaneIdentity::Optical;
    case MixerFamily::Control:
        break;
    }
    return LaneIdentity::Control;
}

std::map<std::string, BackendStyle> stylesOf(const BenchResult& result)
{
    std::map<std::string, BackendStyle> styles;
    std::map<LaneIdentity, int> used;
    for (const std::string& backend : result.backends()) {
        const auto cell = std::ranges::find_if(
            result.measurements, [&](const Measurement& one) { return one.cell.backend == backend; });
        const std::string family = cell == result.measurements.end() ? std::string() : cell->family;
        const LaneIdentity identity = identityOfBackend(backend, family);
        styles[backend] = {identity, std::min(used[identity]++, lastStep)};
    }
    return styles;
}

std::map<std::string, BackendStyle> stylesOf(const std::vector<std::string>& backends)
{
    std::map<std::string, BackendStyle> styles;
    std::map<LaneIdentity, int> used;
    for (const std::string& backend : backends) {
        if (styles.contains(backend))
            continue;
        const LaneIdentity identity = identityOfBackend(backend);
        styles[backend] = {identity, std::min(used[identity]++, lastStep)};
    }
    return styles;
}

QColor mixed(const QColor& colour, const QColor& other, double shareOfOther)
{
    const auto mix = [&](int a, int b) {
        return static_cast<int>(std::lround((1.0 - shareOfOther) * a + shareOfOther * b));
    };
    return {mix(colour.red(), other.red()), mix(colour.green(), other.green()),
            mix(colour.blue(), other.blue())};
}

QColor backendColour(const Theme& theme, const BackendStyle& style)
{
    return mixed(theme.lane(style.identity), theme.ink, 0.22 * style.step);
}

QColor backendText(const Theme& theme, const BackendStyle& style)
{
    return mixed(theme.laneText(style.identity), theme.ink, 0.22 * style.step);
}

Qt::PenStyle backendDash(const BackendStyle& style)
{
    constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DashDotLine, Qt::DashDotDotLine};
    return dashes[style.step];
}

void drawFilledMark(QPainter& painter, const BackendStyle& style, QPointF centre, double diameter,
                    const QColor& colour)
{
    const Mark mark = markOf(style.identity);
    if (mark != Mark::HollowDiamond)
        return drawMark(painter, mark, centre, diameter, colour);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(diamond(centre, diameter / 2));
    painter.setBrush(Qt::NoBrush);
}

void drawHollowMark(QPainter& painter, QPointF centre, double diameter, const QColor& colour)
{
    drawMark(painter, Mark::HollowDiamond, centre, diameter, colour);
}

QString tokensText(double tokens)
{
    const auto whole = static_cast<qint64>(std::llround(tokens));
    return whole == 1 ? Words::tr("1 token") : Words::tr("%1 tokens").arg(countText(whole));
}

} // namespace mixlens::ui
