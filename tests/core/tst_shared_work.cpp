#include "core/base/task_pool.h"
#include "core/math/linear_algebra.h"
#include "core/math/shares.h"
#include "core/mixing/attention_heads.h"
#include "core/nn/layers.h"
#include "tests/support/golden.h"
#include "tests/support/reference.h"

#include <QTest>

#include <cstring>
#include <mutex>

using namespace mixlens;
using reference::randomMatrix;

namespace {

bool sameBits(const Matrix& a, const Matrix& b)
{
    return a.shape() == b.shape() &&
           std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()) == 0;
}

} // namespace

/// Whoever does the work, the numbers are the same to the last bit.
class TestSharedWork : public QObject
{
    Q_OBJECT

private slots:
    void sharesCoverEachItemOnceInWholeBlocks()
    {
        for (const int threads : {1, 2, 3, 8}) {
            TaskPool pool(threads);
            for (const Index count : {1, 15, 16, 17, 33, 100, 257}) {
                std::mutex guard;
                std::vector<int> times(static_cast<std::size_t>(count), 0);
                bool whole = true;
                inShares(&pool, count, 16, [&](Index first, Index size) {
                    const std::scoped_lock lock(guard);
                    whole = whole && first % 16 == 0 && size >= std::min<Index>(count, 16);
                    for (Index i = first; i < first + size; ++i)
                        ++times[static_cast<std::size_t>(i)];
                });
                QVERIFY(whole);
                QCOMPARE(std::ranges::count(times, 1), count);
            }
        }
    }

    void productsAreTheSameForAnyNumberOfThreads()
    {
        const Index shapes[][3] = {{1, 768, 768},  {5, 300, 500},  {33, 129, 257}, {64, 512, 96},
                                   {97, 200, 100}, {130, 64, 130}, {257, 768, 53}, {511, 48, 77}};
        for (const int threads : {2, 3, 5}) {
            TaskPool pool(threads);
            for (const auto& [rows, inner, cols] : shapes) {
                const Matrix a = randomMatrix(rows, inner, 1);
                const Matrix b = randomMatrix(inner, cols, 2);
                const Matrix weight = randomMatrix(cols, inner, 3);
                const Matrix bias = randomMatrix(1, cols, 4);
                Matrix alone(rows, cols);
                Matrix shared(rows, cols);
                multiply(a.view(), b.view(), alone.view());
                multiply(a.view(), b.view(), shared.view(), &pool);
                QVERIFY(sameBits(alone, shared));
                affine(a.view(), weight.view(), bias.view().row(0), alone.view());
                affine(a.view(), weight.view(), bias.view().row(0), shared.view(), &pool);
                QVERIFY(sameBits(alone, shared));
            }
        }
    }

    void normsAndActivationsAreTheSameForAnyNumberOfThreads()
    {
        TaskPool pool(3);
        const Matrix x = randomMatrix(301, 190, 5);
        const Matrix gain = randomMatrix(1, 190, 6);
        const Matrix offset = randomMatrix(1, 190, 7);
        Matrix alone(x.shape());
        Matrix shared(x.shape());
        layerNorm(x.view(), gain.view().row(0), offset.view().row(0), 1e-12F, alone.view());
        layerNorm(x.view(), gain.view().row(0), offset.view().row(0), 1e-12F, shared.view(), &pool);
        QVERIFY(sameBits(alone, shared));
        for (const Activation activation : {Activation::GeluErf, Activation::GeluTanh, Activation::Relu}) {
            alone = shared = x;
            activate(activation, alone.view());
            activate(activation, shared.view(), &pool);
            QVERIFY(sameBits(alone, shared));
        }
    }

    void attentionIsTheSameForAnyNumberOfThreads()
    {
        for (const char* id : {"attention", "attention-article"}) {
            MixerSetup setup;
            setup.hidden = 96;
            setup.heads = 4;
            const auto mixer = makeMixer(id, setup).value();
            for (const Index tokens : {Index{1}, Index{50}, denseAttentionTokens + 130}) {
                const Matrix x = randomMatrix(tokens, 96, 8);
                std::vector<std::uint8_t> mask(static_cast<std::size_t>(tokens), 1);
                mask.front() = 0;
                Matrix alone(x.shape());
                MixWorkspace workspace;
                MixTape tape;
                mixer->forward(x.view(), mask, alone.view(), workspace, &tape);
                for (const int threads : {2, 5}) {
                    TaskPool pool(threads);
                    Matrix shared(x.shape());
                    MixWorkspace sharedWorkspace;
                    sharedWorkspace.useThreads(&pool);
                    MixTape sharedTape;
                    mixer->forward(x.view(), mask, shared.view(), sharedWorkspace, &sharedTape);
                    QVERIFY(sameBits(alone, shared));
                    for (const SavedMatrix& saved : tape.saved)
                        QVERIFY2(sameBits(saved.value, *sharedTape.find(saved.name)), saved.name.c_str());
                }
            }
        }
    }

    void anEncoderIsTheSameForAnyNumberOfThreads()
    {
        const auto loaded = loadModel(golden::folder() / "models/bert_mlm").value();
        EncoderInput input;
        for (Index i = 0; i < loaded.model->config().positions; ++i)
            input.ids.push_back(static_cast<TokenId>(i % loaded.model->config().vocabulary));
        EncoderWorkspace workspace;
        const auto alone = loaded.model->encode(input, {}, workspace).value();
        TaskPool pool(3);
        workspace.useThreads(&pool);
        for (int round = 0; round < 3; ++round) {
            const auto shared = loaded.model->encode(input, {}, workspace).value();
            for (std::size_t layer = 0; layer < alone.layers.size(); ++layer)
                QVERIFY(sameBits(alone.layers[layer].output, shared.layers[layer].output));
        }
    }
};

QTEST_APPLESS_MAIN(TestSharedWork)
#include "tst_shared_work.moc"
