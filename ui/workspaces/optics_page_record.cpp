#include "ui/export/provenance.h"
#include "ui/views/schematic_view.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_page_private.h"
#include "ui/workspaces/optics_precision_tab.h"

#include <QJsonDocument>
#include <QStackedWidget>

#include <algorithm>
#include <initializer_list>

// What is exported of the page: the figure that is meant, and what it was made from.
namespace mixlens::ui {

FigurePtr OpticsPage::currentFigure() const
{
    if (d->stack->currentIndex() != 0)
        return nullptr;
    const auto focused = [](std::initializer_list<FigureView*> views) -> FigurePtr {
        for (const FigureView* view : views)
            if (view->hasFocus() && view->figure())
                return view->figure();
        const auto shown =
            std::ranges::find_if(views, [](const FigureView* view) { return !view->isHidden(); });
        return shown == views.end() ? nullptr : (*shown)->figure();
    };
    switch (tab()) {
    case Tab::Bench:
        return focused(
            {d->bench->recovery(), d->bench->camera(), d->bench->histogram(), d->bench->schematic()});
    case Tab::Budget:
        return d->budget->figure();
    case Tab::Cost:
        return focused({d->cost->time(), d->cost->energy(), d->cost->scaling()});
    case Tab::Precision:
        return focused({d->precision->map(), d->precision->curve(), d->precision->layers()});
    }
    return nullptr;
}

QJsonObject OpticsPage::provenance() const
{
    QJsonObject record = provenanceOf(d->workbench);
    optics::NamedDevice device = d->desk.presets()[d->desk.preset()];
    device.device = d->desk.device();
    record[QStringLiteral("device")] =
        QJsonDocument::fromJson(QByteArray::fromStdString(optics::deviceText(device))).object();
    record[QStringLiteral("device_changed")] = d->desk.isChanged();
    if (const SweepResultPtr sweep = d->sweeps.result(); sweep && tab() == Tab::Precision) {
        record[QStringLiteral("sweep")] =
            QJsonObject{{QStringLiteral("model"), QString::fromStdString(sweep->plan.model)},
                        {QStringLiteral("preset"), QString::fromStdString(sweep->plan.preset)},
                        {QStringLiteral("sentences"), static_cast<qint64>(sweep->plan.sentences)},
                        {QStringLiteral("seed"), static_cast<qint64>(sweep->plan.seed)},
                        {QStringLiteral("started"), QString::fromStdString(sweep->started)},
                        {QStringLiteral("complete"), sweep->complete}};
    }
    return record;
}

} // namespace mixlens::ui
