#include "ui/workspaces/bench_controls.h"

#include "core/bench/environment.h"
#include "ui/workspaces/bench_backends.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

/// "8, 16, 32": how lengths are read back.
QString lengthsText(const std::vector<Index>& lengths)
{
    QStringList words;
    for (const Index length : lengths)
        words.push_back(QString::number(length));
    return words.join(QStringLiteral(", "));
}

QSpinBox* number(QWidget* parent, int least, int most, int value, const QString& tip)
{
    auto* box = new QSpinBox(parent);
    box->setRange(least, most);
    box->setValue(value);
    box->setToolTip(tip);
    box->setKeyboardTracking(false); // a half-typed number is not a wish
    return box;
}

} // namespace

BenchControls::BenchControls(const QStringList& models, QWidget* parent)
    : QWidget(parent), m_what(new QWidget(this)), m_how(new QWidget(this)), m_second(new QHBoxLayout),
      m_level(new QComboBox(m_what)), m_backendButton(new QToolButton(m_what)),
      m_backends(new BenchBackends(this)), m_lengths(new QComboBox(m_what)), m_model(new QComboBox(m_how))
{
    m_level->addItems({tr("mixing sub-layer"), tr("encoder block"), tr("whole model")});
    m_level->setToolTip(tr("What one timed call is: the mixing alone, a block with its feed-forward part, "
                           "or a model from tokens to hidden states."));
    m_backendButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_backendButton->setMinimumWidth(180);
    m_backendButton->setFocusPolicy(Qt::StrongFocus);
    m_lengths->setEditable(true);
    m_lengths->addItems({QStringLiteral("8..4096"), QStringLiteral("8..1024"), QStringLiteral("64..2048*1.5"),
                         QStringLiteral("97, 128, 251, 256, 509, 512, 1021, 1024")});
    m_lengths->setMinimumWidth(150);
    m_lengths->setToolTip(tr("Tokens: 8..4096 doubles from 8 to 4096, 64..2048*1.5 grows by half, and a "
                             "list like 97, 128, 251 is taken as it is."));
    m_model->addItems(models);
    const int cores = std::max(1, environment().cores);
    m_width = number(m_how, 1, 16384, 256, tr("Hidden size d: numbers a token."));
    m_heads = number(m_how, 1, 256, 4, tr("Attention heads; the width must be a multiple of it."));
    m_batch = number(m_how, 1, 1024, 1, tr("Sequences one after the other in one timed call."));
    m_threads =
        number(m_how, 1, cores, 1, tr("Threads that share one call; this machine has %1.").arg(cores));
    m_rounds = number(m_how, 1, 1001, 21,
                      tr("Samples of each cell. Medians of 21 have 95 % intervals that leave out a few "
                         "disturbed rounds; 6 are the fewest with any."));

    auto* what = new QHBoxLayout(m_what);
    auto* how = new QHBoxLayout(m_how);
    for (QHBoxLayout* row : {what, how})
        row->setContentsMargins(0, 0, 0, 0);
    const auto add = [](QHBoxLayout* row, const QString& name, QWidget* control) {
        auto* label = new QLabel(name, row->parentWidget());
        label->setBuddy(control);
        QString plain = name;
        control->setAccessibleName(plain.remove(u'&'));
        row->addWidget(label);
        row->addWidget(control);
        row->addSpacing(6);
        return label;
    };
    add(what, tr("&Measure"), m_level);
    add(what, tr("&Backends"), m_backendButton);
    add(what, tr("&Lengths"), m_lengths);
    what->addStretch();
    m_modelLabel = add(how, tr("M&odel"), m_model);
    m_widthLabel = add(how, tr("&Width"), m_width);
    m_headsLabel = add(how, tr("&Heads"), m_heads);
    add(how, tr("Bat&ch"), m_batch);
    add(how, tr("&Threads"), m_threads);
    add(how, tr("Roun&ds"), m_rounds);
    m_second->setSpacing(6);
    m_second->addWidget(m_how);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_what);
    layout->addLayout(m_second);
    setGrid(defaultGrid());

    const auto changed = [this] {
        refresh();
        emit gridChanged();
    };
    for (QComboBox* box : {m_level, m_model})
        connect(box, &QComboBox::currentIndexChanged, this, changed);
    connect(m_lengths, &QComboBox::editTextChanged, this, changed);
    for (QSpinBox* box : {m_width, m_heads, m_batch, m_threads, m_rounds})
        connect(box, &QSpinBox::valueChanged, this, changed);
    connect(m_backends, &BenchBackends::chosenChanged, this, changed);
    connect(m_backendButton, &QToolButton::clicked, this, &BenchControls::openBackends);
}

