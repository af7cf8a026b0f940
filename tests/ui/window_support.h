#pragma once

#include "ui/default_lanes.h"
#include "ui/engine/engine_client.h"
#include "ui/workbench.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

/// The engine with the embedded models and a workbench over it, as the window has them.
struct Bench
{
    explicit Bench(mixlens::ui::Workbench::Clock clock = {}, bool timing = false)
        : client({MIXLENS_MODELS}), workbench(client, nullptr, std::move(clock))
    {
        client.setLiveTiming(timing);
    }

    /// Default lanes and sentence, all lanes answered and shown.
    bool open(const QString& text = QStringLiteral("the president of the united [MASK] spoke to congress ."))
    {
        workbench.open(mixlens::ui::defaultLanes(), text);
        return settle();
    }

    bool settle()
    {
        const bool answered = QTest::qWaitFor([this] { return !workbench.isBusy(); }, 20000);
        QCoreApplication::processEvents(); // views join the changes of one turn of the event loop
        return answered;
    }

    mixlens::ui::EngineClient client;
    mixlens::ui::Workbench workbench;
};

/// Settings that no other run has touched and that touch nobody's.
class PrivateSettings
{
public:
    PrivateSettings()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("mixlens-test"));
        QCoreApplication::setApplicationName(QStringLiteral("mixlens-test"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

private:
    QTemporaryDir m_folder;
};
