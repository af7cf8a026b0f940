#include "core/kernels/kernels.h"
#include "core/mixing/attention_heads.h"
#include "core/mixing/attention_tiles.h"
#include "core/mixing/mixer_registry.h"
#include "tests/support/golden.h"
#include "tests/support/reference.h"

#include <QTest>

#include <numeric>

using namespace mixlens;
using reference::randomMatrix;
using reference::Table;

namespace {

using Mask = std::vector<std::uint8_t>;

struct Attended
{
    Table weights;
    Table context;
    std::vector<double> logSums;
    double largestScore = 0.0;
};

/// softmax(scale Q Kᵀ) V of one head in double precision; a mask of nothing but padding hides nothing.
Attended attended(ConstMatrixView query, ConstMatrixView key, ConstMatrixView value, const Mask& mask,
                  double scale)
{
    Table scores(query.rows(), key.rows());
    Attended result{scores, {query.rows(), value.cols()}, {}};
    const bool hides = std::ranges::count(mask, 1) > 0;
    for (Index i = 0; i < scores.rows; ++i) {
        double largest = -std::numeric_limits<double>::infinity();
        for (Index j = 0; j < scores.cols; ++j) {
            for (Index c = 0; c < query.cols(); ++c)
                scores(i, j) += scale * static_cast<double>(query(i, c)) * static_cast<double>(key(j, c));
            result.largestScore = std::max(result.largestScore, std::abs(scores(i, j)));
            if (!mask.empty() && !mask[static_cast<std::size_t>(j)])
                scores(i, j) = hides ? -std::numeric_limits<double>::infinity() : 0.0;
            largest = std::max(largest, scores(i, j));
        }
        double sum = 0.0;
        for (Index j = 0; j < scores.cols; ++j)
            sum += std::exp(scores(i, j) - largest);
        result.logSums.push_back(largest + std::log(sum));
    }
    result.weights = reference::softmaxRows(scores);
    result.context = reference::multiply(result.weights, Table(value));
    return result;
}

/// Every third key, the whole first block of keys and a stretch across the border of two are padding.
Mask holes(Index tokens)
{
    Mask mask(static_cast<std::size_t>(tokens), 1);
    for (Index j = 0; j < tokens; ++j)
        if (j % 3 == 1 || (j < 64 && tokens > 64) || (j > 120 && j < 140))
            mask[static_cast<std::size_t>(j)] = 0;
    mask.back() = 1;
    return mask;
}

const KernelTable& tableNamed(const QByteArray& name)
{
    for (const KernelTable* table : kernelTables())
        if (name == table->name)
            return *table;
    qFatal("no such table");
}

Index roundedUp(Index count, Index step)
{
    return (count + step - 1) / step * step;
}

/// One head amid others, as the kernel meets it.
struct HeadRun
{
    Matrix query, key, value, context;
    std::vector<float> logSums;
    Index first = 0; ///< column of the head
    Index width = 0;

    HeadRun(Index queries, Index keys, Index headWidth, float size)
        : query(randomMatrix(queries, headWidth + 5, 1)), key(randomMatrix(keys, headWidth + 5, 2)),
          value(randomMatrix(keys, headWidth + 5, 3)), context(queries, headWidth + 5),
          logSums(static_cast<std::size_t>(queries)), first(3), width(headWidth)
    {
        for (float& entry : query.values())
            entry *= size;
        for (float& entry : context.values())
            entry = 5.0F;
    }

    template<class View>
    [[nodiscard]] auto head(View view) const
    {
        return view.middleCols(first, width);
    }

