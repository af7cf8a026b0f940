#include "core/mixing/mixer_registry.h"
#include "tests/support/reference.h"

#include <QTest>

#include <cstdlib>
#include <new>
#include <set>

using namespace mixlens;

namespace {

std::size_t allocations = 0;

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

MixerSetup setupFor(Shape shape)
{
    MixerSetup setup;
    setup.hidden = shape.cols;
    setup.maxTokens = shape.rows;
    return setup;
}

std::unique_ptr<TokenMixer> built(const MixerInfo& info, Shape shape)
{
    auto made = info.make(setupFor(shape));
    if (!made.has_value())
        qFatal("%s", made.error().message.c_str());
    return std::move(*made);
}

void addMixers()
{
    QTest::addColumn<const MixerInfo*>("info");
    for (const MixerInfo& info : mixers())
        QTest::addRow("%s", std::string(info.id).c_str()) << &info;
}

} // namespace

Q_DECLARE_METATYPE(const MixerInfo*)

// Counts what forward() takes from the heap, aligned or not.
void* operator new(std::size_t size)
{
    ++allocations;
    if (void* data = std::malloc(std::max<std::size_t>(size, 1)))
        return data;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    ++allocations;
    const auto step = static_cast<std::size_t>(alignment);
    if (void* data = std::aligned_alloc(step, std::max(step, (size + step - 1) / step * step)))
        return data;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size)
{
    return operator new(size);
}
void* operator new[](std::size_t size, std::align_val_t alignment)
{
    return operator new(size, alignment);
}
void operator delete(void* data) noexcept
{
    std::free(data);
}
void operator delete(void* data, std::size_t) noexcept
{
    std::free(data);
}
void operator delete(void* data, std::align_val_t) noexcept
{
    std::free(data);
}
void operator delete(void* data, std::size_t, std::align_val_t) noexcept
{
    std::free(data);
}
void operator delete[](void* data) noexcept
{
    std::free(data);
}
void operator delete[](void* data, std::size_t) noexcept
{
    std::free(data);
}
void operator delete[](void* data, std::align_val_t) noexcept
{
    std::free(data);
}
void operator delete[](void* data, std::size_t, std::align_val_t) noexcept
{
    std::free(data);
}

class TestMixerRegistry : public QObject
{
    Q_OBJECT

private slots:
    void mixersStandInTheOrderOfTheInterface()
    {
        const std::vector<std::string_view> expected{
            "attention",  "attention-article", "fourier", "fourier-folded", "fourier-real", "fourier-fftw",
            "dft-matrix", "dft-definition",    "optical", "fourier-noise",  "linear",       "random",
            "none"};
        std::vector<std::string_view> ids;
        for (const MixerInfo& info : mixers())
            ids.push_back(info.id);
        QVERIFY(ids == expected);
    }

    void everyRowIsFilledIn()
    {
        for (const MixerInfo& info : mixers()) {
            QVERIFY(!info.title.empty() && !info.formula.empty() && !info.source.empty() &&
                    info.make != nullptr);
            std::set<std::string_view> keys;
            for (const MixerSetting& setting : info.settings)
                QVERIFY(keys.insert(setting.key).second && !setting.fallback.empty() &&
                        !setting.meaning.empty());
        }
    }

    void theFirstOfTheFourierFamilyIsWhatModelFilesMean()
    {
        const auto first = std::ranges::find(mixers(), MixerFamily::Fourier, &MixerInfo::family);
        QCOMPARE(findMixer("fourier"), &*first);
    }

    void titlesAreDistinct()
    {
        std::set<std::string_view> titles;
        for (const MixerInfo& info : mixers())
            QVERIFY(titles.insert(info.title).second);
    }

    void lookingUpAllocatesNothing()
    {
        const MixerInfo* warm = findMixer("none");
        const std::size_t before = allocations;
        const MixerInfo* first = findMixer("optical");
        const MixerInfo* second = findMixer("fourier");
        const MixerInfo* none = findMixer("nothing of that name");
        QCOMPARE(allocations, before);
        QVERIFY(warm && first && second && !none);
    }

