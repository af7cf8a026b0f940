#include "ui/workbench_private.h"

#include <algorithm>
#include <utility>

// How the workbench's answers are looked at: lens, layer, head, and which pair of tokens.
namespace mixlens::ui {

void Workbench::Private::clampView()
{
    std::size_t deepest = 0;
    for (const LaneState& state : states)
        if (state.analysis)
            deepest = std::max(deepest, state.analysis->trace.layers.size());
    if (deepest > 0 && view.layer >= deepest) {
        view.layer = deepest - 1;
        emit q.viewChanged();
    }
}

Lens Workbench::lens() const
{
    return d->view.lens;
}

void Workbench::setLens(Lens lens)
{
    if (std::exchange(d->view.lens, lens) != lens)
        emit viewChanged();
}

std::size_t Workbench::layer() const
{
    return d->view.layer;
}

void Workbench::setLayer(std::size_t layer)
{
    if (std::exchange(d->view.layer, layer) == layer)
        return;
    d->clampView();
    emit viewChanged();
}

std::optional<Index> Workbench::head() const
{
    return d->view.head;
}

void Workbench::setHead(std::optional<Index> head)
{
    if (std::exchange(d->view.head, head) != head)
        emit viewChanged();
}

bool Workbench::showsPadding() const
{
    return d->view.padding;
}

void Workbench::setShowsPadding(bool on)
{
    if (std::exchange(d->view.padding, on) != on)
        emit viewChanged();
}

bool Workbench::showsSpecialTokens() const
{
    return d->view.specialTokens;
}

void Workbench::setShowsSpecialTokens(bool on)
{
    if (std::exchange(d->view.specialTokens, on) != on)
        emit viewChanged();
}

LensOptions Workbench::lensOptions() const
{
    return d->view;
}

TokenPair Workbench::hovered() const
{
    return d->hovered;
}

void Workbench::setHovered(const TokenPair& pair)
{
    if (std::exchange(d->hovered, pair) != pair)
        emit selectionChanged();
}

TokenPair Workbench::locked() const
{
    return d->locked;
}

void Workbench::setLocked(const TokenPair& pair)
{
    if (std::exchange(d->locked, pair) != pair)
        emit selectionChanged();
}

TokenPair Workbench::shownPair() const
{
    return d->hovered == TokenPair{} ? d->locked : d->hovered;
}

} // namespace mixlens::ui