    /// Runs the kernel; false if it wrote past the scratch memory it asks for.
    [[nodiscard]] bool run(const KernelTable& table, const Mask& mask, float scale, Index keyBlock)
    {
        const auto block = [](auto view) {
            return Block<std::remove_reference_t<decltype(*view.data())>>{view.data(), view.rows(),
                                                                          view.cols(), view.stride()};
        };
        const Index padded = roundedUp(width, attentionTile);
        const Index floats = roundedUp(query.rows(), attentionPanel) * (width + padded + 2) +
                             keyBlock * (padded + attentionPanel);
        constexpr Index guard = 64;
        Matrix scratch(1, floats + guard);
        for (float& entry : scratch.values())
            entry = std::numeric_limits<float>::quiet_NaN();
        std::ranges::fill(scratch.values().last(guard), 7.0F);
        table.attend({.query = block(head(std::as_const(query).view())),
                      .key = block(head(std::as_const(key).view())),
                      .value = block(head(std::as_const(value).view())),
                      .mask = mask.empty() ? nullptr : mask.data(),
                      .scale = scale,
                      .context = block(head(context.view())),
                      .logSumExp = logSums.data(),
                      .scratch = scratch.view().data(),
                      .keyBlock = keyBlock});
        return std::ranges::count(scratch.values().last(guard), 7.0F) == guard;
    }
};

} // namespace

class TestAttentionStreaming : public QObject
{
    Q_OBJECT

    static void eachTable()
    {
        QTest::addColumn<QByteArray>("table");
        for (const KernelTable* table : kernelTables())
            QTest::newRow(table->name) << QByteArray(table->name);
    }

    static void compare(const KernelTable& table, HeadRun run, const Mask& mask, float scale, Index keyBlock)
    {
        const Attended expected = attended(run.head(run.query.view()), run.head(run.key.view()),
                                           run.head(run.value.view()), mask, static_cast<double>(scale));
        QVERIFY(run.run(table, mask, scale, keyBlock));
        // A score errs by some eps of itself, a weight by as much of itself: contexts are means of values
        // < 5.
        const double scoreError = 4e-7 * (1.0 + expected.largestScore);
        QCOMPARE_LE(reference::worstDifference(run.head(run.context.view()), expected.context),
                    5.0 * (1e-6 + scoreError));
        const bool uniform = !mask.empty() && std::ranges::count(mask, 1) == 0;
        for (std::size_t i = 0; i < run.logSums.size() && !uniform; ++i)
            QCOMPARE_LE(std::abs(static_cast<double>(run.logSums[i]) - expected.logSums[i]),
                        1e-6 * (1.0 + std::abs(expected.logSums[i])) + scoreError);
        for (Index row = 0; row < run.context.rows(); ++row)
            for (const Index col : {Index{0}, run.first - 1, run.first + run.width, run.context.cols() - 1})
                QCOMPARE(run.context(row, col), 5.0F); // the neighbours' columns
    }

private slots:
    void theKernelEqualsTheDefinition_data() { eachTable(); }
    void theKernelEqualsTheDefinition()
    {
        QFETCH(QByteArray, table);
        const Index cases[][3] = {{1, 1, 1},    {2, 2, 3},    {3, 7, 5},     {4, 12, 8},
                                  {5, 13, 16},  {12, 47, 64}, {16, 48, 7},   {17, 49, 9},
                                  {24, 63, 2},  {25, 64, 31}, {47, 65, 33},  {48, 97, 64},
                                  {49, 131, 8}, {96, 192, 6}, {97, 257, 24}, {131, 131, 3}};
        for (const auto& [queries, keys, width] : cases)
            for (const Index keyBlock : {8, 64})
                compare(tableNamed(table), HeadRun(queries, keys, width, 1.0F), {}, 0.7F, keyBlock);
    }

    void paddingIsHiddenWhereverItIs_data() { eachTable(); }
    void paddingIsHiddenWhereverItIs()
    {
        QFETCH(QByteArray, table);
        for (const Index keys : {2, 5, 64, 65, 129, 200})
            compare(tableNamed(table), HeadRun(19, keys, 12, 1.0F), holes(keys), 0.5F, 64);
    }

    void nothingButPaddingIsAttendedUniformly_data() { eachTable(); }
    void nothingButPaddingIsAttendedUniformly()
    {
        QFETCH(QByteArray, table);
        for (const Index keys : {1, 7, 64, 150})
            compare(tableNamed(table), HeadRun(10, keys, 6, 1.0F), Mask(static_cast<std::size_t>(keys), 0),
                    0.5F, 64);
    }

