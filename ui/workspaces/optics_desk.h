#pragma once

#include "core/engine/optics_question.h"
#include "core/optics/device_file.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens::ui {

class Workbench;

/// What the Optics workspace shows, and the only one who asks the engine about a device: the device and where
/// it started from, the layer whose input is shown to it, and the newest answer. Lives on the interface's
/// thread.
class OpticsDesk : public QObject
{
    Q_OBJECT

public:
    explicit OpticsDesk(Workbench& workbench, QObject* parent = nullptr);

    // The device.
    [[nodiscard]] const std::vector<optics::NamedDevice>& presets() const noexcept { return m_presets; }
    [[nodiscard]] std::size_t preset() const noexcept { return m_preset; }
    [[nodiscard]] const optics::DeviceSpec& device() const noexcept { return m_device; }
    [[nodiscard]] bool isChanged() const; ///< some value is not the preset's
    void setPreset(std::size_t index);    ///< also back to its values
    /// A value that cannot be is told by problemWith() and leaves device and pictures as they are.
    void setValue(std::string_view key, double value);
    void setStage(optics::Stage stage, bool on);
    /// A stage that is off, and that the preset has not either: there is nothing to switch on.
    [[nodiscard]] bool canSwitchOn(optics::Stage stage) const;
    bool openDevice(const QString& path); ///< false: problem() says why
    bool saveDevice(const QString& path);

    // What the device is shown.
    [[nodiscard]] std::optional<std::size_t> lane() const noexcept { return m_lane; }
    [[nodiscard]] std::optional<std::size_t> layer() const noexcept { return m_layer; }
    /// Why there is nothing to show, one sentence; empty where there is something or it is on its way.
    [[nodiscard]] QString whyNothing() const;

    /// Nobody looks: nothing is asked.
    void setActive(bool active);

    [[nodiscard]] OpticsAnswerPtr answer() const { return m_answer; }       ///< null before the first
    [[nodiscard]] OpticsAnswerPtr complete() const { return m_complete; }   ///< the newest with its stages
    [[nodiscard]] OpticsAnswerPtr predicted() const { return m_predicted; } ///< the newest with predictions
    [[nodiscard]] bool isStale(const OpticsAnswerPtr& answer) const noexcept;

    /// One sentence about a file, or about a device that the engine refused; empty when all is well.
    [[nodiscard]] const QString& problem() const noexcept { return m_problem; }
    void setProblem(const QString& sentence);

signals:
    void deviceChanged();
    void presetsChanged();
    void valueRefused(std::string_view key, const QString& sentence);
    void placeChanged(); ///< lane or layer, or why there is none
    void answerChanged();
    void problemChanged();

private:
    void ask();
    void choosePlace();
    void takeAnswer(const OpticsAnswerPtr& answer);

    Workbench& m_workbench;
    std::vector<optics::NamedDevice> m_presets;
    std::size_t m_ownPresets = 0; ///< those that the program brings; files come after them
    std::size_t m_preset = 0;
    optics::DeviceSpec m_device;
    std::optional<std::size_t> m_lane;
    std::optional<std::size_t> m_layer;
    AnalysisPtr m_asked; ///< what the newest request is about
    bool m_active = false;
    std::uint64_t m_revision = 0;
    OpticsAnswerPtr m_answer, m_predicted, m_complete;
    std::array<std::vector<std::pair<std::string_view, double>>, 16> m_switchedOff; ///< by stage
    QString m_problem;
};

} // namespace mixlens::ui
