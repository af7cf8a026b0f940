#include "ui/panels/optics_predictions.h"

#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(OpticsPredictions)
};

bool isFlip(const Prediction& exact, const Prediction& device)
{
    return !exact.best.empty() && !device.best.empty() && exact.best.front().id != device.best.front().id;
}

QString bestText(const Prediction& prediction)
{
    if (prediction.best.empty())
        return Words::tr("nothing");
    const Candidate& best = prediction.best.front();
    // In quotes: the best word may be a full stop.
    return Words::tr("“%1” %2").arg(QString::fromStdString(best.piece), probabilityText(best.probability));
}

} // namespace

QString predictionsText(std::span<const Prediction> exact, std::span<const Prediction> device,
                        std::size_t most)
{
    const std::size_t count = std::min(exact.size(), device.size());
    QStringList masks;
    for (std::size_t i = 0; i < std::min(count, most); ++i)
        masks.append(Words::tr("exact: %1 → device: %2 (%3)")
                         .arg(bestText(exact[i]), bestText(device[i]),
                              isFlip(exact[i], device[i]) ? Words::tr("flip") : Words::tr("same")));
    QString text = masks.join(QStringLiteral("; "));
    if (count > most)
        text += Words::tr("; and %1 more").arg(count - most);
    return text;
}

std::size_t flips(std::span<const Prediction> exact, std::span<const Prediction> device)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(exact.size(), device.size()); ++i)
        count += isFlip(exact[i], device[i]) ? 1U : 0U;
    return count;
}

} // namespace mixlens::ui
