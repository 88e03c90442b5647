// SPDX-License-Identifier: Apache-2.0
#include "report/lint.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/load.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "findings/card_lint.h"
#include "findings/study_card.h"
#include "report/json.h"

namespace holon::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon lint card.md\n"
    "  holon lint table-4.csv appendix.md --json -\n"
    "  holon lint study.yaml\n\n"
    "Every finding shows its arithmetic. Ends with 0 if nothing contradicts itself, with 1 if\n"
    "something does, with 3 if a file has no table that holon knows.\n";

bool is_study(const std::string& path) {
  const auto file = desk::study_at(path);
  return file.ends_with(".yaml") || file.ends_with(".yml");
}

base::Result<std::vector<findings::CardTable>> tables_of(const std::string& path) {
  if (is_study(path)) {
    StudyOptions options;
    options.path = path;
    const auto loaded = read_and_compile(options);
    if (!loaded) return tl::unexpected(loaded.error());
    return findings::card_of(loaded->study);
  }
  const auto source = source_of(path);
  if (!source) return tl::unexpected(source.error());
  return findings::read_card(*source);
}

int lint(const Options& options) {
  std::vector<report::LintReport> reports;
  base::Diagnostics wrong;
  bool is_clean = true;
  for (const auto& file : options.files) {
    const auto tables = tables_of(file);
    if (!tables) {
      wrong.insert(wrong.end(), tables.error().begin(), tables.error().end());
      continue;
    }
    report::LintReport report{file, tables->size(), 0, {}};
    for (const auto& table : *tables) {
      report.rows += table.names.size();
      for (auto& found : findings::lint(table, catalog_in_use()))
        report.found.push_back(std::move(found));
    }
    is_clean &= report.found.empty();
    reports.push_back(std::move(report));
  }
  if (!wrong.empty()) {
    if (!options.json.empty()) write_result(options.json, report::json(wrong));
    say(wrong, options.colour);
    return kInvalidInput;
  }
  if (options.json != "-") print(report::terminal(reports, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(reports));
  return is_clean ? kDone : kCheckFailed;
}

}  // namespace

Command add_lint(CLI::App& app) {
  auto* command =
      app.add_subcommand("lint", "What a model card's or a study's own numbers say of each other");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("CARD", options->files, "Markdown, CSV or a study; - for standard input")
      ->required();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return lint(*options); };
}

}  // namespace holon::cli
