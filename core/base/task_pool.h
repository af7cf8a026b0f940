#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

namespace mixlens {

/// A few threads that share the parts of one computation. The caller works too, so `threads` 1 starts none.
/// Between calls the others spin briefly and then sleep: a mixer calls run() several times in a row, and
/// waking a sleeping thread costs as long as a small transform. Who wakes when all parts are taken comes too
/// late and isn't waited for. One caller at a time.
class TaskPool
{
public:
    /// `threads` >= 1; more than maxThreads is cut to it.
    explicit TaskPool(int threads);
    ~TaskPool();
    TaskPool(const TaskPool&) = delete;
    TaskPool& operator=(const TaskPool&) = delete;

    static constexpr int maxThreads = 256;
    [[nodiscard]] int threads() const noexcept { return static_cast<int>(m_others.size()) + 1; }

    /// body(part, thread) for every part 0..parts - 1, each once, in no order; `thread` is 0..threads() - 1,
    /// never the same for two bodies at once, so that it may index scratch memory. Returns when all are done,
    /// and what they wrote is seen by the caller. `body` must not throw and must not call run(). Nothing is
    /// allocated.
    template<class Body>
    void run(std::ptrdiff_t parts, Body&& body)
    {
        using Plain = std::remove_reference_t<Body>;
        runParts(
            parts,
            [](void* context, std::ptrdiff_t part, int thread) {
                (*static_cast<Plain*>(context))(part, thread);
            },
            const_cast<std::remove_const_t<Plain>*>(&body));
    }

private:
    using Call = void (*)(void* context, std::ptrdiff_t part, int thread);
    void runParts(std::ptrdiff_t parts, Call call, void* context);
    void work(int thread);
    void serve(const std::stop_token& quit, int thread);
    /// Waits for another run() than `seen`, which becomes it; whether its parts may be worked on.
    bool join(std::uint32_t& seen);

    Call m_call = nullptr;
    void* m_context = nullptr;
    std::ptrdiff_t m_parts = 0;
    std::atomic<std::ptrdiff_t> m_next{0}; ///< first part that nobody has taken
    /// How many others have joined a run() (the low bits), whether they still may, and which run() it is:
    /// what sleepers wait for. One word, so that nobody joins what has just been closed.
    std::atomic<std::uint32_t> m_round{0};
    std::atomic<std::uint32_t> m_lastLeft{0}; ///< grows when the last one leaves: what the caller waits for
    std::vector<std::jthread> m_others;       // last: they use everything above
};

} // namespace mixlens
