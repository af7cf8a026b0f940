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

constexpr std::chrono::seconds comparedEvery{3};

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
    connect(&engine, &EngineClient::studyReady, this,
            [this](const BenchStudyPtr& ready) { takeStudy(*ready); });
    connect(&engine, &EngineClient::studyFailed, this, [this](const Error& error) {
        m_studying = false;
        setProblem(QString::fromStdString(error.message));
    });
    connect(&engine, &EngineClient::runsReady, this, &BenchDesk::takeRuns);
    if (!m_store.folder().empty())
        m_reading = engine.requestRuns(m_store.folder());
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
void BenchDesk::takeResult(const BenchResultPtr& result, const BenchSummaryPtr& summary)
{
    if (result->measurements.empty())
        return; // the former run is the better picture
    const auto now = std::chrono::steady_clock::now();
    const bool worthDrawing = !m_hasPartial || result->complete || m_progress.cellsDone != m_cellsDrawn ||
                              now - m_announced >= std::chrono::seconds(1);
    if (!m_hasPartial)
        m_comparison = nullptr; // it was the former run's
    m_result = result;
    m_summary = summary;
    m_hasPartial = true;
    m_shownKey = m_runningKey;
    // Comparing takes the worker from measuring, so a run under way is compared now and then.
    if (m_other && !m_studying && (!m_comparison || now - m_asked >= comparedEvery))
        study();
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
    // An incomplete run may have ended without the summary of its last, unfinished cells.
    if (m_hasPartial && (m_other || !m_result->complete))
        study(!m_result->complete);
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
    setResult(std::make_shared<const BenchResult>(std::move(*result)), key);
    if (m_otherKey == key)
        compareWith({});
    study();
    emit resultChanged();
}

std::string BenchDesk::baseline() const
{
    if (!m_result)
        return m_baseline;
    return baselineFor(*m_result, m_baseline);
}

void BenchDesk::setResult(BenchResultPtr result, const std::string& key)
{
    m_result = std::move(result);
    m_shownKey = key;
    m_summary = nullptr;
    m_comparison = nullptr;
}

void BenchDesk::setOther(BenchResultPtr other, const std::string& key)
{
    m_other = std::move(other);
    m_otherKey = key;
    m_otherSummary = nullptr;
    m_comparison = nullptr;
}

void BenchDesk::study(bool again)
{
    if (!m_result)
        return;
    m_studying = true;
    m_asked = std::chrono::steady_clock::now();
    m_engine.requestStudy({0, m_result, m_other, m_baseline,
                           m_running ? CurveCells::Finished : CurveCells::Everything,
                           again ? nullptr : m_summary, m_otherSummary});
}

void BenchDesk::takeStudy(const BenchStudy& study)
{
    m_studying = false;
    if (study.result == m_result)
        m_summary = study.summary;
    // A run under way may be a few samples further than what was compared.
    const bool sameRun =
        study.result == m_result || (m_hasPartial && m_result && study.result->id == m_result->id);
    if (study.other == m_other && sameRun) {
        m_otherSummary = study.otherSummary;
        m_comparison = study.comparison;
    }
    emit studyChanged();
}

void BenchDesk::setBaseline(const std::string& backend)
{
    if (std::exchange(m_baseline, backend) == backend)
        return;
    m_engine.setBenchBaseline(backend);
    study();
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
    setOther(std::move(other), key);
    if (m_other)
        study();
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
        setOther(std::move(result), key);
        study();
        emit comparisonChanged();
    } else {
        setResult(std::move(result), key);
        study();
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
    if (m_studying) // its answer would be of the results without their new words
        study();
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

/// What was saved or removed in the meantime is read here; all else is known to `store`.
void BenchDesk::takeRuns(std::uint64_t revision, const std::shared_ptr<RunStore>& store)
{
    if (revision != m_reading)
        return;
    m_reading = 0;
    if (store)
        m_store = std::move(*store);
    else
        setProblem(tr("There is not enough memory to read the saved runs; close other programs and open "
                      "Mixlens again."));
    if (store)
        refreshRuns();
}

void BenchDesk::refreshRuns()
{
    if (isReadingRuns())
        return; // takeRuns() will
    m_runs = m_store.list();
    emit runsChanged();
}

} // namespace mixlens::ui
