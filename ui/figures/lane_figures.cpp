#include "ui/figures/lane_figures.h"

#include "ui/figures/lens_figure.h"
#include "ui/style/lane_identity.h"

#include <QCoreApplication>

#include <algorithm>

namespace mixlens::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LaneFigures", text);
}

LayerGridCell cellOf(const Analysis& analysis, const LensOptions& options, Index heads)
{
    LayerGridCell cell;
    cell.head = options.head;
    cell.label = options.head ? tr("H%1").arg(*options.head + 1) : QString();
    auto matrix = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, options);
    if (!matrix)
        return cell;
    if (heads == 1)
        cell.label = matrix->isSigned ? tr("DFT kernel") : tr("one head");
    cell.reach = matrix->meanReach;
    cell.isSigned = matrix->isSigned;
    cell.values = std::make_shared<const Matrix>(std::move(matrix->values));
    return cell;
}

} // namespace

std::shared_ptr<const LayerGridFigure> layerGridOf(const Analysis& analysis, const LensOptions& options,
                                                   HeadOrder order)
{
    LayerGridSpec spec;
    spec.title = tr("%1: all layers").arg(QString::fromStdString(analysis.setup.title));
    spec.note = tr("own scales; reach below");
    LensOptions one = options;
    one.lens = Lens::Weight;
    for (std::size_t layer = 0; layer < analysis.trace.layers.size(); ++layer) {
        LayerGridRow row;
        row.label = tr("L%1").arg(layer + 1);
        row.identity = identityOf({analysis.trace.layers[layer].mixer});
        one.layer = layer;
        const Index heads = analysis.encoder->mixer(layer).heads();
        for (Index head = 0; head < heads; ++head) {
            one.head = heads > 1 ? std::optional(head) : std::nullopt;
            row.cells.push_back(cellOf(analysis, one, heads));
        }
        if (order == HeadOrder::Reach)
            std::ranges::stable_sort(row.cells, {}, &LayerGridCell::reach);
        spec.rows.push_back(std::move(row));
    }
    return std::make_shared<const LayerGridFigure>(std::move(spec));
}

HeadSpec headSpecOf(const Analysis& analysis, const LensMatrix& matrix, const LensOptions& options)
{
    HeadSpec spec;
    spec.title = lensTitle(analysis, options);
    spec.weights = std::make_shared<const Matrix>(matrix.values);
    spec.outputs = axisLabels(analysis.sequence, matrix.tokens);
    spec.inputs = spec.outputs;
    spec.isSigned = matrix.isSigned;
    spec.identity = identityOf({analysis.trace.layers[options.layer].mixer});
    return spec;
}

} // namespace mixlens::ui
