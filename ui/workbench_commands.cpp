#include "ui/workbench_commands.h"

#include <QCoreApplication>

#include <utility>

namespace mixlens::ui {

namespace {

QString name(const char* text)
{
    return QCoreApplication::translate("Workbench", text);
}

} // namespace

SentenceCommand::SentenceCommand(Apply apply, QString before, QString after, std::chrono::milliseconds when)
    : QUndoCommand(name("edit of the sentence")), m_apply(std::move(apply)), m_before(std::move(before)),
      m_after(std::move(after)), m_when(when)
{}

bool SentenceCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = static_cast<const SentenceCommand*>(other); // same id(), so same class
    if (next->m_when - m_when >= pause)
        return false;
    m_after = next->m_after;
    m_when = next->m_when;
    setObsolete(m_after == m_before);
    return true;
}

LanesCommand::LanesCommand(Apply apply, std::vector<Lane> before, std::vector<Lane> after)
    : QUndoCommand(name("change of lanes")), m_apply(std::move(apply)), m_before(std::move(before)),
      m_after(std::move(after))
{}

} // namespace mixlens::ui
