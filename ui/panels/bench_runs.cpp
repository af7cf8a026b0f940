#include "ui/panels/bench_runs.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int keyRole = Qt::UserRole;

QString localTime(const std::string& started)
{
    const QDateTime time = QDateTime::fromString(QString::fromStdString(started), Qt::ISODate);
    return time.isValid() ? time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))
                          : QString::fromStdString(started);
}

QString nameOf(const std::string& title, const std::string& started, const std::string& machine)
{
    if (!title.empty())
        return QString::fromStdString(title);
    return BenchRuns::tr("%1, %2").arg(localTime(started), QString::fromStdString(machine));
}

QString stateOf(const SavedRun& run)
{
    if (!run.problem.empty())
        return BenchRuns::tr("cannot be read");
    if (run.complete)
        return BenchRuns::tr("%1 cells").arg(run.cells);
    return BenchRuns::tr("%1 of %2 cells").arg(run.cellsDone).arg(run.cells);
}

} // namespace

QString runName(const SavedRun& run)
{
    return run.problem.empty() ? nameOf(run.title, run.started, run.machine)
                               : QString::fromStdString(run.key);
}

QString runName(const BenchResult& result)
{
    return nameOf(result.title, result.started, result.environment.processor);
}

BenchRuns::BenchRuns(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_about(new QLabel(this)), m_title(new QLineEdit(this)),
      m_note(new QLineEdit(this)), m_show(new QPushButton(tr("Sho&w"), this)),
      m_compare(new QPushButton(this)), m_remove(new QPushButton(tr("Remove"), this)),
      m_restore(new QPushButton(tr("Put back"), this))
{
    m_list->setAccessibleName(tr("Saved runs"));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_title->setPlaceholderText(tr("a name for this run"));
    m_note->setPlaceholderText(tr("a note, kept in its file"));
    m_title->setAccessibleName(tr("Name of the run"));
    m_note->setAccessibleName(tr("Note of the run"));
    m_show->setToolTip(tr("Draw this run (Enter)"));
    m_remove->setToolTip(tr("Move this run's file to the folder \"removed\""));
    m_restore->setToolTip(tr("Put the run removed last back into the list"));
    auto* open = new QPushButton(tr("Open file…"), this);
    open->setToolTip(tr("Open a result file, from another machine for example; it may be dropped on the "
                        "page as well"));

    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_show, m_compare, m_remove, m_restore, open})
        buttons->addWidget(button);
    buttons->addStretch();
    auto* words = new QHBoxLayout; // one row: the charts above need the height
    const auto add = [this, words](const QString& name, QLineEdit* edit, int stretch) {
        auto* label = new QLabel(name, this);
        label->setBuddy(edit);
        words->addWidget(label);
        words->addWidget(edit, stretch);
    };
    add(tr("Na&me"), m_title, 2);
    add(tr("No&te"), m_note, 3);
    auto* right = new QVBoxLayout;
    right->setSpacing(3);
    right->addLayout(words);
    right->addWidget(m_about);
    right->addStretch();
    right->addLayout(buttons);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 2);
    row->addWidget(m_list, 2);
    row->addLayout(right, 3);

    connect(m_list, &QListWidget::currentItemChanged, this, &BenchRuns::showCurrent);
    connect(m_list, &QListWidget::itemActivated, this, [this] { m_show->click(); });
    connect(m_show, &QPushButton::clicked, this, [this] { emit showRequested(currentKey()); });
    connect(m_compare, &QPushButton::clicked, this,
            [this] { emit compareRequested(currentKey() == m_other ? std::string() : currentKey()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeRequested(currentKey()); });
    connect(m_restore, &QPushButton::clicked, this, &BenchRuns::restoreRequested);
    connect(open, &QPushButton::clicked, this, &BenchRuns::openFileRequested);
    for (QLineEdit* edit : {m_title, m_note})
        connect(edit, &QLineEdit::editingFinished, this, [this] {
            const SavedRun* run = current();
            if (run != nullptr && run->problem.empty() &&
                (m_title->text().toStdString() != run->title || m_note->text().toStdString() != run->note))
                emit annotated(run->key, m_title->text(), m_note->text());
        });
    showCurrent();
}

void BenchRuns::setRuns(const std::vector<SavedRun>& runs, const std::string& shown, const std::string& other,
                        bool canRestore)
{
    const std::string before = currentKey();
    m_runs = runs;
    m_other = other;
    m_restore->setVisible(canRestore);
    {
        const QSignalBlocker silent(m_list);
        m_list->clear();
        int row = -1;
        for (const SavedRun& run : runs) {
            QString text = tr("%1: %2").arg(runName(run), stateOf(run));
            if (run.key == shown)
                text += tr(" · shown");
            if (run.key == other)
                text += tr(" · compared with");
            auto* item = new QListWidgetItem(text, m_list);
            item->setData(keyRole, QString::fromStdString(run.key));
            item->setToolTip(QString::fromStdString(run.problem.empty() ? run.note : run.problem));
            if (run.key == before || (row < 0 && run.key == shown))
                row = m_list->count() - 1;
        }
        m_list->setCurrentRow(row < 0 ? 0 : row);
    }
    showCurrent();
}

std::string BenchRuns::currentKey() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item != nullptr ? item->data(keyRole).toString().toStdString() : std::string();
}

const SavedRun* BenchRuns::current() const
{
    const auto found = std::ranges::find(m_runs, currentKey(), &SavedRun::key);
    return found == m_runs.end() ? nullptr : &*found;
}

void BenchRuns::showCurrent()
{
    const SavedRun* run = current();
    const bool good = run != nullptr && run->problem.empty();
    for (QWidget* widget : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_note),
                            static_cast<QWidget*>(m_show), static_cast<QWidget*>(m_compare)})
        widget->setEnabled(good);
    m_remove->setEnabled(run != nullptr);
    m_compare->setText(run != nullptr && run->key == m_other ? tr("Stop com&paring") : tr("Com&pare with"));
    if (!m_title->hasFocus() || !good)
        m_title->setText(good ? QString::fromStdString(run->title) : QString());
    if (!m_note->hasFocus() || !good)
        m_note->setText(good ? QString::fromStdString(run->note) : QString());
    if (run == nullptr)
        m_about->setText(tr("No run is saved yet: press Run above, or open a result file."));
    else if (!good)
        m_about->setText(QString::fromStdString(run->problem));
    else
        m_about->setText(tr("%1; %2").arg(QString::fromStdString(run->machine), stateOf(*run)));
}

} // namespace mixlens::ui
