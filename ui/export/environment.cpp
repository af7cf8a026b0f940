#include "ui/export/environment.h"

#include "core/bench/environment.h"

#include <QDateTime>
#include <QJsonArray>
#include <QSysInfo>

namespace mixlens::ui {

QJsonObject environmentRecord()
{
    const Environment& here = environment();
    return {
        {QStringLiteral("schema"), 1},
        {QStringLiteral("application"), QStringLiteral("Mixlens ") + QString::fromStdString(here.version)},
        {QStringLiteral("build"), QString::fromStdString(here.build)},
        {QStringLiteral("compiler"), QString::fromStdString(here.compiler)},
        {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
        {QStringLiteral("system"), QSysInfo::prettyProductName()},
        {QStringLiteral("processor"), QString::fromStdString(here.processor)},
        {QStringLiteral("kernels"), QString::fromStdString(here.kernels)},
        {QStringLiteral("fft"), QString::fromStdString(here.fft)},
        {QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
    };
}

QJsonObject withoutText(QJsonObject provenance)
{
    provenance.remove(QStringLiteral("sentence"));
    QJsonArray lanes = provenance[QStringLiteral("lanes")].toArray();
    for (qsizetype at = 0; at < lanes.size(); ++at) {
        QJsonObject lane = lanes[at].toObject();
        lane.remove(QStringLiteral("tokens"));
        lanes[at] = lane;
    }
    if (!lanes.isEmpty())
        provenance[QStringLiteral("lanes")] = lanes;
    return provenance;
}

} // namespace mixlens::ui