    void unknownMixersAreAnsweredWithTheKnownOnes()
    {
        QVERIFY(findMixer("wavelet") == nullptr);
        const auto made = makeMixer("wavelet", {});
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, Error::Code::NotFound);
        for (const MixerInfo& info : mixers())
            QVERIFY(text(made.error().message).contains(text(info.id)));
    }

    void unknownSettingsAreRefused_data() { addMixers(); }
    void unknownSettingsAreRefused()
    {
        QFETCH(const MixerInfo*, info);
        MixerSetup setup = setupFor({8, 8});
        setup.settings["no_such_knob"] = "1";
        const auto made = makeMixer(info->id, setup);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, Error::Code::Usage);
        QVERIFY(text(made.error().message).contains("no_such_knob"));
        for (const MixerSetting& setting : info->settings)
            QVERIFY(text(made.error().message).contains(text(setting.key)));
    }

    void senselessValuesAreRefused_data() { addMixers(); }
    void senselessValuesAreRefused()
    {
        QFETCH(const MixerInfo*, info);
        for (const MixerSetting& setting : info->settings) {
            for (const char* value : {"", "plenty", "nan", "3 4"}) {
                MixerSetup setup = setupFor({8, 8});
                setup.settings[std::string(setting.key)] = value;
                const auto made = info->make(setup);
                QVERIFY(!made.has_value());
                QCOMPARE(made.error().code, Error::Code::Usage);
                QVERIFY(text(made.error().message).contains(text(setting.key)));
            }
        }
    }

    void fallbacksAreWhatIsUsedAnyway_data() { addMixers(); }
    void fallbacksAreWhatIsUsedAnyway()
    {
        QFETCH(const MixerInfo*, info);
        const Shape shape{6, 8};
        MixerSetup spelledOut = setupFor(shape);
        for (const MixerSetting& setting : info->settings)
            spelledOut.settings[std::string(setting.key)] = setting.fallback;
        auto made = info->make(spelledOut);
        QVERIFY2(made.has_value(), made.has_value() ? "" : made.error().message.c_str());
        const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 1);
        Matrix one(shape);
        Matrix other(shape);
        MixWorkspace workspace;
        (*made)->forward(x.view(), {}, one.view(), workspace, nullptr);
        built(*info, shape)->forward(x.view(), {}, other.view(), workspace, nullptr);
        QVERIFY(std::ranges::equal(one.values(), other.values()));
    }

    void forwardRepeatsItself_data() { addMixers(); }
    void forwardRepeatsItself()
    {
        QFETCH(const MixerInfo*, info);
        for (const Shape shape : {Shape{1, 1}, {1, 8}, {2, 6}, {7, 5}, {13, 24}, {16, 16}}) {
            const auto mixer = built(*info, shape);
            QCOMPARE(mixer->id(), info->id);
            QCOMPARE(mixer->heads(), Index{1});
            const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 2);
            Matrix first(shape);
            Matrix second(shape);
            MixWorkspace fresh;
            MixWorkspace used;
            MixTape tape;
            mixer->forward(x.view(), {}, first.view(), used, &tape);
            for (MixWorkspace* workspace : {&used, &fresh}) {
                mixer->forward(x.view(), {}, second.view(), *workspace, nullptr);
                QVERIFY(std::ranges::equal(first.values(), second.values()));
            }
            for (const float value : first.values())
                QVERIFY(std::isfinite(value));
            const auto influence = mixer->influence(x.view(), {}, tape, {});
            QVERIFY(influence.has_value());
            QCOMPARE(influence->rows(), shape.rows);
            const auto weights = mixer->weights(shape.rows, 0, tape);
            QVERIFY(weights.has_value());
            QVERIFY(weights->rows() == shape.rows && weights->cols() == shape.rows);
        }
    }

    void forwardAllocatesNothingOnceWarm_data() { addMixers(); }
    void forwardAllocatesNothingOnceWarm()
    {
        QFETCH(const MixerInfo*, info);
        for (const Shape shape : {Shape{1, 8}, {16, 32}, {13, 24}}) {
            const auto mixer = built(*info, shape);
            const Matrix x = reference::randomMatrix(shape.rows, shape.cols, 3);
            Matrix y(shape);
            MixWorkspace workspace;
            mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
            const std::size_t before = allocations;
            mixer->forward(x.view(), {}, y.view(), workspace, nullptr);
            QCOMPARE(allocations, before);
        }
    }

    void costsArePositiveAndGrowWithTheInput_data() { addMixers(); }
    void costsArePositiveAndGrowWithTheInput()
    {
        QFETCH(const MixerInfo*, info);
        const auto mixer = built(*info, {64, 32});
        const Cost small = mixer->cost({32, 32});
        const Cost large = mixer->cost({64, 32});
        QVERIFY(small.bytes > 0 && large.bytes > small.bytes);
        QCOMPARE(small.parameters, large.parameters);
        QCOMPARE(small.flops == 0, info->id == "none"); // all others compute something
        QVERIFY(large.flops > small.flops || info->id == "none");
        QCOMPARE(large.opticalFrames > 0, info->family == MixerFamily::Optical);
        const bool learns = info->family == MixerFamily::Attention || info->id == "linear";
        QCOMPARE(large.parameters > 0, learns);
    }
};

QTEST_APPLESS_MAIN(TestMixerRegistry)
#include "tst_mixer_registry.moc"
