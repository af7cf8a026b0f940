#include "core/mixing/mixer_registry.h"
#include "tests/support/reference.h"

#include <QTest>

#include <atomic>
#include <cerrno>
#include <cstdlib>

// Every allocation of the process passes through these, whether from operator new, Eigen or FFTW. Sanitizers
// bring their own allocator, so there the test only runs the mixers.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool counting = false;
static std::atomic<long> allocations{0};
#else
constexpr bool counting = true;
static std::atomic<long> allocations{0};

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size)
{
    ++allocations;
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size)
{
    ++allocations;
    return __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size)
{
    ++allocations;
    return __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    ++allocations;
    return __libc_memalign(alignment, size);
}

void* memalign(std::size_t alignment, std::size_t size) // FFTW's own
{
    ++allocations;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** result, std::size_t alignment, std::size_t size)
{
    ++allocations;
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : ENOMEM;
}
}
#endif

using namespace mixlens;

class TestAllocations : public QObject
{
    Q_OBJECT

private slots:
    void allocationsAreCounted()
    {
        if (!counting)
            return;
        const long before = allocations;
        const Matrix x(4, 4);
        QVERIFY(allocations > before);
    }

    void aWarmForwardNeverAllocates_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("hidden");
        for (const MixerInfo& info : mixers())
            for (const auto& [tokens, hidden] :
                 {std::pair(1, 8), std::pair(11, 64), std::pair(64, 128), std::pair(130, 256)}) {
                if (info.id == "dft-definition" && tokens > 20)
                    continue; // its direct sums would take seconds
                QTest::addRow("%.*s %dx%d", static_cast<int>(info.id.size()), info.id.data(), tokens, hidden)
                    << QByteArray(info.id.data(), static_cast<qsizetype>(info.id.size())) << tokens << hidden;
            }
        // Ours borrows nothing for large prime factors either, as FFTW does.
        for (const auto& [tokens, hidden] : {std::pair(1, 1), std::pair(13, 61), std::pair(131, 128),
                                             std::pair(64, 139), std::pair(521, 509), std::pair(1100, 20)})
            QTest::addRow("fourier %dx%d", tokens, hidden) << QByteArray("fourier") << tokens << hidden;
    }

    void aWarmForwardNeverAllocates()
    {
        QFETCH(QByteArray, id);
        QFETCH(int, tokens);
        QFETCH(int, hidden);
        MixerSetup setup;
        setup.hidden = hidden;
        setup.heads = hidden % 4 == 0 ? 4 : 1;
        setup.maxTokens = tokens;
        const auto mixer = makeMixer(id.toStdString(), setup).value();
        const Matrix x = reference::randomMatrix(tokens, hidden, 1);
        Matrix y(x.shape());
        const std::vector<std::uint8_t> mask(static_cast<std::size_t>(tokens), 1);
        MixWorkspace workspace;
        mixer->forward(x.view(), mask, y.view(), workspace, nullptr);
        const Matrix first = y;
        const long before = allocations;
        mixer->forward(x.view(), mask, y.view(), workspace, nullptr);
        const long after = allocations;
        if (counting)
            QCOMPARE(after - before, 0L);
        QCOMPARE(reference::worstDifference(y.view(), reference::Table(first.view())), 0.0);
    }

    void aWarmForwardSharedAmongThreadsNeverAllocates()
    {
        TaskPool pool(2);
        for (const char* id : {"attention", "attention-article"}) {
            for (const auto& [tokens, hidden] :
                 {std::pair(64, 128), std::pair(300, 128), std::pair(513, 256)}) {
                MixerSetup setup;
                setup.hidden = hidden;
                setup.heads = 4;
                const auto mixer = makeMixer(id, setup).value();
                const Matrix x = reference::randomMatrix(tokens, hidden, 1);
                Matrix y(x.shape());
                MixWorkspace workspace;
                workspace.useThreads(&pool);
                mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
                const long before = allocations;
                mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
                const long after = allocations;
                if (counting)
                    QCOMPARE(after - before, 0L);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestAllocations)
#include "tst_allocations.moc"