BenchGrid BenchControls::defaultGrid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier", "optical"};
    grid.lengths = {8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};
    return grid;
}

Result<BenchGrid> BenchControls::grid() const
{
    BenchGrid grid;
    grid.level = static_cast<BenchLevel>(m_level->currentIndex());
    grid.backends = m_backends->chosen();
    auto lengths = readLengths(m_lengths->currentText().toStdString());
    if (!lengths)
        return tl::unexpected(lengths.error());
    grid.lengths = std::move(*lengths);
    grid.width = m_width->value();
    grid.heads = m_heads->value();
    if (grid.level == BenchLevel::Model)
        grid.model = m_model->currentText().toStdString();
    grid.batch = m_batch->value();
    grid.threads = m_threads->value();
    grid.rounds = m_rounds->value();
    if (auto possible = checkGrid(grid); !possible)
        return tl::unexpected(possible.error());
    return grid;
}

void BenchControls::setGrid(const BenchGrid& grid)
{
    {
        const QSignalBlocker silent(this); // one signal for all of it
        m_level->setCurrentIndex(static_cast<int>(grid.level));
        m_backends->choose(grid.backends);
        if (grid.lengths == defaultGrid().lengths)
            m_lengths->setEditText(m_lengths->itemText(0));
        else
            m_lengths->setEditText(lengthsText(grid.lengths));
        if (!grid.model.empty())
            m_model->setCurrentText(QString::fromStdString(grid.model));
        m_width->setValue(static_cast<int>(grid.width));
        m_heads->setValue(static_cast<int>(grid.heads));
        m_batch->setValue(static_cast<int>(grid.batch));
        m_threads->setValue(grid.threads);
        m_rounds->setValue(grid.rounds);
    }
    refresh();
    emit gridChanged();
}

void BenchControls::setLocked(bool locked)
{
    m_what->setEnabled(!locked);
    m_how->setEnabled(!locked);
}

bool BenchControls::isLocked() const
{
    return !m_what->isEnabled();
}

void BenchControls::joinSecondRow(QWidget* widget)
{
    m_second->addWidget(widget, 1);
}

void BenchControls::refresh()
{
    const auto level = static_cast<BenchLevel>(m_level->currentIndex());
    const bool model = level == BenchLevel::Model;
    m_backends->setLevel(level);
    const QString chosen = m_backends->summary();
    m_backendButton->setText(chosen + QStringLiteral("  ▾"));
    m_backendButton->setAccessibleDescription(chosen);
    m_backendButton->setToolTip(tr("The mixers that are measured: %1. Press to choose.").arg(chosen));
    // A model has its own width and heads.
    for (QWidget* widget : {static_cast<QWidget*>(m_modelLabel), static_cast<QWidget*>(m_model)})
        widget->setVisible(model);
    for (QWidget* widget : {static_cast<QWidget*>(m_widthLabel), static_cast<QWidget*>(m_width),
                            static_cast<QWidget*>(m_headsLabel), static_cast<QWidget*>(m_heads)})
        widget->setVisible(!model);
}

void BenchControls::openBackends()
{
    m_backends->move(m_backendButton->mapToGlobal(QPoint(0, m_backendButton->height())));
    m_backends->show();
    m_backends->list()->setFocus();
}

} // namespace mixlens::ui
