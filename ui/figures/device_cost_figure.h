#pragma once

#include "core/optics/cost_model.h"
#include "core/optics/reference_costs.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace mixlens::ui {

enum class CostKind { Time, Energy };

struct DeviceCostRow
{
    QString name;
    optics::DeviceCost cost;
};

struct DeviceCostSpec
{
    QString title;
    QString note;
    Shape input; ///< of the transform
    std::vector<DeviceCostRow> devices;
    std::vector<optics::ReferenceCost> references; ///< rows without items, below the devices
    std::optional<std::size_t> selected;           ///< of `devices`
};

struct CostPart
{
    QString name; ///< "others" for those below a fiftieth
    double value = 0.0;
    double share = 0.0;
};

struct CostBar
{
    QString name;
    QString origin; ///< "modelled", "cited"
    std::vector<CostPart> parts;
    double total = 0.0, least = 0.0, most = 0.0; ///< seconds or joules; least = most: no band
    double light = 0.0;                          ///< of the total, what the light itself takes
    QString problem;                             ///< why no such device can be built as asked
    bool reference = false;
};

struct DeviceCostLayout
{
    QString note;
    PlotFrame shares; ///< x: share of the total, linear
    PlotFrame totals; ///< x: total, logarithmic; null rect where there is no room
    double rowHeight = 0.0;
    double nameLeft = 0.0;
    QRectF values;   ///< totals in words
    QRectF keys;     ///< below the plots
    QStringList key; ///< parts that some bar has no room to name: it shows their numbers
    [[nodiscard]] bool namesFit() const noexcept { return rowHeight >= 11.0; } ///< words inside bars
    [[nodiscard]] QRectF barOf(std::size_t row, double from, double to) const;
    [[nodiscard]] double yOf(std::size_t row) const; ///< centre
};

/// What one transform costs on each device: a bar of items whose lengths are shares of the total (so that
/// they can be compared), and beside it the total on a logarithmic axis, as a hollow mark.
class DeviceCostFigure : public Figure
{
public:
    DeviceCostFigure(CostKind kind, DeviceCostSpec spec);

    [[nodiscard]] CostKind kind() const noexcept { return m_kind; }
    [[nodiscard]] const DeviceCostSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<CostBar>& bars() const noexcept { return m_bars; }
    /// Names of all parts, in the order of the light, "others" last: their index is their shade and, from 1
    /// on, their number.
    [[nodiscard]] const QStringList& partNames() const noexcept { return m_partNames; }
    [[nodiscard]] QString partKey(qsizetype part) const; ///< "3 digital to analogue"
    [[nodiscard]] DeviceCostLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    CostKind m_kind;
    DeviceCostSpec m_spec;
    std::vector<CostBar> m_bars;
    QStringList m_partNames;
};

class DeviceTimeFigure : public DeviceCostFigure
{
public:
    explicit DeviceTimeFigure(DeviceCostSpec spec) : DeviceCostFigure(CostKind::Time, std::move(spec)) {}
};

class DeviceEnergyFigure : public DeviceCostFigure
{
public:
    explicit DeviceEnergyFigure(DeviceCostSpec spec) : DeviceCostFigure(CostKind::Energy, std::move(spec)) {}
};

} // namespace mixlens::ui
