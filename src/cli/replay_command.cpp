// SPDX-License-Identifier: Apache-2.0
#include "meter/replay.h"

#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output_options.h"
#include "cli/terminal.h"
#include "report/table.h"

namespace holon::cli {
namespace {

struct Options {
  std::string trace;
  std::string card, model;
  double zone_h = 0;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon replay gpu.csv                          the energy of what nvidia-smi recorded\n"
    "  holon replay gpu.csv --model A100             by what is published of that sensor\n"
    "  holon replay FOLDER --card 'k40m' --zone 1    beside the external meter of the same card\n";

/// A trace replayed, alone or beside a meter.
struct Row {
  meter::Trace trace;
  meter::Replayed alone;
  std::optional<meter::Comparison> compared;
};

std::string energy(double joules) { return base::readable(joules, 5) + " J"; }

std::string percent(double share) { return fmt::format("{:+.1f} %", 100 * share); }

std::string text_of(const std::vector<Row>& rows, const meter::GpuSensor& sensor,
                    const report::Style& style) {
  using report::Align;
  report::Table table({{Align::left}, {Align::right}, {Align::left}});
  for (const auto& row : rows) {
    const auto& run = row.compared ? row.compared->sensor : row.alone;
    table.row({{row.trace.device, report::Tone::heading},
               energy(run.energy_J),
               fmt::format("± {:.1f} %", 100 * run.deviation_J / run.energy_J)});
    table.row({"  as reported", energy(run.reported_J), row.trace.column});
    table.row({"  time", base::readable(run.seconds, 4) + " s",
               fmt::format("{} readings, {} failed", run.samples, run.failed_reads)});
    table.row({"  power", base::readable(run.mean_W) + " W",
               fmt::format("peak {} W", base::readable(run.peak_W))});
    if (run.missing_s > 0) table.row({"  missing", base::readable(run.missing_s) + " s", ""});
    if (!row.compared) continue;
    const auto& compared = *row.compared;
    table.row({"  external meter", energy(compared.external.energy_J),
               fmt::format("{}; as reported {}", percent(compared.error()),
                           percent(compared.reported_error()))});
    table.row({"  90 % interval", "", compared.covers() ? "covers it" : "misses it"});
  }
  auto out = table.render(style).text;
  return out + fmt::format("  {}\n", report::painted(sensor.source, report::Tone::dim, style));
}

std::string json_of(const std::vector<Row>& rows, const meter::GpuSensor& sensor) {
  using Json = nlohmann::ordered_json;
  auto out = Json::array();
  for (const auto& row : rows) {
    const auto& run = row.compared ? row.compared->sensor : row.alone;
    Json one{{"device", row.trace.device},
             {"energy_J", run.energy_J},
             {"uncertainty_J", run.deviation_J},
             {"reported_J", run.reported_J},
             {"duration_s", run.seconds},
             {"average_W", run.mean_W},
             {"peak_W", run.peak_W},
             {"missing_s", run.missing_s},
             {"failed_reads", run.failed_reads},
             {"source", sensor.source}};
    if (row.compared) {
      one["external_J"] = row.compared->external.energy_J;
      one["error"] = row.compared->error();
      one["interval_covers"] = row.compared->covers();
    }
    out.push_back(std::move(one));
  }
  return out.dump(2) + "\n";
}

/// A folder holds the table and, if there was one, the samples of a meter.
std::optional<meter::Trace> external_of(const std::string& folder) {
  const auto samples = folder + "/PMD_data.bin";
  if (!std::filesystem::exists(samples)) return std::nullopt;
  const auto start = meter::parse_count(base::read_file(folder + "/PMD_start_ts.txt"));
  if (!start) throw base::WorldError(fmt::format("`{}/PMD_start_ts.txt` is not a moment", folder));
  return meter::read_pmd(base::read_file(samples), static_cast<std::int64_t>(*start));
}

int replay(const Options& options) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(options.trace, ignored);
  const auto* card = options.card.empty() ? nullptr : meter::calibrated_card(options.card);
  if (!options.card.empty() && card == nullptr) {
    say(
        fmt::format("holon: no calibration of a card `{}` is published\n"
                    "  help: the cards are {}; `--model` takes what is known of a model\n",
                    options.card, base::listed(meter::calibrated_cards(), "and")));
    return kInvalidInput;
  }
  const auto table = is_folder ? options.trace + "/gpudata.csv" : options.trace;
  const auto source = std::make_shared<base::SourceText>(table, base::read_file(table));
  const auto traces = meter::read_nvidia_smi(source, options.zone_h);
  if (!traces) {
    say(traces.error(), options.colour);
    return kInvalidInput;
  }
  const auto external = is_folder ? external_of(options.trace) : std::nullopt;
  std::vector<Row> rows;
  const auto* sensor = card;
  for (const auto& trace : *traces) {
    say(trace.warnings, options.colour);
    if (card == nullptr)
      sensor = &meter::gpu_sensor(options.model.empty() ? trace.model : options.model);
    Row row{trace, meter::replay(trace, *sensor, trace.first(), trace.last()), {}};
    if (external) row.compared = meter::compare(trace, *sensor, *external);
    if (external && !row.compared)
      say("holon: the trace and the external meter have no time in common\n"
          "  help: `--zone` is what the table's clock is ahead of UTC\n");
    rows.push_back(std::move(row));
  }
  if (!options.json.empty()) write_result(options.json, json_of(rows, *sensor));
  if (options.json != "-") {
    print(text_of(rows, *sensor, style_for(options.colour)));
  }
  return kDone;
}

}  // namespace

Command add_replay(CLI::App& app) {
  auto* command = app.add_subcommand("replay", "A recorded trace through the meter");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("trace", options->trace, "Table of nvidia-smi, or a folder with one")
      ->required();
  command->add_option("--model", options->model, "GPU model, where the table does not name it");
  command->add_option("--card", options->card, "One card whose calibration is published");
  command->add_option("--zone", options->zone_h, "What the table's clock is ahead of UTC [h]")
      ->check(CLI::Range(-14.0, 14.0).description(""))
      ->capture_default_str();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return replay(*options); };
}

}  // namespace holon::cli
