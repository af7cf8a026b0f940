#include "ui/figures/sweep_table.h"

#include "ui/models/column_table.h"

#include <QCoreApplication>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SweepTable)
};

void append(ColumnTable::Row& row, const SweepOutcome& outcome)
{
    const Interval agreement = outcome.agreement.confidence95();
    row.insert(row.end(), {static_cast<qlonglong>(outcome.agreement.of), outcome.agreement.value(),
                           agreement.low, agreement.high, outcome.accuracy.value(), outcome.divergence,
                           outcome.divergence95.low, outcome.divergence95.high});
}

ColumnTable::Row rowOf(const SweepResult& result, const SweepPoint& point, bool control)
{
    ColumnTable::Row row{static_cast<qlonglong>(point.number),
                         control ? Words::tr("white noise") : Words::tr("device"),
                         point.layer ? QVariant(static_cast<qlonglong>(*point.layer + 1)) : Words::tr("all")};
    for (const SweepAxis& axis : result.plan.axes) {
        const auto value = point.values.find(axis.key);
        row.push_back(value == point.values.end() ? QVariant() : QVariant(value->second));
    }
    if (!point.refusal.empty()) {
        row.resize(row.size() + 13);
        row.push_back(Words::tr("refused"));
        row.push_back(QString::fromStdString(point.refusal));
        return row;
    }
    row.insert(row.end(), {point.predictedSnr, point.simulatedSnr, point.saturated});
    append(row, control ? *point.whiteNoise : point.device);
    row.insert(row.end(),
               {control ? QVariant() : QVariant(point.secondsPerSentence),
                control ? QVariant() : QVariant(point.joulesPerSentence), Words::tr("simulated"), QString()});
    return row;
}

QStringList headersOf(const SweepResult* result)
{
    QStringList headers{Words::tr("point"), Words::tr("mixing"), Words::tr("layer")};
    if (result != nullptr)
        for (const SweepAxis& axis : result->plan.axes)
            headers.append(QString::fromStdString(axis.key));
    return headers + QStringList{Words::tr("SNR, modelled (dB)"),
                                 Words::tr("SNR, simulated (dB)"),
                                 Words::tr("share of readings cut"),
                                 Words::tr("sentences"),
                                 Words::tr("agreement"),
                                 Words::tr("agreement, 95 % low"),
                                 Words::tr("agreement, 95 % high"),
                                 Words::tr("accuracy"),
                                 Words::tr("divergence (nat)"),
                                 Words::tr("divergence, 95 % low"),
                                 Words::tr("divergence, 95 % high"),
                                 Words::tr("time a sentence, modelled (s)"),
                                 Words::tr("energy a sentence, modelled (J)"),
                                 Words::tr("origin"),
                                 Words::tr("note")};
}

} // namespace

std::unique_ptr<QAbstractTableModel> sweepTable(const SweepResult* result,
                                                const std::vector<const SweepPoint*>& points)
{
    std::vector<ColumnTable::Row> rows;
    if (result != nullptr)
        for (const SweepPoint* point : points) {
            if (point == nullptr)
                continue;
            rows.push_back(rowOf(*result, *point, false));
            if (point->whiteNoise && point->refusal.empty())
                rows.push_back(rowOf(*result, *point, true));
            if (result->threshold.found && result->threshold.point == point->number)
                rows[rows.size() - (point->whiteNoise && point->refusal.empty() ? 2 : 1)].back() =
                    QString::fromStdString(result->threshold.sentence);
        }
    return std::make_unique<ColumnTable>(headersOf(result), std::move(rows));
}

} // namespace mixlens::ui
