#include "ui/figures/growth_brush.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

} // namespace

void GrowthBrush::labels() const
{
    std::vector<EdgeLabel> labels;
    for (const GrowthSeries& series : data.series) {
        const GrowthPoint* last = series.lastDrawn();
        if (last == nullptr)
            continue;
        EdgeLabel label;
        label.anchor = at(*last, last->median);
        label.colour = backendText(theme, series.style);
        label.line = colour(series);
        const bool simulation =
            series.style.identity == LaneIdentity::Optical && spec.view != GrowthView::Memory;
        if (series.modelled) {
            label.names = QStringList{series.name + Words::tr(", modelled"),
                                      QString::fromStdString(series.backend) + Words::tr(", modelled"),
                                      Words::tr("device, modelled"), Words::tr("modelled")};
        } else if (series.overlay()) {
            label.names = QStringList{series.name + QStringLiteral(" @ ") + series.machine,
                                      series.name + QStringLiteral(" @ ") +
                                          series.machine.section(QLatin1Char(','), 0, 0),
                                      Words::tr("%1, other run").arg(series.name)};
        } else {
            label.names = QStringList{series.name};
            const QString slope =
                series.exponent ? Words::tr("slope %1").arg(exponentText(*series.exponent)) : QString();
            if (simulation)
                label.details = QStringList{Words::tr("simulation on this machine"),
                                            Words::tr("simulation here"), Words::tr("simulated")};
            else if (!slope.isEmpty())
                label.details = QStringList{slope, slope.section(QLatin1Char(' '), 0, 1)};
            else
                label.details =
                    QStringList{Words::tr("%1 at %2")
                                    .arg(growthValueText(spec.view, last->median), countText(last->tokens)),
                                growthValueText(spec.view, last->median)};
        }
        label.mark = [this, &series](QPainter& to, QPointF centre, double diameter) {
            if (series.modelled)
                drawHollowMark(to, centre, diameter, colour(series));
            else
                drawFilledMark(to, series.style, centre, series.overlay() ? 3.6 : diameter, colour(series));
        };
        labels.push_back(std::move(label));
    }
    drawEdgeLabels(painter, theme, layout.labels, labels);
}

} // namespace mixlens::ui
