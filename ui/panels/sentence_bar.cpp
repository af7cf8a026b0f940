#include "ui/panels/sentence_bar.h"

#include "ui/panels/samples.h"
#include "ui/style/number_text.h"
#include "ui/style/theme.h"
#include "ui/views/token_strip.h"
#include "ui/workbench.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QUndoStack>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int longestText = 1'000'000; ///< characters; beyond it the line edit itself would stutter

} // namespace

int wordCount(QStringView text)
{
    int words = 0;
    bool inside = false;
    for (const QChar c : text) {
        const bool space = c.isSpace();
        words += !space && !inside ? 1 : 0;
        inside = !space;
    }
    return words;
}

QString onOneLine(QString text)
{
    const auto breaks = [](QChar c) {
        return c == u'\n' || c == u'\r' || c == u'\t' || c == u'\v' || c == u'\f' ||
               c == QChar(QChar::LineSeparator) || c == QChar(QChar::ParagraphSeparator);
    };
    if (std::any_of(text.cbegin(), text.cend(), breaks))
        std::replace_if(text.begin(), text.end(), breaks, QChar(u' '));
    return text;
}

SentenceBar::SentenceBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_edit(new QLineEdit(this)), m_strip(new TokenStrip(this)),
      m_sentenceName(new QLabel(tr("Sentence"), this)), m_tokensName(new QLabel(tr("Tokens"), this)),
      m_count(new QLabel(this)), m_notice(new QLabel(this))
{
    m_edit->setMaxLength(longestText);
    m_edit->setPlaceholderText(tr("Type a sentence; [MASK] stands for a word to guess"));
    m_edit->setAccessibleName(tr("Sentence"));
    m_edit->setContextMenuPolicy(Qt::CustomContextMenu);
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_sentenceName->setBuddy(m_edit);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_notice->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 6);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_sentenceName, 0, 0);
    grid->addWidget(m_edit, 0, 1);
    grid->addWidget(m_count, 0, 2);
    grid->addWidget(makeSamplesButton(), 0, 3);
    grid->addWidget(m_tokensName, 1, 0);
    grid->addWidget(m_strip, 1, 1);
    grid->addWidget(m_notice, 1, 2, 1, 2);

    connect(m_edit, &QLineEdit::textEdited, this,
            [this](const QString& text) { m_workbench.setSentence(onOneLine(text)); });
    connect(m_edit, &QLineEdit::customContextMenuRequested, this, &SentenceBar::showContextMenu);
    connect(&workbench, &Workbench::sentenceChanged, this, &SentenceBar::showSentence);
    connect(&workbench, &Workbench::tokensChanged, this, [this](std::size_t lane) {
        if (lane == m_workbench.focusLane())
            showTokens();
    });
    connect(&workbench, &Workbench::focusLaneChanged, this, &SentenceBar::showTokens);
    connect(&workbench, &Workbench::lanesChanged, this, &SentenceBar::showTokens);
    connect(&workbench, &Workbench::selectionChanged, this,
            [this] { m_strip->setSelection(m_workbench.shownPair(), m_workbench.locked()); });
    connect(m_strip, &TokenStrip::tokenHovered, this, [this](std::optional<Index> row) {
        m_workbench.setHovered({row, row});
    });
    connect(m_strip, &TokenStrip::tokenPicked, this, [this](Index row) {
        const TokenPair pair{row, row};
        m_workbench.setLocked(m_workbench.locked() == pair ? TokenPair{} : pair);
    });
    connect(m_strip, &TokenStrip::selectionCleared, this, [this] {
        m_workbench.setHovered({});
        m_workbench.setLocked({});
    });
    showSentence(workbench.sentence());
    showTokens();
    applyColours();
}

SentenceBar::~SentenceBar()
{
    m_strip->disconnect(this); // it says so when it loses the focus, which it does while its parent goes
}

