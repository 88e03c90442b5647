// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/output_options.h"
#include "findings/observed_rebound.h"
#include "report/json.h"
#include "report/observed_rebound.h"

namespace holon::cli {
namespace {

struct Options {
  std::string file;
  std::string growth = "0 %/year";
  std::string json;
  std::uint64_t seed = 1;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr std::size_t kSamples = 10'000;

constexpr const char* kExamples =
    "Examples:\n"
    "  holon rebound fleet.csv\n"
    "  holon rebound fleet.csv --growth '5 .. 15 %/year'\n"
    "  printf 'year,energy,activity\\n2020,100,1\\n2024,90,2\\n' | holon rebound -\n\n"
    "The table has a moment a row and two of energy, activity and energy per activity. A study's\n"
    "own loops are asked by `holon assess`.\n";

base::Result<quantity::Quantity> growth_of(const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("--growth", text);
  const base::Span whole{source, 0, text.size()};
  const auto parsed = quantity::parse_quantity(text);
  if (!parsed) return tl::unexpected(base::Diagnostics{quantity::diagnose(parsed.error(), whole)});
  if (parsed->unit.dimension == quantity::unit("1/year").dimension) return *parsed;
  return tl::unexpected(base::Diagnostics{{base::Code::wrong_dimension,
                                           fmt::format("`{}` is no growth", text),
                                           whole,
                                           "",
                                           {},
                                           {"as in `--growth '5 %/year'`"}}});
}

int observe(const Options& options) {
  const auto tell = [&](const base::Diagnostics& wrong) {
    if (!options.json.empty()) write_result(options.json, report::json(wrong));
    say(wrong, options.colour);
    return kInvalidInput;
  };
  const auto growth = growth_of(options.growth);
  if (!growth) return tell(growth.error());
  const auto source = source_of(options.file);
  if (!source) return tell(source.error());
  auto series = findings::read_activity(*source);
  if (!series) return tell(series.error());

  report::ObservedReboundReport report{(*source)->name(), std::move(*series), options.growth, {}};
  report.found = findings::observe_rebound(report.series, *growth, options.seed, kSamples);
  if (options.json != "-") print(report::terminal(report, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(report));
  return kDone;
}

}  // namespace

Command add_rebound(CLI::App& app) {
  auto* command = app.add_subcommand(
      "rebound", "What activity took back of an efficiency gain, from two series");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("FILE", options->file, "CSV, .tsv or .xlsx; - reads standard input")
      ->required();
  command
      ->add_option("--growth", options->growth,
                   "Of activity without the gain, such as `5 %/year` or `0 .. 10 %/year`")
      ->capture_default_str();
  add_json(*command, options->json);
  command->add_option("--seed", options->seed, "Of the draws of an uncertain growth")
      ->capture_default_str();
  add_colour(*command, options->colour);
  return [options] { return observe(*options); };
}

}  // namespace holon::cli
