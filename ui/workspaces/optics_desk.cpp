#include "ui/workspaces/optics_desk.h"

#include "ui/engine/engine_client.h"
#include "ui/workbench.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

namespace {

/// What the optical lanes and mixers are made from where nobody says otherwise.
optics::NamedDevice defaultDevice()
{
    return {
        "default", OpticsDesk::tr("Default: photonic tile, whole input at once").toStdString(),
        OpticsDesk::tr("The device of the optical lane: one pass of the whole input is simulated, time and "
                       "energy are those of its tiles.")
            .toStdString(),
        optics::DeviceSpec()};
}

bool hasFourierLayers(const AnalysisPtr& analysis)
{
    return analysis && !fourierLayers(*analysis->encoder).empty();
}

} // namespace

OpticsDesk::OpticsDesk(Workbench& workbench, QObject* parent) : QObject(parent), m_workbench(workbench)
{
    m_presets.push_back(defaultDevice());
    const auto builtIn = optics::builtInDevices();
    m_presets.insert(m_presets.end(), builtIn.begin(), builtIn.end());
    m_ownPresets = m_presets.size();
    m_device = m_presets.front().device;
    EngineClient* engine = &workbench.engine();
    connect(engine, &EngineClient::opticsReady, this, &OpticsDesk::takeAnswer);
    connect(engine, &EngineClient::opticsFailed, this,
            [this](std::uint64_t, const Error& error) { setProblem(QString::fromStdString(error.message)); });
    connect(&workbench, &Workbench::analysisChanged, this, &OpticsDesk::choosePlace);
    connect(&workbench, &Workbench::lanesChanged, this, &OpticsDesk::choosePlace);
    connect(&workbench, &Workbench::focusLaneChanged, this, &OpticsDesk::choosePlace);
    connect(&workbench, &Workbench::viewChanged, this, &OpticsDesk::choosePlace);
}

bool OpticsDesk::isChanged() const
{
    const optics::DeviceSpec& preset = m_presets[m_preset].device;
    return std::ranges::any_of(optics::deviceFields(), [&](const optics::DeviceField& field) {
        return (m_device.*field.member).value != (preset.*field.member).value;
    });
}

void OpticsDesk::setPreset(std::size_t index)
{
    m_preset = index;
    m_device = m_presets[index].device;
    for (auto& off : m_switchedOff)
        off.clear();
    setProblem({});
    emit deviceChanged();
    ask();
}

void OpticsDesk::setValue(std::string_view key, double value)
{
    const optics::DeviceField& field = *optics::findField(key);
    optics::DeviceSpec wanted = m_device;
    const optics::DeviceValue& preset = m_presets[m_preset].device.*field.member;
    wanted.*field.member = value == preset.value ? preset : optics::DeviceValue{value, "set by hand"};
    auto possible = optics::checkValue(field, value);
    if (possible)
        possible = optics::checkDevice(wanted);
    if (!possible) {
        emit valueRefused(key, QString::fromStdString(possible.error().message));
        return;
    }
    m_device = std::move(wanted);
    emit deviceChanged();
    ask();
}

void OpticsDesk::setStage(optics::Stage stage, bool on)
{
    auto& off = m_switchedOff[static_cast<std::size_t>(stage)];
    if (!on) {
        off.clear();
        const optics::DeviceSpec without = optics::without(stage, m_device);
        for (const std::string_view key : fieldsOf(stage, m_device)) {
            const auto member = optics::findField(key)->member;
            off.emplace_back(key, (m_device.*member).value);
            m_device.*member = {(without.*member).value, "set by hand: switched off"};
        }
    } else {
        if (off.empty())
            for (const std::string_view key : fieldsOf(stage, m_presets[m_preset].device))
                off.emplace_back(key, (m_presets[m_preset].device.*optics::findField(key)->member).value);
        for (const auto& [key, value] : std::exchange(off, {})) {
            const auto member = optics::findField(key)->member;
            const optics::DeviceValue& preset = m_presets[m_preset].device.*member;
            m_device.*member = value == preset.value ? preset : optics::DeviceValue{value, "set by hand"};
        }
    }
    emit deviceChanged();
    ask();
}

bool OpticsDesk::canSwitchOn(optics::Stage stage) const
{
    return !m_switchedOff[static_cast<std::size_t>(stage)].empty() ||
           optics::isOn(stage, m_presets[m_preset].device);
}