    void largeScoresDoNotOverflow_data() { eachTable(); }
    void largeScoresDoNotOverflow()
    {
        QFETCH(QByteArray, table);
        HeadRun run(30, 140, 16, 3000.0F);
        const Attended expected = attended(run.head(run.query.view()), run.head(run.key.view()),
                                           run.head(run.value.view()), {}, 1.0);
        QVERIFY(expected.largestScore > 1e4);
        compare(tableNamed(table), std::move(run), {}, 1.0F, 64);
    }

    void theTapeBeyondDenseAttentionIsWhatThePassComputed_data()
    {
        QTest::addColumn<QString>("mixer");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("padding"); ///< 0: no mask, 1: holes, 2: nothing else
        for (const char* mixer : {"attention", "attention-article"})
            for (int padding = 0; padding < 3; ++padding)
                QTest::addRow("%s, padding %d", mixer, padding)
                    << QString::fromLatin1(mixer) << (QByteArray(mixer) == "attention" ? 3 : 1) << padding;
    }

    void theTapeBeyondDenseAttentionIsWhatThePassComputed()
    {
        QFETCH(QString, mixer);
        QFETCH(int, heads);
        QFETCH(int, padding);
        const Index tokens = denseAttentionTokens + 3;
        const Index width = 24 / heads;
        MixerSetup setup;
        setup.hidden = 24;
        setup.heads = heads;
        const auto attention = makeMixer(mixer.toStdString(), setup).value();
        const Mask mask = padding == 0   ? Mask()
                          : padding == 1 ? holes(tokens)
                                         : Mask(static_cast<std::size_t>(tokens), 0);
        const Matrix x = randomMatrix(tokens, 24, 4);
        Matrix y(x.shape());
        MixWorkspace workspace;
        MixTape tape;
        attention->forward(x.view(), mask, y.view(), workspace, &tape);
        QVERIFY(!tape.find("attn"));
        const Matrix& context = tape.find("ctx") ? *tape.find("ctx") : y;
        for (Index head = 0; head < heads; ++head) {
            const auto part = [&](const Matrix& of) { return of.view().middleCols(head * width, width); };
            const Attended expected =
                attended(part(*tape.find("q")), part(*tape.find("k")), part(*tape.find("v")), mask,
                         1.0 / std::sqrt(static_cast<double>(width)));
            QCOMPARE_LE(reference::worstDifference(part(context), expected.context), 1e-5);
            QCOMPARE_LE(
                reference::worstDifference(attention->weights(tokens, head, tape)->view(), expected.weights),
                1e-6);
            for (Index i = 0; padding < 2 && i < tokens; ++i)
                QCOMPARE_LE(std::abs(static_cast<double>((*tape.find("lse"))(head, i)) -
                                     expected.logSums[static_cast<std::size_t>(i)]),
                            1e-5);
        }
    }

