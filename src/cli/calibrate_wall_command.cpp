// SPDX-License-Identifier: Apache-2.0
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
#include "meter/wall.h"

namespace holon::cli {
namespace {

using Json = nlohmann::json;

struct Options {
  std::vector<std::string> runs;
  std::string json;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon run --meter plug.csv --json idle.json -- sleep 60\n"
    "  holon run --meter plug.csv --json half.json -- ./load 50\n"
    "  holon run --meter plug.csv --json full.json -- ./load 100\n"
    "  holon calibrate-wall idle.json half.json full.json\n\n"
    "Each run has a reading of the whole machine beside its parts: --meter or --bmc.\n";

double number_or_zero(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number() ? at->get<double>() : 0;
}

// what `holon run --json` wrote; nothing if it has no reading of the whole machine
std::optional<meter::WallRun> read_run(const std::string& path) {
  const auto document = Json::parse(base::read_file(path), nullptr, false);
  if (!document.is_object()) return std::nullopt;
  meter::WallRun out;
  out.seconds = number_or_zero(document, "duration_s");
  out.components_J = number_or_zero(document, "energy_J");
  const auto devices = document.find("devices");
  if (devices == document.end() || !devices->is_array()) return std::nullopt;
  for (const auto& device : *devices) {
    if (device.is_object() && device.value("component", Json()) == "machine")
      out.wall_J = number_or_zero(device, "energy_J");
  }
  const bool is_whole = out.seconds > 0 && out.components_J > 0 && out.wall_J > 0;
  return is_whole ? std::optional(out) : std::nullopt;
}

int calibrate(const Options& options) {
  std::vector<meter::WallRun> runs;
  for (const auto& path : options.runs) {
    const auto run = read_run(path);
    if (!run) {
      say(
          fmt::format("holon: `{}` is no run with a reading of the whole machine\n"
                      "  help: `holon run --meter FILE --json {} -- COMMAND` writes one\n",
                      path, path));
      return kInvalidInput;
    }
    runs.push_back(*run);
  }
  const auto found = meter::fit_wall(runs);
  if (!found) {
    say("holon: these runs do not tell the two constants apart\n"
        "  help: give three or more, from idle to full load\n");
    return kInvalidInput;
  }
  if (!options.json.empty()) {
    const Json out{{"base_W", found->base_W},
                   {"factor", found->factor},
                   {"mean_error", found->mean_error},
                   {"largest_error", found->largest_error},
                   {"runs", runs.size()}};
    write_result(options.json, out.dump(2) + "\n");
  }
  if (options.json == "-") return kDone;
  print(fmt::format(
      "wall = {} W × time + {} × components\n"
      "  {} runs; one that is left out is foretold within {:.1f} %, at worst {:.1f} %\n",
      base::readable(found->base_W), base::readable(found->factor), runs.size(),
      100 * found->mean_error, 100 * found->largest_error));
  return kDone;
}

}  // namespace

Command add_calibrate_wall(CLI::App& app) {
  auto* command =
      app.add_subcommand("calibrate-wall", "The two constants from a machine's parts to its plug");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("runs", options->runs, "What `holon run --json` wrote")->required();
  add_json(*command, options->json);
  return [options] { return calibrate(*options); };
}

}  // namespace holon::cli
