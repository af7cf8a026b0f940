#include "app/commands/report.h"

#include "app/commands/figures.h"
#include "app/commands/lane_options.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "core/base/files.h"
#include "ui/default_lanes.h"
#include "ui/export/figure_export.h"
#include "ui/panels/samples.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <filesystem>

namespace mixlens {

namespace {

/// A page under construction. Its figures go into the page itself, or beside it as files.
struct Page
{
    std::filesystem::path file;
    bool figuresInside = false;
    QJsonObject provenance;
    QString html;
    std::size_t figures = 0;
};

Result<void> addFigure(Page& page, const ui::FigurePtr& figure, const QString& name, const QString& origin)
{
    ui::ExportOptions options;
    options.format = ui::FigureFormat::Svg;
    const auto bytes = ui::renderFigure(*figure, options, page.provenance);
    if (!bytes)
        return tl::unexpected(bytes.error());
    QString source = name + QStringLiteral(".svg");
    if (page.figuresInside) {
        source = QStringLiteral("data:image/svg+xml;base64,") + QString::fromLatin1(bytes->toBase64());
    } else {
        const auto written =
            writeFileAtomically(page.file.parent_path() / source.toStdString(), bytes->toStdString());
        if (!written)
            return written;
    }
    page.html +=
        QStringLiteral(
            "<figure><img src=\"%1\" alt=\"%2\"><figcaption>%2 <em>(%3)</em></figcaption></figure>\n")
            .arg(source, figure->summary().toHtmlEscaped(), origin);
    ++page.figures;
    return {};
}

QString quantityRow(const QString& lane, const QString& name, double value, const QString& unit,
                    std::string_view origin)
{
    return QStringLiteral("<tr><td>%1</td><td>%2</td><td>%3 %4</td><td>%5</td></tr>\n")
        .arg(lane.toHtmlEscaped(), name.toHtmlEscaped(), QString::number(value, 'g', 4), unit.toHtmlEscaped(),
             QString::fromUtf8(origin.data(), static_cast<qsizetype>(origin.size())));
}

QString timeTable(const std::vector<AnalysisPtr>& lanes, const LaneTimings& timings)
{
    QString html =
        QStringLiteral("<table><tr><th>lane</th><th>number</th><th>value</th><th>origin</th></tr>\n");
    for (const AnalysisPtr& lane : lanes) {
        const QString title = QString::fromStdString(lane->setup.title);
        const auto timing = std::ranges::find(timings, lane->lane, &LaneTiming::lane);
        if (timing != timings.end())
            html += quantityRow(title,
                                lane->device.empty() ? QStringLiteral("one inference, median")
                                                     : QStringLiteral("the simulation took, median"),
                                timing->median * 1e3, QStringLiteral("ms"), word(Provenance::Measured));
        for (const Quantity& quantity : lane->device)
            html +=
                quantityRow(title, QString::fromStdString(quantity.name).replace(u'_', u' '), quantity.value,
                            QString::fromStdString(quantity.unit), word(quantity.provenance));
    }
    return html + QStringLiteral("</table>\n");
}

Result<void> addLane(Page& page, const Analysis& lane)
{
    const QString origin = lane.device.empty() ? QStringLiteral("computed from the model, float32")
                                               : QStringLiteral("simulated");
    page.html +=
        QStringLiteral("<h2>%1</h2>\n").arg(QString::fromStdString(lane.setup.title).toHtmlEscaped());
    const QString prefix = QStringLiteral("lane%1-").arg(lane.lane + 1);
    for (std::size_t layer = 0; layer < lane.trace.layers.size(); ++layer) {
        LensOptions options;
        options.layer = layer;
        options.lens = lane.trace.layers[layer].influence.empty() ? Lens::Weight : Lens::Influence;
        const auto figure = heatMapOf(lane, options);
        if (!figure) {
            page.html += QStringLiteral("<p>%1</p>\n")
                             .arg(QString::fromStdString(figure.error().message).toHtmlEscaped());
            continue;
        }
        const auto added =
            addFigure(page, *figure, prefix + QStringLiteral("layer%1").arg(layer + 1), origin);
        if (!added)
            return added;
    }
    return addFigure(page, spectrumOf(lane, 0), prefix + QStringLiteral("spectrum"), origin);
}

Result<void> fill(Page& page, const std::vector<AnalysisPtr>& lanes, const LaneTimings& timings)
{
    page.html =
        QStringLiteral(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mixlens report</title>\n"
            "<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
            "figure{display:inline-block;margin:.5rem}img{max-width:100%}figcaption{max-width:28rem}"
            "td,th{padding:.2rem .8rem;text-align:left}</style></head><body>\n<h1>How the tokens mix</h1>\n"
            "<blockquote dir=\"auto\">%1</blockquote>\n")
            .arg(QString::fromStdString(lanes.front()->sequence.text).toHtmlEscaped());
    for (std::size_t mask = 0; const ui::FigurePtr figure = predictionsOf(lanes, mask); ++mask)
        if (auto added = addFigure(page, figure, QStringLiteral("predictions%1").arg(mask + 1),
                                   QStringLiteral("computed from the model, float32"));
            !added)
            return added;
    page.html += QStringLiteral("<h2>Time</h2>\n") + timeTable(lanes, timings);
    if (auto added = addFigure(page, timingOf(lanes, timings), QStringLiteral("timing"),
                               QStringLiteral("measured; what a device would need is modelled"));
        !added)
        return added;
    for (const AnalysisPtr& lane : lanes)
        if (auto added = addLane(page, *lane); !added)
            return added;
    page.html += QStringLiteral("<h2>How this was made</h2>\n<pre>%1</pre>\n</body></html>\n")
                     .arg(QString::fromUtf8(QJsonDocument(page.provenance).toJson()).toHtmlEscaped());
    return {};
}

Result<Page> openPage(const std::string& out)
{
    Page page;
    page.file = out;
    page.figuresInside = page.file.extension() == ".html";
    if (page.figuresInside)
        return page;
    std::error_code problem;
    std::filesystem::create_directories(page.file, problem);
    if (problem)
        return failure(Error::Code::Unreadable, "The folder '" + out + "' cannot be made: " +
                                                    problem.message() + "; give another --out.");
    page.file /= "index.html";
    return page;
}

Result<void> run(const Arguments& arguments)
{
    const auto out = arguments.required("out");
    const auto seed = readSeed(arguments);
    if (const Error* problem = firstError(out, seed))
        return tl::unexpected(*problem);
    auto page = openPage(*out);
    if (!page)
        return tl::unexpected(page.error());

    Session session(modelFolders());
    AnalysisRequest request;
    request.text =
        repairedText(arguments.text("sentence", ui::samples().front().text.toStdString()), "sentence");
    request.lanes = ui::defaultLanes();
    request.seed = *seed;
    const auto lanes = analyseLanes(session, request);
    if (!lanes)
        return tl::unexpected(lanes.error());
    page->provenance = provenanceOf(request, *lanes);
    if (const auto filled = fill(*page, *lanes, timeLanes(session, *lanes)); !filled)
        return filled;
    const auto written = writeFileAtomically(page->file, page->html.toStdString());
    if (written)
        say("Wrote " + page->file.string() + ": " + std::to_string(page->figures) + " figures of " +
            std::to_string(lanes->size()) + " lanes.");
    return written;
}

constexpr std::array options{
    OptionSpec{"sentence", "TEXT", "the sentence (default: the sample that the window opens with)"},
    seedOption,
    OptionSpec{"out", "DIR|FILE.html", "a folder for an index and its figures, or one file with all inside"},
};

constexpr Command command{"report",
                          "Write everything the window shows of a sentence, as a page.",
                          "[--sentence TEXT] --out DIR|FILE.html",
                          options,
                          true,
                          run};

} // namespace

const Command& reportCommand() noexcept
{
    return command;
}

} // namespace mixlens
