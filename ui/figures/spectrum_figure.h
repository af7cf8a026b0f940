#pragma once

#include "core/analysis/spectrum.h"
#include "ui/figures/figure.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace mixlens::ui {

/// Spectrum along the tokens of one activation, as drawn.
struct SpectrumSpec
{
    QString title;
    QString note; ///< what was transformed: length, padding, window, normalisation
    std::shared_ptr<const TokenSpectrum> spectrum;
    std::optional<Index> unit; ///< a hidden unit to draw as a line of its own
    bool decibel = true;       ///< 20 log10 |X|, re 1
    LaneIdentity identity = LaneIdentity::Fourier;
};

/// Where things are inside a painted spectrum. Zero frequency has a cell and a scale of its own: it usually
/// dwarfs the rest.
struct SpectrumLayout
{
    QRectF zeroCell;
    QRectF plot;                          ///< k = 1 … N / 2; null for one token
    bool keyOnTitles = false;             ///< the key stands on the line of the axes' titles
    Index last = 0;                       ///< N / 2
    double low = 0.0, high = 1.0;         ///< range of the plot, in dB or linear
    double zeroLow = 0.0, zeroHigh = 1.0; ///< range of the zero-frequency cell
    bool decibel = true;

    [[nodiscard]] double xOf(Index k) const;
    /// Height of an amplitude; exact zeros and what lies below the floor stand on the floor.
    [[nodiscard]] double yOf(Index k, double amplitude) const;
    [[nodiscard]] double barWidth() const;
    [[nodiscard]] std::optional<Index> frequencyAt(QPointF point) const;
};

class SpectrumFigure : public Figure
{
public:
    static constexpr Index mostBars = 64; ///< beyond: lines and a filled envelope

    explicit SpectrumFigure(SpectrumSpec spec);

    [[nodiscard]] const SpectrumSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] SpectrumLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    SpectrumSpec m_spec;
};

/// What the two shades and the line are: "mean of 128 units", "largest", "unit 3".
[[nodiscard]] QStringList spectrumKey(const SpectrumSpec& spec);
/// "5.5 tokens" for N / k; "∞" for k = 0.
[[nodiscard]] QString periodText(Index tokens, Index k);
/// "k = 3 cycles per sequence, period 3.67 tokens, mean 12.1 dB (4.03), largest 20.1 dB (10.2)".
[[nodiscard]] QString spectrumReadOut(const SpectrumSpec& spec, Index k);

} // namespace mixlens::ui