bool OpticsDesk::openDevice(const QString& path)
{
    auto opened = optics::readDevice(path.toStdString());
    if (opened)
        if (auto possible = optics::checkDevice(opened->device); !possible)
            opened = tl::unexpected(possible.error());
    if (!opened) {
        setProblem(QString::fromStdString(opened.error().message));
        return false;
    }
    const auto known = std::ranges::find(m_presets, opened->name, &optics::NamedDevice::name);
    std::size_t index = static_cast<std::size_t>(known - m_presets.begin());
    if (known != m_presets.end() && index >= m_ownPresets) {
        *known = std::move(*opened);
    } else {
        index = m_presets.size();
        m_presets.push_back(std::move(*opened));
    }
    emit presetsChanged();
    setPreset(index);
    return true;
}

bool OpticsDesk::saveDevice(const QString& path)
{
    optics::NamedDevice saved = m_presets[m_preset];
    saved.device = m_device;
    if (isChanged()) {
        const QString name = QFileInfo(path).completeBaseName();
        saved.note = tr("Made from \"%1\".").arg(QString::fromStdString(saved.title)).toStdString();
        saved.name = saved.title = name.toStdString();
    }
    const auto written = optics::writeDevice(saved, path.toStdString());
    setProblem(written ? QString() : QString::fromStdString(written.error().message));
    return written.has_value();
}

QString OpticsDesk::whyNothing() const
{
    if (m_lane)
        return {};
    for (std::size_t lane = 0; lane < m_workbench.lanes().size(); ++lane)
        if (m_workbench.analysis(lane))
            return tr("No lane has a Fourier layer, and a lens does nothing else: open an FNet or a hybrid "
                      "model, or go back to the default lanes.");
    const std::size_t lane = m_workbench.focusLane();
    const auto problem = lane < m_workbench.lanes().size() ? m_workbench.problem(lane) : std::nullopt;
    return problem ? QString::fromStdString(problem->message)
                   : tr("There is nothing to send through the lens yet: type a sentence above.");
}

void OpticsDesk::setActive(bool active)
{
    if (std::exchange(m_active, active) || !active)
        return;
    choosePlace();
    if (m_revision == 0 || !m_answer)
        ask();
}

/// The focused lane where it has a Fourier layer, otherwise the first that has one; the chosen layer where it
/// is one, otherwise the next.
void OpticsDesk::choosePlace()
{
    if (!m_active)
        return;
    std::optional<std::size_t> lane;
    const std::size_t focus = m_workbench.focusLane();
    if (focus < m_workbench.lanes().size() && hasFourierLayers(m_workbench.analysis(focus)))
        lane = focus;
    for (std::size_t other = 0; !lane && other < m_workbench.lanes().size(); ++other)
        if (hasFourierLayers(m_workbench.analysis(other)))
            lane = other;
    std::optional<std::size_t> layer;
    AnalysisPtr analysis = lane ? m_workbench.analysis(*lane) : nullptr;
    if (analysis) {
        const std::vector<std::size_t> layers = fourierLayers(*analysis->encoder);
        const auto next = std::ranges::lower_bound(layers, m_workbench.layer());
        layer = next == layers.end() ? layers.back() : *next;
    }
    const bool moved = lane != m_lane || layer != m_layer || analysis != m_asked;
    m_lane = lane;
    m_layer = layer;
    emit placeChanged();
    if (moved)
        ask();
}

void OpticsDesk::ask()
{
    if (!m_active || !m_lane)
        return;
    m_asked = m_workbench.analysis(*m_lane);
    OpticsRequest request;
    request.device = m_device;
    request.analysis = m_asked;
    request.layer = *m_layer;
    m_revision = m_workbench.engine().requestOptics(std::move(request));
}

void OpticsDesk::takeAnswer(const OpticsAnswerPtr& answer)
{
    m_answer = answer;
    if (answer->complete)
        m_complete = answer;
    if (!answer->devicePredictions.empty() || !answer->predictionProblem.empty())
        m_predicted = answer;
    if (answer->revision == m_revision)
        setProblem({});
    emit answerChanged();
}

bool OpticsDesk::isStale(const OpticsAnswerPtr& answer) const noexcept
{
    return !answer || answer->revision != m_revision;
}

void OpticsDesk::setProblem(const QString& sentence)
{
    if (std::exchange(m_problem, sentence) != sentence)
        emit problemChanged();
}

} // namespace mixlens::ui
