#include "ui/export/environment.h"

#include "core/kernels/kernels.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QSysInfo>

namespace mixlens::ui {

namespace {

/// As the kernel of the operating system names it; the architecture where it doesn't.
QString processorName()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (file.open(QIODevice::ReadOnly)) {
        const QString info = QString::fromUtf8(file.readAll());
        for (const QString& line : info.split(QLatin1Char('\n')))
            if (line.startsWith(QLatin1String("model name")))
                return line.mid(line.indexOf(QLatin1Char(':')) + 1).trimmed();
    }
    return QSysInfo::currentCpuArchitecture();
}

} // namespace

QJsonObject environmentRecord()
{
    return {
        {QStringLiteral("schema"), 1},
        {QStringLiteral("application"), QStringLiteral("Mixlens ") + QCoreApplication::applicationVersion()},
        {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
        {QStringLiteral("system"), QSysInfo::prettyProductName()},
        {QStringLiteral("processor"), processorName()},
        {QStringLiteral("kernels"), QString::fromLatin1(kernels().name)},
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
