#include "app/commands/export.h"

#include "app/commands/figures.h"
#include "app/commands/lane_options.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "core/base/files.h"
#include "ui/default_lanes.h"
#include "ui/export/figure_export.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens {

namespace {

constexpr std::array<std::string_view, 3> views{"heatmap", "spectrum", "timing"};
constexpr std::array<std::string_view, 2> lenses{"influence", "weight"};
constexpr std::array<std::string_view, 2> themes{"light", "dark"};
constexpr std::array<std::string_view, 2> sides{"input", "output"};
constexpr std::array<std::string_view, 4> laneNames{"attention", "fnet", "hybrid", "optical"};
constexpr double pointsPerMillimetre = 72.0 / 25.4;

/// --model with --mixer, or some of the window's lanes; all of them for timing.
Result<std::vector<Lane>> readLanes(const Arguments& arguments, bool severalAllowed)
{
    if (arguments.has("model")) {
        if (arguments.has("lane"))
            return failure(Error::Code::Usage, "Give --model or --lane, not both.");
        return readLane(arguments).map([](Lane lane) { return std::vector{std::move(lane)}; });
    }
    if (arguments.has("mixer") || arguments.has("set"))
        return failure(Error::Code::Usage, "--mixer and --set go with --model; name the model too.");
    const std::vector<Lane> all = ui::defaultLanes();
    std::vector<Lane> lanes;
    for (const std::string& name : arguments.all("lane")) {
        const auto found = std::ranges::find(laneNames, std::string_view(name));
        if (found == laneNames.end())
            return failure(Error::Code::Usage,
                           "--lane is '" + name + "', but takes attention, fnet, hybrid or optical.");
        lanes.push_back(all[static_cast<std::size_t>(found - laneNames.begin())]);
    }
    if (lanes.size() > 1 && !severalAllowed)
        return failure(Error::Code::Usage, "This view shows one lane; give one --lane.");
    if (lanes.empty())
        return severalAllowed ? all : std::vector{all.front()};
    return lanes;
}

/// "85x60mm", or a preset's id.
Result<QSizeF> readSize(const Arguments& arguments, const ui::Figure& figure)
{
    const auto given = arguments.text("size");
    if (!given)
        return QSizeF();
    const QString size = QString::fromStdString(*given);
    for (const ui::SizePreset& preset : ui::sizePresets())
        if (preset.id == size)
            return ui::pointsFor(preset, figure);
    static const QRegularExpression form(QStringLiteral("^([0-9.]+)x([0-9.]+)mm$"));
    const QRegularExpressionMatch match = form.match(size);
    const QSizeF millimetres(match.captured(1).toDouble(), match.captured(2).toDouble());
    if (millimetres.width() < 20.0 || millimetres.height() < 20.0 || millimetres.width() > 2000.0 ||
        millimetres.height() > 2000.0)
        return failure(Error::Code::Usage,
                       "--size is '" + *given +
                           "', but takes 85x60mm (20 to 2000 each), column, full, slide or "
                           "screen.");
    // 254 mm are 720 points, not 720.0000000000001 and so, rounded up, 721.
    const auto points = [](double length) { return std::round(length * pointsPerMillimetre * 1e6) / 1e6; };
    return QSizeF(points(millimetres.width()), points(millimetres.height()));
}

Result<void> checkPicture(const ui::Figure& figure, const ui::ExportOptions& options)
{
    if (options.format != ui::FigureFormat::Png)
        return {};
    const QSizeF points = options.points.isEmpty() ? figure.preferredSize() : options.points;
    const double scale = options.dpi / 72.0;
    const double bytes = 4.0 * points.width() * points.height() * scale * scale;
    const auto available = static_cast<double>(availableMemory());
    const double longest = std::max(points.width(), points.height()) * scale;
    if (longest <= 32000.0 && (available <= 0.0 || 2.0 * bytes <= available))
        return {};
    return failure(Error::Code::OutOfMemory,
                   "A picture of this size at " + std::to_string(options.dpi) + " dpi takes " +
                       bytesText(bytes) + ", more than fits; give a smaller --dpi, or write SVG or PDF.");
}

Result<ui::FigurePtr> layerFigure(const Arguments& arguments, const std::string& view,
                                  const Analysis& analysis)
{
    const auto layer = arguments.integer("layer", 1, 1, 1000);
    const auto head = arguments.integer("head", 0, 1, 1000) /* 0: not given */;
    const auto lens = arguments.choice("lens", lenses);
    const auto side = arguments.choice("of", sides);
    if (const Error* problem = firstError(layer, head, lens, side))
        return tl::unexpected(*problem);
    LensOptions options;
    options.layer = static_cast<std::size_t>(*layer - 1);
    options.lens = *lens == "weight" ? Lens::Weight : Lens::Influence;
    options.padding = arguments.has("padding");
    if (*head > 0)
        options.head = static_cast<Index>(*head - 1);
    if (view == "heatmap")
        return heatMapOf(analysis, options);
    if (options.layer >= analysis.trace.layers.size())
        return failure(Error::Code::OutOfRange, "This model has layers 1 to " +
                                                    std::to_string(analysis.trace.layers.size()) +
                                                    ", but --layer is " + std::to_string(*layer) + ".");
    return spectrumOf(analysis, options.layer + (*side == "output" ? 1U : 0U));
}

Result<void> run(const Arguments& arguments)
{
    const auto out = arguments.required("out");
    const auto given = arguments.required("view");
    const auto view = arguments.choice("view", views);
    const auto sentence = arguments.required("sentence");
    const auto seed = readSeed(arguments);
    const auto theme = arguments.choice("theme", themes);
    const auto dpi = arguments.integer("dpi", 300, 36, 2400);
    if (const Error* problem = firstError(out, given, view, sentence, seed, theme, dpi))
        return tl::unexpected(*problem);
    const QString path = QString::fromLocal8Bit(out->c_str());
    const auto format = ui::formatOfFile(path);
    auto lanes = readLanes(arguments, *view == "timing");
    if (const Error* problem = firstError(format, lanes))
        return tl::unexpected(*problem);

    Session session(modelFolders());
    AnalysisRequest request;
    request.text = repairedText(*sentence, "sentence");
    request.lanes = std::move(*lanes);
    request.seed = *seed;
    request.influence = *view == "heatmap" && arguments.text("lens", "influence") == "influence";
    const auto analyses = analyseLanes(session, request);
    if (!analyses)
        return tl::unexpected(analyses.error());
    const Result<ui::FigurePtr> figure = *view == "timing"
                                             ? timingOf(*analyses, timeLanes(session, *analyses))
                                             : layerFigure(arguments, *view, *analyses->front());
    if (!figure)
        return tl::unexpected(figure.error());
    const auto points = readSize(arguments, **figure);
    if (!points)
        return tl::unexpected(points.error());

    ui::ExportOptions options;
    options.format = *format;
    options.points = *points;
    options.dpi = static_cast<int>(*dpi);
    options.dark = *theme == "dark";
    if (const auto fits = checkPicture(**figure, options); !fits)
        return fits;
    const auto written = ui::exportFigure(**figure, path, options, provenanceOf(request, *analyses));
    if (written)
        say("Wrote " + *out + ": " + (*figure)->summary().toStdString());
    return written;
}

constexpr std::array options{
    OptionSpec{"view", "heatmap|spectrum|timing", "what to draw"},
    sentenceOption,
    modelOption,
    mixerOption,
    setOption,
    OptionSpec{"lane", "attention|fnet|hybrid|optical",
               "a lane of the window instead of --model; timing takes several", true},
    OptionSpec{"lens", "influence|weight", "what a heat map shows (default influence)"},
    OptionSpec{"layer", "N", "layer, from 1 as in the window (default 1)"},
    OptionSpec{"head", "N", "head, from 1 (default: the mean over heads)"},
    OptionSpec{"of", "input|output", "side of the layer whose spectrum is drawn (default input)"},
    OptionSpec{"padding", "", "show rows of padding too"},
    OptionSpec{"theme", "light|dark", "colours (default light)"},
    OptionSpec{"size", "85x60mm", "or column, full, slide, screen (default: as the labels need)"},
    OptionSpec{"dpi", "N", "pixels per inch of PNG (default 300)"},
    seedOption,
    OptionSpec{"out", "FILE", "where to write: .png, .svg, .pdf, .csv or .json"},
};

constexpr Command command{"export",
                          "Write one view of a sentence as a picture or as numbers.",
                          "--view heatmap|spectrum|timing --sentence TEXT --out FILE",
                          options,
                          true,
                          run};

} // namespace

const Command& exportCommand() noexcept
{
    return command;
}

} // namespace mixlens
