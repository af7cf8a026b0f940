#pragma once

#include "ui/figures/recovery_figure.h"
#include "ui/panels/field_control.h"
#include "ui/panels/quick_sliders.h"
#include "ui/views/figure_view.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_desk.h"
#include "ui/workspaces/optics_page.h"
#include "window_support.h"

#include <QLineEdit>

#include <memory>

namespace mixlens::ui::test {

/// The Optics workspace over an engine with the embedded models.
struct Page
{
    /// `text` is on its way through the lens of the default device, and has arrived.
    explicit Page(const QString& text = QStringLiteral("the president of the united [MASK] spoke ."),
                  std::vector<Lane> lanes = {{"FNet", "tiny-fnet", {}, {}}})
    {
        page = std::make_unique<OpticsPage>(bench.workbench, std::filesystem::path(MIXLENS_MODELS) / ".." /
                                                                 "sentences" / "held-out.txt");
        page->resize(1010, 540);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
        bench.workbench.open(std::move(lanes), text);
        (void)bench.settle();
    }

    [[nodiscard]] OpticsDesk& desk() const { return page->desk(); }
    /// The newest request is answered in full.
    [[nodiscard]] bool settled() const
    {
        return QTest::qWaitFor([this] { return desk().complete() && !desk().isStale(desk().complete()); },
                               20000);
    }
    template<class Widget>
    [[nodiscard]] Widget* the() const
    {
        return page->findChild<Widget*>();
    }
    [[nodiscard]] FieldControl* quick(std::string_view key) const
    {
        return the<QuickSliders>()->control(key);
    }
    [[nodiscard]] const RecoveryFigure& recovery() const
    {
        return dynamic_cast<const RecoveryFigure&>(*page->benchTab()->recovery()->figure());
    }
    [[nodiscard]] QImage cameraPicture() const { return page->benchTab()->camera()->grab().toImage(); }
    void type(QLineEdit* edit, const QString& text) const
    {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    QTemporaryDir folder;
    Bench bench;
    std::unique_ptr<OpticsPage> page;
};

} // namespace mixlens::ui::test
