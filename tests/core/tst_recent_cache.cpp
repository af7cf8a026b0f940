#include "core/math/recent_cache.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <string>
#include <thread>
#include <vector>

using namespace mixlens;

namespace {

using Cache = RecentCache<int, std::string>;

std::shared_ptr<const std::string> text(const char* value)
{
    return std::make_shared<const std::string>(value);
}

} // namespace

class TestRecentCache : public QObject
{
    Q_OBJECT

private slots:
    void whatIsKeptIsFound()
    {
        Cache cache(2);
        QVERIFY(cache.find(1) == nullptr);
        const auto one = cache.keep(1, text("one"));
        QCOMPARE(*one, std::string("one"));
        QCOMPARE(cache.find(1).get(), one.get());
        QVERIFY(cache.find(2) == nullptr);
    }

    void theFirstValueOfAKeyStays()
    {
        Cache cache(2);
        const auto first = cache.keep(1, text("first"));
        QCOMPARE(cache.keep(1, text("second")).get(), first.get());
        QCOMPARE(*cache.find(1), std::string("first"));
    }

    void theLeastRecentlyUsedFallsOut()
    {
        Cache cache(3);
        for (const int key : {1, 2, 3})
            static_cast<void>(cache.keep(key, text("value")));
        QVERIFY(cache.find(1) != nullptr); // used again, so 2 is the oldest
        static_cast<void>(cache.keep(4, text("value")));
        QVERIFY(cache.find(2) == nullptr);
        for (const int key : {1, 3, 4})
            QVERIFY(cache.find(key) != nullptr);
    }

    void noMoreThanItsCapacityIsHeld()
    {
        Cache cache(5);
        std::vector<std::weak_ptr<const std::string>> all;
        for (int key = 0; key < 50; ++key)
            all.push_back(cache.keep(key, text("value")));
        const auto alive = std::ranges::count_if(all, [](const auto& value) { return !value.expired(); });
        QCOMPARE(alive, std::ptrdiff_t{5});
    }

    void aValueThatFellOutLivesOnWithItsHolder()
    {
        Cache cache(1);
        const auto held = cache.keep(1, text("held"));
        static_cast<void>(cache.keep(2, text("other")));
        QVERIFY(cache.find(1) == nullptr);
        QCOMPARE(*held, std::string("held"));
    }

    void threadsThatMakeTheSameValueShareOne()
    {
        Cache cache(8);
        constexpr int keys = 8;
        std::vector<std::array<const std::string*, keys>> seen(4);
        {
            std::vector<std::jthread> threads;
            for (auto& mine : seen)
                threads.emplace_back([&cache, &mine] {
                    for (int key = 0; key < keys; ++key)
                        mine[static_cast<std::size_t>(key)] = cache.keep(key, text("value")).get();
                });
        }
        for (const auto& mine : seen)
            QVERIFY(mine == seen.front());
    }
};

QTEST_APPLESS_MAIN(TestRecentCache)
#include "tst_recent_cache.moc"