    void aTileIsThatPartOfTheWeights_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::newRow("stored") << 40;
        QTest::newRow("computed") << static_cast<int>(denseAttentionTokens) + 60;
    }

    void aTileIsThatPartOfTheWeights()
    {
        QFETCH(int, tokens);
        MixerSetup setup;
        setup.hidden = 32;
        setup.heads = 4;
        const auto attention = makeMixer("attention", setup).value();
        const Matrix x = randomMatrix(tokens, 32, 5);
        Matrix y(x.shape());
        MixWorkspace workspace;
        MixTape tape;
        attention->forward(x.view(), holes(tokens), y.view(), workspace, &tape);
        for (Index head = 0; head < 4; ++head) {
            const Table whole(attention->weights(tokens, head, tape)->view());
            for (const auto& [row, col, rows, cols] : {std::array<Index, 4>{0, 0, 1, 1},
                                                       {3, 5, 17, 30},
                                                       {tokens - 1, 0, 1, tokens},
                                                       {0, tokens - 2, tokens, 2},
                                                       {7, 7, 31, 1}}) {
                Matrix tile(rows, cols);
                QVERIFY(attention->weightTile(tokens, head, tape, row, col, tile.view()));
                Table expected(rows, cols);
                for (Index r = 0; r < rows; ++r)
                    for (Index c = 0; c < cols; ++c)
                        expected(r, c) = whole(row + r, col + c);
                QCOMPARE_LE(reference::worstDifference(tile.view(), expected), 1e-6);
            }
        }
        Matrix tile(2, 2);
        QVERIFY(!attention->weightTile(tokens + 1, 0, tape, 0, 0, tile.view()));
        QVERIFY(!attention->weightTile(tokens, 0, {}, 0, 0, tile.view()));
    }

    void influenceNeedsNoStoredWeights_data()
    {
        QTest::addColumn<QString>("mixer");
        QTest::newRow("heads") << QStringLiteral("attention");
        QTest::newRow("article") << QStringLiteral("attention-article");
    }

    void influenceNeedsNoStoredWeights()
    {
        QFETCH(QString, mixer);
        const Index tokens = denseAttentionTokens + 5;
        MixerSetup setup;
        setup.hidden = 8;
        setup.heads = mixer == QStringLiteral("attention") ? 2 : 1;
        const auto attention = makeMixer(mixer.toStdString(), setup).value();
        const Matrix x = randomMatrix(tokens, 8, 6);
        Matrix y(x.shape());
        MixWorkspace workspace;
        MixTape tape;
        attention->forward(x.view(), {}, y.view(), workspace, &tape);
        const Matrix influence = attention->influence(x.view(), {}, tape, {}).value();
        Matrix stored(setup.heads * tokens, tokens);
        for (Index head = 0; head < setup.heads; ++head) {
            const Matrix weights = attention->weights(tokens, head, tape).value();
            std::ranges::copy(weights.values(),
                              stored.view().middleRows(head * tokens, tokens).row(0).data());
        }
        std::erase_if(tape.saved, [](const SavedMatrix& saved) { return saved.name == "lse"; });
        tape.saved.push_back({"attn", std::move(stored)});
        const Table expected(attention->influence(x.view(), {}, tape, {}).value().view());
        QCOMPARE_LE(reference::worstDifference(influence.view(), expected),
                    1e-5 * reference::largestMagnitude(expected));
    }

    void workspaceIsWhatTheCostSaysAndLinear()
    {
        for (const char* id : {"attention", "attention-article"}) {
            MixerSetup setup;
            setup.hidden = 24;
            setup.heads = 3;
            const auto mixer = makeMixer(id, setup).value();
            for (const Index tokens :
                 {Index{1}, Index{50}, denseAttentionTokens, denseAttentionTokens + 1, Index{700}}) {
                const Matrix x = randomMatrix(tokens, 24, 7);
                Matrix y(x.shape());
                MixWorkspace workspace;
                mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
                QCOMPARE(static_cast<std::uint64_t>(workspace.bytes()), mixer->cost(x.shape()).workspace);
            }
            QVERIFY(mixer->cost({200'000, 24}).workspace < 2 * mixer->cost({100'000, 24}).workspace);
        }
    }

    void anEncoderOfLongTextsHoldsNothingQuadratic()
    {
        const auto loaded = loadModel(golden::folder() / "models/bert_mlm").value();
        constexpr Index tokens = 4096;
        EncoderConfig config = loaded.model->config();
        auto parameters = std::make_shared<ParameterStore>(loaded.model->parameters());
        config.positions = tokens;
        parameters->add("embeddings.position_embeddings.weight", randomMatrix(tokens, config.hidden, 8));
        const auto encoder = EncoderModel::make(config, parameters).value();
        EncoderInput input;
        for (Index i = 0; i < tokens; ++i)
            input.ids.push_back(static_cast<TokenId>(i % config.vocabulary));
        EncoderWorkspace workspace;
        const TraceOptions bare{.intermediates = false, .influence = false};
        const auto trace = encoder->encode(input, bare, workspace).value();
        const std::size_t held = workspace.mixing.bytes() + workspace.layers.bytes();
        QVERIFY(held < sizeof(float) * tokens * tokens / 2);
        QVERIFY(held <= encoder->traceBytes(tokens, bare));
        QVERIFY(encoder->traceBytes(tokens, {}) < sizeof(float) * tokens * tokens);
        QVERIFY(
            std::ranges::all_of(trace.output().values(), [](float value) { return std::isfinite(value); }));
    }
};

QTEST_APPLESS_MAIN(TestAttentionStreaming)
#include "tst_attention_streaming.moc"
