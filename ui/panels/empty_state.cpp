#include "ui/panels/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mixlens::ui {

EmptyState::EmptyState(const QString& sentence, const QString& action, QWidget* parent) : QWidget(parent)
{
    auto* text = new QLabel(sentence, this);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setMaximumWidth(60 * text->fontMetrics().averageCharWidth()); // a column that is easily read
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(text, 100);
    middle->addStretch(1);
    auto* button = new QPushButton(action, this);
    connect(button, &QPushButton::clicked, this, &EmptyState::triggered);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addStretch(2);
    column->addLayout(middle);
    column->addWidget(button, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

} // namespace mixlens::ui
