#include "ui/panels/bench_warnings.h"

#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr std::size_t mostShown = 6; ///< lines; a window has other things to show

} // namespace

BenchWarnings::BenchWarnings(QWidget* parent)
    : QFrame(parent), m_text(new QLabel(this)), m_more(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_more->setAutoRaise(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 1, 0, 1);
    row->setSpacing(4);
    row->addWidget(m_text, 1);
    row->addWidget(m_more, 0, Qt::AlignTop);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_all = !m_all;
        refresh();
    });
    hide();
}

void BenchWarnings::setWarnings(const std::vector<BenchWarning>& warnings)
{
    if (warnings == m_warnings)
        return;
    m_warnings = warnings;
    // What is true of the whole run first: it colours everything else.
    std::ranges::stable_partition(m_warnings, [](const BenchWarning& one) { return one.backend.empty(); });
    refresh();
}

QString BenchWarnings::text() const
{
    return m_text->text();
}

void BenchWarnings::refresh()
{
    const std::size_t count = m_warnings.size();
    QStringList lines;
    for (std::size_t at = 0; at < std::min(count, m_all ? mostShown : 1); ++at)
        lines.push_back(QString::fromStdString(m_warnings[at].sentence));
    if (m_all && count > mostShown)
        lines.push_back(
            tr("and %1 more of the same kinds; the exported run has them all.").arg(count - mostShown));
    m_text->setText(lines.join(u'\n'));
    setAccessibleName(m_text->text());
    m_more->setVisible(count > 1);
    m_more->setText(m_all ? tr("Fewer") : tr("%1 more").arg(count > 0 ? count - 1 : 0));
    setVisible(count > 0);
}

void BenchWarnings::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.fillRect(QRect(0, 2, 3, height() - 4), themeFor(palette()).warning);
}

} // namespace mixlens::ui
