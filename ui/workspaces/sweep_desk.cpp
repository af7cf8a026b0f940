#include "ui/workspaces/sweep_desk.h"

#include "core/base/files.h"
#include "core/experiment/sweep_file.h"
#include "core/optics/device_file.h"
#include "ui/engine/engine_client.h"

#include <QDateTime>

#include <utility>

namespace mixlens::ui {

SweepDesk::SweepDesk(EngineClient& engine, std::filesystem::path sentenceFile, QObject* parent)
    : QObject(parent), m_engine(engine), m_sentenceFile(std::move(sentenceFile))
{
    connect(&engine, &EngineClient::sweepProgress, this, [this](const SweepProgress& progress) {
        m_progress = progress;
        emit progressChanged();
    });
    connect(&engine, &EngineClient::sweepResult, this, [this](const SweepResultPtr& result) {
        if (result == m_result || (result->points.empty() && m_result && !m_result->points.empty()))
            return; // the former is the better picture
        m_result = result;
        emit resultChanged();
    });
    connect(&engine, &EngineClient::sweepNotSaved, this, &SweepDesk::setProblem);
    connect(&engine, &EngineClient::sweepFailed, this,
            [this](const Error& error) { setProblem(QString::fromStdString(error.message)); });
    connect(&engine, &EngineClient::sweepFinished, this, [this] {
        m_running = false;
        emit runningChanged();
    });
}

void SweepDesk::started(bool isStarted)
{
    m_running = isStarted;
    m_progress = {};
    setProblem(isStarted ? QString()
                         : tr("A benchmark or another sweep is running; wait until it is finished, or cancel "
                              "it."));
    emit progressChanged();
    emit runningChanged();
}

void SweepDesk::keepIn(const std::filesystem::path& folder)
{
    m_store = SweepStore(folder);
    const std::string newest = m_store.newest();
    if (m_result || newest.empty())
        return;
    auto found = m_store.load(newest);
    if (!found)
        return setProblem(QString::fromStdString(found.error().message));
    m_file = m_store.fileOf(newest);
    m_result = std::make_shared<const SweepResult>(std::move(*found));
    emit resultChanged();
}

std::filesystem::path SweepDesk::freshFile()
{
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    auto file = m_store.freshFile(now.toStdString());
    if (file)
        return *file;
    setProblem(QString::fromStdString(file.error().message));
    return {};
}

void SweepDesk::run(const SweepPlan& plan)
{
    if (m_running)
        return;
    if (const auto good = checkPlan(plan); !good)
        return setProblem(QString::fromStdString(good.error().message));
    const std::filesystem::path file = m_engine.isSweepRunning() ? std::filesystem::path() : freshFile();
    const QString notKept = m_problem;
    const bool isStarted = m_engine.startSweep(plan, m_sentenceFile, file);
    started(isStarted);
    if (isStarted)
        m_file = file;
    if (isStarted && file.empty() && !m_store.folder().empty())
        setProblem(notKept);
}

void SweepDesk::resume()
{
    if (!m_running && m_result && !m_result->complete)
        started(m_engine.resumeSweep(*m_result, m_sentenceFile, m_file));
}

void SweepDesk::cancel()
{
    m_engine.cancelSweep();
}

void SweepDesk::openFile(const QString& path)
{
    if (m_running)
        return setProblem(tr("A sweep is running; cancel it or wait to look at another one."));
    auto read = readSweepFile(path.toStdString());
    if (!read)
        return setProblem(QString::fromStdString(read.error().message));
    setProblem({});
    m_file.clear(); // somebody's own: not written without asking
    m_result = std::make_shared<const SweepResult>(std::move(*read));
    emit resultChanged();
}

bool SweepDesk::saveFile(const QString& path)
{
    if (!m_result) {
        setProblem(tr("There is no sweep to save yet; run one first."));
        return false;
    }
    const auto written = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)
                             ? writeFileAtomically(path.toStdString(), sweepCsv(*m_result))
                             : writeSweepFile(path.toStdString(), *m_result);
    setProblem(written ? QString() : QString::fromStdString(written.error().message));
    return written.has_value();
}

void SweepDesk::setProblem(const QString& sentence)
{
    if (std::exchange(m_problem, sentence) != sentence)
        emit problemChanged();
}

SweepPlan defaultSweep(const std::string& model, const std::string& preset, const optics::DeviceSpec& device)
{
    SweepPlan plan;
    plan.model = model;
    // A device from a file is told as what it differs by from one that everybody has.
    const auto builtIn = optics::builtInDevice(preset);
    plan.preset = builtIn ? preset : "default";
    const optics::DeviceSpec base = builtIn ? builtIn->device : optics::DeviceSpec();
    plan.axes = {{"slm_bits", {2, 3, 4, 5, 6, 8, 10, 12}}, {"photons", {1, 10, 100, 1e3, 1e4}}};
    for (const optics::DeviceField& field : optics::deviceFields())
        if ((device.*field.member).value != (base.*field.member).value && field.key != "slm_bits" &&
            field.key != "photons")
            plan.settings.emplace(field.key, optics::fieldText(field, device));
    plan.perLayer = true;
    return plan;
}

} // namespace mixlens::ui
