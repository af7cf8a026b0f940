#pragma once

#include "core/base/quantity.h"
#include "core/math/matrix.h"
#include "ui/figures/figure.h"

#include <optional>
#include <vector>

namespace mixlens::ui {

/// Measured runs of one lane. Seconds.
struct TimingRow
{
    QString lane;
    LaneIdentity identity = LaneIdentity::Attention;
    QString what;                               ///< e.g. "simulation took"; empty for digital lanes
    std::vector<double> seconds;                ///< every counted run
    double median = 0.0, low = 0.0, high = 0.0; ///< P10 and P90
    Index tokens = 0;                           ///< rows that the model ran, padding included
    QString missing;                            ///< why there is nothing; the row is told, not dropped
};

/// What a device would need by its model: never on the axis of measured runs.
struct ModelledRow
{
    QString lane;
    LaneIdentity identity = LaneIdentity::Optical;
    std::vector<Quantity> quantities;
};

struct TimingSpec
{
    QString title;
    QString note;      ///< what was timed, and how
    QString shortNote; ///< takes its place beside the axis where the height is needed for rows
    std::vector<TimingRow> measured;
    std::vector<ModelledRow> modelled;
};

struct TimingLayout
{
    QRectF plot;     ///< of the measured runs
    QRectF modelled; ///< text below or beside; null when nothing is modelled
    bool showsNote = true;
    bool beside = false;          ///< the modelled text is a column at the right, where there is room
    bool twoLines = false;        ///< a row says its rows and its range as well
    bool logarithmic = false;     ///< when medians differ more than tenfold
    double low = 0.0, high = 1.0; ///< seconds
    double rowHeight = 0.0;
    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double yOf(std::size_t row) const; ///< centre
};

/// What a row is called: a simulation says so in place of what brackets its lane's title has.
[[nodiscard]] QString timingRowName(const TimingRow& row);
/// A device's numbers as phrases with their origin, the most wanted first: "device time 12.1 ms".
[[nodiscard]] QStringList devicePhrases(const std::vector<Quantity>& quantities);

/// Measured runs as dots, median as the lane's mark, P10–P90 as a whisker, one row a lane, labels beside
/// them.
class TimingFigure : public Figure
{
public:
    explicit TimingFigure(TimingSpec spec);

    [[nodiscard]] const TimingSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] TimingLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    TimingSpec m_spec;
};

} // namespace mixlens::ui
