#include "ui/engine/engine_client_private.h"

#include <utility>

// The optical bench's side of the door.

namespace mixlens::ui {

namespace {

/// guarded() speaks of sentences.
Error opticsError(const Error& error)
{
    if (error.code != Error::Code::OutOfMemory)
        return error;
    return {error.code, "There is not enough memory to simulate this device for this sentence; shorten the "
                        "sentence or choose the fast propagator."};
}

} // namespace

void EngineClient::Private::answerOptics(const OpticsRequest& request, const std::stop_token& stop,
                                         const std::stop_token& overtaken)
{
    const auto publish = [this](OpticsAnswerPtr answer) { deliverOptics(std::move(answer)); };
    const Result<void> answered =
        guarded([&] { return optics.answer(session, request, publish, stop, overtaken); });
    if (answered || answered.error().code == Error::Code::Cancelled)
        return;
    post([this, revision = request.revision, error = opticsError(answered.error())] {
        if (revision == newestOptics)
            emit client.opticsFailed(revision, error);
    });
}

void EngineClient::Private::deliverOptics(OpticsAnswerPtr letter)
{
    if (!opticsAnswers.put(std::move(letter)))
        return; // the reader is on its way and will find the newer letter
    post([this] {
        if (const auto latest = opticsAnswers.take())
            emit client.opticsReady(*latest);
    });
}

std::uint64_t EngineClient::requestOptics(OpticsRequest request)
{
    const std::uint64_t revision = ++d->newestOptics;
    request.revision = revision;
    d->opticsOvertaken.request_stop();
    d->opticsOvertaken = std::stop_source();
    d->worker.ask([p = d.get(), request = std::move(request), overtaken = d->opticsOvertaken.get_token()](
                      const std::stop_token& stop) { p->answerOptics(request, stop, overtaken); },
                  Worker::Topic::Optics);
    return revision;
}

} // namespace mixlens::ui
