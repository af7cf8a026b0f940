#include "ui/workspaces/bench_desk.h"

#include "core/bench/result_file.h"
#include "ui/engine/engine_client.h"
#include "ui/panels/bench_runs.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

namespace {

std::string nowText()
{
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddTHHmmssZ")).toStdString();
}

} // namespace

BenchDesk::BenchDesk(EngineClient& engine, std::filesystem::path runsFolder, QObject* parent)
    : QObject(parent), m_engine(engine), m_store(std::move(runsFolder))
{
    connect(&engine, &EngineClient::benchProgress, this, [this](const BenchProgress& progress) {
        m_progress = progress;
        emit progressChanged();
    });
    connect(&engine, &EngineClient::benchResult, this, &BenchDesk::takeResult);
    connect(&engine, &EngineClient::benchFailed, this,
            [this](const Error& error) { setProblem(QString::fromStdString(error.message)); });
    connect(&engine, &EngineClient::benchFinished, this, &BenchDesk::takeFinal);
    refreshRuns();
}

BenchDesk::~BenchDesk()
{
    if (m_running && m_hasPartial && !m_runningKey.empty())
        (void)m_store.save(m_runningKey, *m_result); // nobody is left to be told
}

void BenchDesk::run(const BenchGrid& grid)
{
    if (m_running)
        return;
    const auto file = m_store.freshFile(nowText());
    // A folder that cannot be written to must not keep anybody from measuring.
    setProblem(file ? QString() : QString::fromStdString(file.error().message));
    m_runningKey = file ? file->stem().string() : std::string();
    m_hasPartial = false;
    m_progress = {};
    m_progress.cells = cellsOf(grid).size();
    m_running = m_engine.startBench(grid, file.value_or(std::filesystem::path()));
    emit progressChanged();
    emit runningChanged();
}

/// Drawing takes time beside what is measured, so views are told when a cell is finished and otherwise once a
/// second.
void BenchDesk::takeResult(const BenchResultPtr& result)
{
    if (result->measurements.empty())
        return; // the former run is the better picture
    const auto now = std::chrono::steady_clock::now();
    const bool worthDrawing = !m_hasPartial || result->complete || m_progress.cellsDone != m_cellsDrawn ||
                              now - m_announced >= std::chrono::seconds(1);
    m_result = result;
    m_hasPartial = true;
    m_shownKey = m_runningKey;
    if (!worthDrawing)
        return;
    m_cellsDrawn = m_progress.cellsDone;
    m_announced = now;
    emit resultChanged();
}

void BenchDesk::cancel()
{
    m_engine.cancelBench();
}

/// The job has saved each length; what came after the last one, a cancelled cell say, is saved here.
void BenchDesk::takeFinal()
{
    m_running = false;
    if (m_hasPartial && !m_runningKey.empty())
        if (const auto saved = m_store.save(m_runningKey, *m_result); !saved)
            setProblem(QString::fromStdString(saved.error().message));
    m_runningKey.clear();
    refreshRuns();
    emit resultChanged();
    emit runningChanged();
}

bool BenchDesk::isRunningRun(const std::string& key)
{
    if (!m_running || key != m_runningKey)
        return false;
    setProblem(tr("This run is still being measured; wait until it is finished, or cancel it."));
    return true;
}

void BenchDesk::show(const std::string& key)
{
    if (m_running)
        return setProblem(tr("A benchmark is running; cancel it or wait to look at another run."));
    auto result = m_store.load(key);
    if (!result)
        return setProblem(QString::fromStdString(result.error().message));
    setProblem({});
    m_result = std::make_shared<const BenchResult>(std::move(*result));
    m_shownKey = key;
    if (m_otherKey == key)
        compareWith({});
    emit resultChanged();
}

std::string BenchDesk::baseline() const
{
    if (!m_result)
        return m_baseline;
    const std::vector<std::string> backends = m_result->backends();
    if (std::ranges::find(backends, m_baseline) != backends.end())
        return m_baseline;
    return backends.empty() ? std::string() : backends.front();
}

void BenchDesk::setBaseline(const std::string& backend)
{
    if (std::exchange(m_baseline, backend) != backend)
        emit resultChanged();
}

QString BenchDesk::otherName() const
{
    return m_other ? runName(*m_other) : QString();
}

void BenchDesk::compareWith(const std::string& key)
{
    BenchResultPtr other;
    if (!key.empty()) {
        auto result = m_store.load(key);
        if (!result)
            return setProblem(QString::fromStdString(result.error().message));
        other = std::make_shared<const BenchResult>(std::move(*result));
        setProblem({});
    }
    m_other = std::move(other);
    m_otherKey = key;
    emit comparisonChanged();
}

void BenchDesk::openFile(const QString& path)
{
    auto read = readBenchFile(path.toStdString());
    if (!read)
        return setProblem(QString::fromStdString(read.error().message));
    setProblem({});
    std::string key;
    if (!m_store.folder().empty()) {
        const auto copied = m_store.import(path.toStdString());
        if (copied)
            key = *copied;
        else // it can be looked at all the same
            setProblem(QString::fromStdString(copied.error().message));
        refreshRuns();
    }
    auto result = std::make_shared<const BenchResult>(std::move(*read));
    if (m_result) {
        m_other = std::move(result);
        m_otherKey = key;
        emit comparisonChanged();
    } else {
        m_result = std::move(result);
        m_shownKey = key;
        emit resultChanged();
    }
}

void BenchDesk::annotate(const std::string& key, const QString& title, const QString& note)
{
    if (isRunningRun(key))
        return;
    const auto done = m_store.annotate(key, title.toStdString(), note.toStdString());
    setProblem(done ? QString() : QString::fromStdString(done.error().message));
    if (!done)
        return;
    const auto annotated = [&](const BenchResultPtr& result) {
        auto copy = std::make_shared<BenchResult>(*result);
        copy->title = title.toStdString();
        copy->note = note.toStdString();
        return copy;
    };
    refreshRuns();
    if (m_result && key == m_shownKey) {
        m_result = annotated(m_result);
        emit resultChanged();
    }
    if (m_other && key == m_otherKey) {
        m_other = annotated(m_other);
        emit comparisonChanged();
    }
}

void BenchDesk::remove(const std::string& key)
{
    if (isRunningRun(key))
        return;
    const auto done = m_store.remove(key);
    setProblem(done ? QString() : QString::fromStdString(done.error().message));
    if (done) { // what is shown stays in memory
        m_removed = key;
        if (key == m_shownKey)
            m_shownKey.clear();
        if (key == m_otherKey)
            m_otherKey.clear();
    }
    refreshRuns();
}

void BenchDesk::restore()
{
    const auto done = m_store.restore(m_removed);
    setProblem(done ? QString() : QString::fromStdString(done.error().message));
    if (done)
        m_removed.clear();
    refreshRuns();
}

void BenchDesk::setProblem(const QString& sentence)
{
    if (std::exchange(m_problem, sentence) != sentence)
        emit problemChanged();
}

void BenchDesk::refreshRuns()
{
    m_runs = m_store.list();
    emit runsChanged();
}

} // namespace mixlens::ui
