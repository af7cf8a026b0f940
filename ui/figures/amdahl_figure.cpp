#include "ui/figures/amdahl_figure.h"

#include "core/bench/operation_share.h"
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
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::AmdahlFigure)
};

constexpr double leastReach = 1000.0; ///< of the axis of speed-ups
constexpr double linearUpTo = 20.0;   ///< beyond, gains need a logarithmic axis

} // namespace

QString gainText(double gain)
{
    return numberText(gain) + QChar(0x00D7);
}

double mostGain(double share)
{
    return amdahlGain(share, std::numeric_limits<double>::infinity());
}

AmdahlSpec amdahlSpec(const BenchResult& result, const BenchSummary& summary, const std::string& backend,
                      Index tokens)
{
    AmdahlSpec spec;
    spec.of =
        QString::fromStdString(backend) + QStringLiteral(", ") + tokensText(static_cast<double>(tokens));
    const std::map<std::string, BackendStyle> styles = stylesOf(result);
    if (const auto style = styles.find(backend); style != styles.end())
        spec.style = style->second;
    const CellSummary* cell = summary.find(backend, tokens);
    if (cell == nullptr)
        return spec;
    if (const OperationSummary* mixing = cell->find(mixingOperation)) {
        spec.share = mixing->share;
        spec.seconds = mixing->seconds.median;
    }
    for (const Measurement& other : result.measurements) {
        const double seconds = other.cell.tokens == tokens ? deviceSeconds(other) : 0.0;
        if (seconds > 0.0 && spec.device <= 0.0) {
            spec.device = seconds;
            spec.deviceName = Words::tr("%1 device").arg(QString::fromStdString(other.cell.backend));
        }
    }
    return spec;
}

AmdahlFigure::AmdahlFigure(AmdahlSpec spec) : m_spec(std::move(spec)) {}

AmdahlLayout AmdahlFigure::layoutIn(const QRectF& area) const
{
    AmdahlLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    layout.note = fittingNote(
        inner, {m_spec.note,
                m_spec.measured() ? Words::tr("Band: 95 % interval of the measured share.")
                                  : Words::tr("The share is not measured: run the levels block or model."),
                Words::tr("Gain of the whole: 1 / (1 − s + s / k).")});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double labels = std::clamp(0.26 * area.width(), 92.0, 150.0);
    const double top = body.top() + axisTextHeight + 5.0;
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 3.0);
    layout.frame.rect = {inner.left() + 30.0, top, std::max(20.0, inner.width() - 30.0 - labels),
                         bottom - top};
    layout.labels = {layout.frame.rect.right() + 3.0, top, labels - 3.0, bottom - top};
    const double device = m_spec.deviceFactor();
    layout.frame.x = {device > 0.0 && device < 1.0 ? device / 1.5 : 1.0, std::max(leastReach, 3.0 * device),
                      true};
    double high = mostGain(articleFourierShare);
    double low = 1.0;
    if (m_spec.measured()) {
        const double share = m_spec.share.confidence95.high;
        high = std::max(high, std::min(mostGain(share), amdahlGain(share, layout.frame.x.high)));
        low = std::min(low, amdahlGain(share, layout.frame.x.low));
    }
    low = std::min(low, amdahlGain(articleFourierShare, layout.frame.x.low));
    if (high > linearUpTo)
        layout.frame.y = {std::max(low, 1e-6), 1.3 * high, true};
    else
        layout.frame.y = {low, high + 0.1 * (high - low), false};
    return layout;
}

QString AmdahlFigure::title() const
{
    return m_spec.title;
}

QString AmdahlFigure::summary() const
{
    const QString cited = Words::tr("with the article's %1 (cited) at most %2")
                              .arg(shareText(articleFourierShare), gainText(mostGain(articleFourierShare)));
    if (!m_spec.measured())
        return Words::tr("The share of mixing is not measured; %1.").arg(cited);
    QString text =
        Words::tr("Mixing takes %1 (95 % interval %2–%3) of %4, measured: however fast it gets, the whole "
                  "gains at most %5; %6")
            .arg(shareText(m_spec.share.median), shareText(m_spec.share.confidence95.low),
                 shareText(m_spec.share.confidence95.high), m_spec.of,
                 gainText(mostGain(m_spec.share.median)), cited);
    if (const double factor = m_spec.deviceFactor(); factor > 0.0)
        text +=
            Words::tr("; %1, modelled, mixes %2 as fast: %3")
                .arg(m_spec.deviceName, gainText(factor), gainText(amdahlGain(m_spec.share.median, factor)));
    return text + QLatin1Char('.');
}

QSizeF AmdahlFigure::preferredSize() const
{
    return {520.0, 280.0};
}

std::unique_ptr<QAbstractTableModel> AmdahlFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    const auto add = [&](const QString& what, const QVariant& factor, const QVariant& value,
                         const QString& unit, const QString& origin) {
        rows.push_back({what, factor, value, unit, origin});
    };
    const QString one = QStringLiteral("1");
    const QString measured = Words::tr("measured");
    const QString derived = Words::tr("Amdahl's law of the measured share");
    const QString cited = Words::tr("cited");
    if (m_spec.measured()) {
        add(Words::tr("share, median"), {}, m_spec.share.median, one, measured);
        add(Words::tr("share, 95 % interval, low"), {}, m_spec.share.confidence95.low, one, measured);
        add(Words::tr("share, 95 % interval, high"), {}, m_spec.share.confidence95.high, one, measured);
        add(Words::tr("rounds"), {}, static_cast<qlonglong>(m_spec.share.samples), one, measured);
        add(Words::tr("time of mixing, median"), {}, m_spec.seconds, QStringLiteral("s"), measured);
        add(Words::tr("most gain"), {}, mostGain(m_spec.share.median), one, derived);
    } else {
        add(Words::tr("share"), {}, {}, one, Words::tr("not measured"));
    }
    if (m_spec.device > 0.0)
        add(Words::tr("time of the %1").arg(m_spec.deviceName), {}, m_spec.device, QStringLiteral("s"),
            Words::tr("modelled"));
    add(Words::tr("the article's share"), {}, articleFourierShare, one, cited);
    add(Words::tr("most gain with it"), {}, mostGain(articleFourierShare), one,
        Words::tr("Amdahl's law of the cited share"));
    std::vector<std::pair<double, QString>> factors;
    for (const double factor : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0})
        factors.emplace_back(factor, QString());
    if (m_spec.deviceFactor() > 0.0)
        factors.emplace_back(m_spec.deviceFactor(), Words::tr(", device modelled"));
    for (const auto& [factor, suffix] : factors) {
        if (m_spec.measured()) {
            add(Words::tr("gain, measured share") + suffix, factor, amdahlGain(m_spec.share.median, factor),
                one, derived);
            add(Words::tr("gain, low end of the share") + suffix, factor,
                amdahlGain(m_spec.share.confidence95.low, factor), one, derived);
            add(Words::tr("gain, high end of the share") + suffix, factor,
                amdahlGain(m_spec.share.confidence95.high, factor), one, derived);
        }
        add(Words::tr("gain, the article's share") + suffix, factor, amdahlGain(articleFourierShare, factor),
            one, cited);
    }
    return std::make_unique<ColumnTable>(QStringList{Words::tr("what"), Words::tr("k, times faster"),
                                                     Words::tr("value"), Words::tr("unit"),
                                                     Words::tr("origin")},
                                         std::move(rows));
}

} // namespace mixlens::ui
