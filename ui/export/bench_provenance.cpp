#include "ui/export/bench_provenance.h"

#include "core/bench/bench_result.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace mixlens::ui {

namespace {

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QJsonValue bytesOrUnknown(std::uint64_t bytes)
{
    return bytes > 0 ? QJsonValue(static_cast<qint64>(bytes)) : QJsonValue();
}

/// As sh reads it back.
QString quoted(const QString& word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./,:=*@%+-]+$"));
    if (plain.match(word).hasMatch())
        return word;
    return u'\'' + QString(word).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString lengthsText(const BenchGrid& grid)
{
    QStringList lengths;
    for (const Index tokens : grid.lengths)
        lengths.append(QString::number(tokens));
    return lengths.join(u',');
}

QString backendsText(const BenchGrid& grid)
{
    QStringList backends;
    for (const std::string& backend : grid.backends)
        backends.append(text(backend));
    return backends.join(u',');
}

QJsonObject gridRecord(const BenchGrid& grid)
{
    QJsonArray backends;
    for (const std::string& backend : grid.backends)
        backends.append(text(backend));
    QJsonArray lengths;
    for (const Index tokens : grid.lengths)
        lengths.append(static_cast<qint64>(tokens));
    QJsonObject record{
        {QStringLiteral("level"), text(word(grid.level))},
        {QStringLiteral("backends"), backends},
        {QStringLiteral("lengths"), lengths},
        {QStringLiteral("batch"), static_cast<qint64>(grid.batch)},
        {QStringLiteral("threads"), grid.threads},
        {QStringLiteral("rounds"), grid.rounds},
        {QStringLiteral("sample_seconds"), grid.sampleSeconds},
        {QStringLiteral("shard"), QStringLiteral("%1/%2").arg(grid.shard.index + 1).arg(grid.shard.count)}};
    if (grid.level == BenchLevel::Model) {
        record[QStringLiteral("model")] = text(grid.model);
    } else {
        record[QStringLiteral("width")] = static_cast<qint64>(grid.width);
        record[QStringLiteral("heads")] = static_cast<qint64>(grid.heads);
    }
    return record;
}

QJsonObject limitsRecord(const MachineLimits& limits)
{
    QJsonObject record;
    const auto put = [&record](const QString& key, double value) {
        if (value > 0.0)
            record[key] = value;
    };
    put(QStringLiteral("gemm_flop_per_s"), limits.gemmFlops);
    put(QStringLiteral("copy_l2_byte_per_s"), limits.copyL2);
    put(QStringLiteral("copy_l3_byte_per_s"), limits.copyL3);
    put(QStringLiteral("copy_memory_byte_per_s"), limits.copyMemory);
    return record;
}

QJsonArray originsOf(const BenchResult& result)
{
    QJsonArray origins{QStringLiteral("times and memory: measured, %1 thread(s), float32, median of up to "
                                      "%2 interleaved rounds")
                           .arg(result.grid.threads)
                           .arg(result.grid.rounds),
                       QStringLiteral("machine limits: measured in the same run"),
                       QStringLiteral("operations and bytes of a call: from the formula")};
    if (std::ranges::any_of(result.measurements,
                            [](const Measurement& cell) { return cell.family == "optical"; }))
        origins.append(QStringLiteral("optical series: what the simulation costs this machine, measured"));
    if (std::ranges::any_of(result.measurements,
                            [](const Measurement& cell) { return !cell.device.empty(); }))
        origins.append(QStringLiteral("optical device's time and energy: modelled"));
    return origins;
}

} // namespace

QString benchCommand(const BenchGrid& grid)
{
    const BenchGrid usual;
    QStringList words{QStringLiteral("mixlens"), QStringLiteral("bench")};
    const auto add = [&words](const QString& option, const QString& value) {
        words << QStringLiteral("--") + option << quoted(value);
    };
    add(QStringLiteral("backends"), backendsText(grid));
    add(QStringLiteral("lengths"), lengthsText(grid));
    if (grid.level != usual.level)
        add(QStringLiteral("level"), text(word(grid.level)));
    if (grid.level == BenchLevel::Model)
        add(QStringLiteral("model"), text(grid.model));
    const auto addNumber = [&](const QString& option, qint64 value, qint64 standard) {
        if (value != standard)
            add(option, QString::number(value));
    };
    if (grid.level != BenchLevel::Model) {
        addNumber(QStringLiteral("width"), grid.width, usual.width);
        addNumber(QStringLiteral("heads"), grid.heads, usual.heads);
    }
    addNumber(QStringLiteral("batch"), grid.batch, usual.batch);
    addNumber(QStringLiteral("threads"), grid.threads, usual.threads);
    addNumber(QStringLiteral("rounds"), grid.rounds, usual.rounds);
    addNumber(QStringLiteral("seed"), static_cast<qint64>(grid.seed), static_cast<qint64>(usual.seed));
    if (grid.shard.count > 1)
        add(QStringLiteral("shard"), QStringLiteral("%1/%2").arg(grid.shard.index + 1).arg(grid.shard.count));
    return words.join(u' ');
}

QJsonObject provenanceOf(const BenchResult& result)
{
    const Environment& there = result.environment;
    QJsonArray warnings;
    for (const BenchWarning& warning : result.warnings)
        warnings.append(text(warning.sentence));
    QJsonArray refused;
    for (const Measurement& cell : result.measurements)
        if (!cell.refusal.empty())
            refused.append(
                QStringLiteral("%1, %2 tokens: %3")
                    .arg(text(cell.cell.backend), QString::number(cell.cell.tokens), text(cell.refusal)));
    return {
        {QStringLiteral("schema"), 1},
        {QStringLiteral("application"), QStringLiteral("Mixlens ") + text(there.version)},
        {QStringLiteral("commit"), text(there.commit)},
        {QStringLiteral("build"), text(there.build)},
        {QStringLiteral("compiler"), text(there.compiler)},
        {QStringLiteral("system"), text(there.system)},
        {QStringLiteral("processor"), text(there.processor)},
        {QStringLiteral("kernels"), text(there.kernels)},
        {QStringLiteral("fft"), text(there.fft)},
        {QStringLiteral("cores"), there.cores},
        {QStringLiteral("governor"), text(there.governor)},
        {QStringLiteral("memory_bytes"), bytesOrUnknown(there.memory)},
        {QStringLiteral("cache_bytes"),
         QJsonArray{bytesOrUnknown(there.cacheL1), bytesOrUnknown(there.cacheL2),
                    bytesOrUnknown(there.cacheL3)}},
        {QStringLiteral("limits"), limitsRecord(result.limits)},
        {QStringLiteral("time"), text(result.started)},
        {QStringLiteral("run"), text(result.id)},
        {QStringLiteral("title"), text(result.title)},
        {QStringLiteral("note"), text(result.note)},
        {QStringLiteral("grid"), gridRecord(result.grid)},
        {QStringLiteral("command"), benchCommand(result.grid)},
        {QStringLiteral("seed"), static_cast<qint64>(result.grid.seed)},
        {QStringLiteral("complete"), result.complete},
        {QStringLiteral("origins"), originsOf(result)},
        {QStringLiteral("warnings"), warnings},
        {QStringLiteral("refused"), refused},
    };
}

} // namespace mixlens::ui