QToolButton* SentenceBar::makeSamplesButton()
{
    auto* button = new QToolButton(this);
    button->setText(tr("Samples"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    button->setToolTip(tr("Sentences that each show one thing"));
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    for (const Sample& sample : samples()) {
        QAction* action = menu->addAction(sample.name);
        action->setToolTip(sample.why);
        connect(action, &QAction::triggered, this, [this, text = sample.text] {
            m_workbench.setSentence(text);
            m_edit->setFocus();
        });
    }
    button->setMenu(menu);
    return button;
}

QString SentenceBar::countText() const
{
    return m_count->text();
}

QString SentenceBar::noticeText() const
{
    return m_notice->text();
}

void SentenceBar::insertMask()
{
    const QString text = m_edit->text();
    const int at = m_edit->hasSelectedText() ? m_edit->selectionStart() : m_edit->cursorPosition();
    const int after = m_edit->hasSelectedText() ? m_edit->selectionEnd() : at;
    QString mask = QStringLiteral("[MASK]");
    if (at > 0 && !text[at - 1].isSpace())
        mask.prepend(u' ');
    if (after >= text.size() || !text[after].isSpace())
        mask.append(u' ');
    const int cursor = at + static_cast<int>(mask.size());
    m_workbench.setSentence(text.left(at) + mask + text.mid(after));
    m_edit->setCursorPosition(cursor);
    m_edit->setFocus();
}

void SentenceBar::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void SentenceBar::showSentence(const QString& text)
{
    if (m_edit->text() == text)
        return;
    const int cursor = m_edit->cursorPosition();
    const bool wasAtEnd = cursor == m_edit->text().size();
    m_edit->setText(text);
    m_edit->setCursorPosition(wasAtEnd ? static_cast<int>(text.size()) : cursor);
}

void SentenceBar::showTokens()
{
    const TokensPtr tokens = m_workbench.tokens(m_workbench.focusLane());
    m_strip->setTokens(tokens);
    const int words = wordCount(m_workbench.sentence());
    QString count =
        (words == 1 ? tr("%1 word") : tr("%1 words")).arg(ui::countText(static_cast<qint64>(words)));
    QString notice;
    if (tokens) {
        const std::size_t kept = tokens->sequence.tokens.size();
        const std::size_t dropped = tokens->sequence.dropped;
        count += tr(" · %1 tokens").arg(ui::countText(static_cast<qint64>(kept + dropped)));
        if (dropped > 0)
            notice = tr("%1 of %2 tokens: this model has %1 positions")
                         .arg(ui::countText(static_cast<qint64>(kept)),
                              ui::countText(static_cast<qint64>(kept + dropped)));
    }
    m_count->setText(count);
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

void SentenceBar::showContextMenu(QPoint at)
{
    QMenu menu(this);
    menu.addAction(m_workbench.undoStack().createUndoAction(&menu));
    menu.addAction(m_workbench.undoStack().createRedoAction(&menu));
    menu.addSeparator();
    menu.addAction(tr("Cu&t"), m_edit, &QLineEdit::cut)->setEnabled(m_edit->hasSelectedText());
    menu.addAction(tr("&Copy"), m_edit, &QLineEdit::copy)->setEnabled(m_edit->hasSelectedText());
    menu.addAction(tr("&Paste"), m_edit, &QLineEdit::paste);
    menu.addSeparator();
    menu.addAction(tr("Insert [&MASK]"), this, &SentenceBar::insertMask);
    menu.addAction(tr("Select &all"), m_edit, &QLineEdit::selectAll);
    menu.exec(m_edit->mapToGlobal(at));
}

/// The line edit would keep undo for itself; let the window's action have it.
bool SentenceBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit &&
        (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress)) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool undo = key->matches(QKeySequence::Undo);
        if (undo || key->matches(QKeySequence::Redo)) {
            if (event->type() == QEvent::KeyPress)
                undo ? m_workbench.undoStack().undo() : m_workbench.undoStack().redo();
            else
                event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SentenceBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QWidget::changeEvent(event);
}

void SentenceBar::applyColours()
{
    const Theme& theme = themeFor(palette());
    const auto colour = [](QLabel* label, const QColor& ink) {
        QPalette own = label->palette();
        if (own.color(QPalette::WindowText) == ink)
            return;
        own.setColor(QPalette::WindowText, ink);
        label->setPalette(own);
    };
    for (QLabel* label : {m_sentenceName, m_tokensName, m_count})
        colour(label, theme.fadedInk);
    colour(m_notice, theme.warning);
}

} // namespace mixlens::ui
