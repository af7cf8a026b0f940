#pragma once

#include "ui/figures/figure.h"

#include <QPixmap>
#include <QWidget>

namespace mixlens::ui {

/// Shows a figure, scaled so that its text has the size of the application's. Right click or keys (Ctrl+T,
/// Ctrl+E, Ctrl+Shift+C): view as table, export, copy.
class FigureView : public QWidget
{
    Q_OBJECT

public:
    explicit FigureView(QWidget* parent = nullptr);

    void setFigure(FigurePtr figure);
    [[nodiscard]] FigurePtr figure() const { return m_figure; }
    /// One sentence and nothing else, e.g. why there is no figure. Empty: show the figure.
    void setMessage(const QString& message);
    /// Drawn dimmed: a newer result is on its way.
    void setStale(bool stale);

    void copyPicture() const; ///< image/png, image/svg+xml, text/csv and text/plain at once
    void copyValues() const;  ///< tab-separated, as spreadsheets take it

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    bool event(QEvent* event) override;

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    /// Device-independent pixels a point of the figure.
    [[nodiscard]] double scale() const;
    [[nodiscard]] QRectF figureArea() const; ///< in points
    [[nodiscard]] QPointF toFigure(QPointF pixel) const;
    void invalidate(); ///< the cached picture is drawn anew at the next paint
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    FigurePtr m_figure;
    QString m_message;
    bool m_stale = false;
    QPixmap m_cache;
};

} // namespace mixlens::ui
