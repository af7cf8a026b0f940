#include "ui/figures/lens_figure.h"

#include "ui/style/lane_identity.h"

#include <QCoreApplication>

#include <algorithm>

namespace mixlens::ui {

namespace {

/// Below this spread no contrast is invented. The closed form for one Fourier layer of hidden size d: a
/// block's norm is sqrt(d²/2 + d cos 2θ), so that blocks differ by 2/d of their mean and up to rounding not
/// more; that must count as uniform too.
double uniformSpread(Index hidden)
{
    return std::max(0.01, 2.5 / static_cast<double>(std::max<Index>(1, hidden)));
}

QString tr(const char* text)
{
    return QCoreApplication::translate("LensFigure", text);
}

/// Attention hides padding, so that its rows can reach the sentence's tokens at most.
Index mostReach(const Analysis& analysis, const LensMatrix& matrix)
{
    constexpr double nothing = 1e-9;
    return matrix.paddingShare > nothing ? matrix.mixed : std::min(matrix.mixed, analysis.tokenCount());
}

} // namespace

ValueRange rangeOf(const LensMatrix& matrix)
{
    if (matrix.isSigned)
        return {-1.0, 1.0};
    const auto values = matrix.values.values();
    const auto largest = std::max_element(values.begin(), values.end());
    return {0.0, largest != values.end() && *largest > 0.0F ? static_cast<double>(*largest) : 1.0};
}

QString tokenText(const TokenSequence& sequence, Index row)
{
    const auto at = static_cast<std::size_t>(row);
    return at < sequence.tokens.size() ? QString::fromStdString(sequence.tokens[at].piece)
                                       : QStringLiteral("[PAD]");
}

std::vector<AxisLabel> axisLabels(const TokenSequence& sequence, const std::vector<Index>& rows)
{
    const auto label = [&sequence](Index row) {
        const auto at = static_cast<std::size_t>(row);
        const bool padding = at >= sequence.tokens.size();
        return AxisLabel{.text = tokenText(sequence, row),
                         .special = !padding && sequence.tokens[at].special,
                         .padding = padding};
    };
    std::vector<AxisLabel> labels;
    labels.reserve(rows.size());
    std::transform(rows.begin(), rows.end(), std::back_inserter(labels), label);
    return labels;
}

QString lensTitle(const Analysis& analysis, const LensOptions& options)
{
    const QString name = options.lens == Lens::Influence ? tr("Influence") : tr("Weight");
    QString title =
        tr("%1, layer %2 of %3").arg(name).arg(options.layer + 1).arg(analysis.trace.layers.size());
    if (options.lens == Lens::Weight && options.layer < analysis.encoder->layerCount() &&
        analysis.encoder->mixer(options.layer).heads() > 1)
        title += options.head ? tr(", head %1").arg(*options.head + 1) : tr(", mean of heads");
    return title;
}

QString reachText(const Analysis& analysis, const LensMatrix& matrix)
{
    if (matrix.reach.empty())
        return {};
    const QString number = QString::number(matrix.meanReach, 'f', 1);
    const Index most = mostReach(analysis, matrix);
    if (most <= analysis.tokenCount())
        return tr("reach %1 of %2 tokens").arg(number).arg(most);
    QString text = tr("reach %1 of %2 mixed rows (padded)").arg(number).arg(matrix.mixed);
    if (matrix.paddingShare > 0.0)
        text += tr("; %1 % goes to padding").arg(100.0 * matrix.paddingShare, 0, 'f', 0);
    return text;
}

bool isUniform(const Analysis& analysis, const LensMatrix& matrix)
{
    return !matrix.isSigned && matrix.values.rows() > 1 &&
           matrix.spread < uniformSpread(analysis.trace.embeddings.cols());
}

QString shortReachText(const Analysis& analysis, const LensMatrix& matrix)
{
    if (matrix.reach.empty())
        return {};
    const QString number = QString::number(matrix.meanReach, 'f', 1);
    const Index most = mostReach(analysis, matrix);
    if (most <= analysis.tokenCount())
        return tr("reach %1 of %2 tokens").arg(number).arg(most);
    QString text = tr("reach %1 of %2 rows").arg(number).arg(matrix.mixed);
    if (matrix.paddingShare > 0.0)
        text += tr(", %1 % padding").arg(100.0 * matrix.paddingShare, 0, 'f', 0);
    return text;
}

QString uniformText(const Analysis& analysis, const LensMatrix& matrix)
{
    return isUniform(analysis, matrix) ? tr("uniform to %1 %: this layer weighs all tokens alike")
                                             .arg(100.0 * matrix.spread, 0, 'f', 1)
                                       : QString();
}

std::shared_ptr<const HeatMapFigure> lensFigure(const Analysis& analysis, LensMatrix matrix,
                                                const LensOptions& options,
                                                std::optional<ValueRange> sharedRange)
{
    const ValueRange range = sharedRange.value_or(rangeOf(matrix));
    const Index most = mostReach(analysis, matrix);
    HeatMapSpec spec;
    spec.title =
        QString::fromStdString(analysis.setup.title) + QStringLiteral(": ") + lensTitle(analysis, options);
    spec.valueName = options.lens == Lens::Influence ? tr("share of row") : tr("weight");
    spec.rows = axisLabels(analysis.sequence, matrix.tokens);
    spec.cols = spec.rows;
    spec.rowTitle = tr("output token");
    spec.colTitle = tr("input token");
    if (!matrix.isSigned) {
        spec.rowMargin = matrix.reach;
        spec.rowMarginName = tr("reach");
        spec.rowMarginFull = static_cast<double>(most);
        spec.colMargin = matrix.received;
        spec.colMarginName = tr("received");
    }
    spec.scale = matrix.isSigned ? HeatScale::Linear : HeatScale::SquareRoot;
    spec.colours = matrix.isSigned ? HeatColours::Diverging : HeatColours::Sequential;
    spec.low = range.first;
    spec.high = range.second;
    spec.rangeShared = sharedRange.has_value();
    if (options.lens == Lens::Influence && most > 0) {
        spec.reference = 1.0 / static_cast<double>(most);
        spec.referenceName = tr("uniform, 1/%1").arg(most);
    }
    spec.note = isUniform(analysis, matrix) ? uniformText(analysis, matrix) : reachText(analysis, matrix);
    spec.identity = identityOf(mixersOf(analysis.trace));
    const bool simulated = spec.identity == LaneIdentity::Optical;
    spec.provenance = simulated ? Provenance::Simulated : Provenance::Measured;
    spec.provenanceText = simulated ? tr("simulated optical device, float32") : tr("computed, float32");
    spec.values = std::make_shared<const Matrix>(std::move(matrix.values));
    return std::make_shared<const HeatMapFigure>(std::move(spec));
}

std::shared_ptr<const HeatMapFigure> lensFigure(const Analysis& analysis, const LensOptions& options,
                                                std::optional<ValueRange> sharedRange)
{
    if (options.layer >= analysis.trace.layers.size() || analysis.encoder == nullptr)
        return nullptr;
    auto matrix = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, options);
    if (!matrix || matrix->values.empty())
        return nullptr;
    return lensFigure(analysis, std::move(*matrix), options, sharedRange);
}

} // namespace mixlens::ui
