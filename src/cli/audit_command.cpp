// SPDX-License-Identifier: Apache-2.0
#include "report/audit.h"

#include <filesystem>
#include <functional>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/output_options.h"
#include "findings/proxy_audit.h"
#include "findings/run_table.h"
#include "findings/same_work.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "report/json.h"

namespace holon::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::vector<std::string> columns;  // MEASURE=NAME
  std::vector<std::string> where;    // COLUMN=VALUE
  std::vector<std::string> windows;  // MEASURE=LOW..HIGH
  findings::RunQuestion question;
  findings::AuditPlan plan;
  double good_percent = 10;
  double equal_percent = 5;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon audit runs.csv\n"
    "  holon audit ledger.db\n"
    "  holon audit v100.csv a40.csv rtx6000.csv --json result.json\n"
    "  holon audit runs.csv --where space=5V9E --at 'parameters=3.4e6..3.7e6'\n"
    "  holon audit runs.csv --by cluster --work model --column 'energy=E_site [kWh]'\n\n"
    "A table has a row of headings and a row for each run. FLOP, parameters, time, power, energy,\n"
    "carbon intensity, carbon, accuracy, hardware, work, variant and power limit are found by "
    "their\n"
    "headings; units stand in them: `energy_kwh`, `time (s)`.\n";

/// Two sides of "LEFT=RIGHT"; nothing after telling what is wrong.
std::optional<std::pair<std::string, std::string>> sides(const char* option,
                                                         const std::string& text) {
  const auto sign = text.find('=');
  if (sign != std::string::npos && sign > 0)
    return std::pair(std::string(base::trim(text.substr(0, sign))),
                     std::string(base::trim(text.substr(sign + 1))));
  say(fmt::format("holon: `{} {}` is not of the form NAME=VALUE\n", option, text));
  return std::nullopt;
}

std::optional<findings::Measure> measure_named(const std::string& text) {
  if (const auto measure = findings::measure_of(text)) return measure;
  std::vector<std::string> names;
  for (const auto measure : findings::kMeasures) names.emplace_back(name(measure));
  say(fmt::format("holon: `{}` is no measure\n  help: the measures are {}\n", text,
                  base::listed(names, "and")));
  return std::nullopt;
}

bool read_columns(Options& options) {
  for (const auto& text : options.columns) {
    const auto both = sides("--column", text);
    const auto measure = both ? measure_named(both->first) : std::nullopt;
    if (!measure) return false;
    options.question.columns.emplace_back(*measure, both->second);
  }
  for (const auto& text : options.where) {
    auto both = sides("--where", text);
    if (!both) return false;
    options.question.where.push_back(std::move(*both));
  }
  return true;
}

bool read_windows(Options& options) {
  for (const auto& text : options.windows) {
    const auto both = sides("--at", text);
    const auto measure = both ? measure_named(both->first) : std::nullopt;
    if (!measure) return false;
    const auto dots = both->second.find("..");
    const auto low = base::parse_number(base::trim(both->second.substr(0, dots)));
    const auto high = dots == std::string::npos
                          ? std::nullopt
                          : base::parse_number(base::trim(both->second.substr(dots + 2)));
    if (!low || !high || *low > *high) {
      say(fmt::format("holon: `--at {}` names no range\n  help: as in `--at 'time=60..90'`\n",
                      text));
      return false;
    }
    options.plan.windows.push_back({*measure, *low, *high});
  }
  return true;
}

bool is_ledger(const std::string& file) {
  if (file == "-") return false;
  if (file.find("://") != std::string::npos) return true;
  return std::filesystem::is_regular_file(file) && std::filesystem::file_size(file) > 0 &&
         !ledger::is_other_file(file);
}

// the runs of a ledger as the table that an audit reads
base::Result<base::SourcePtr> runs_of(const std::string& address) {
  auto ledger = ledger::Ledger::open(address);
  if (!ledger) return tl::unexpected(ledger.error());
  return std::make_shared<const base::SourceText>(ledger->name(),
                                                  ledger::to_audit_csv(ledger->runs()));
}

int audit(Options options) {
  if (!read_columns(options) || !read_windows(options)) return kWrongUsage;
  constexpr double kPercent = 100;
  options.plan.error = options.plan.wrong = options.good_percent / kPercent;
  options.plan.equal = options.equal_percent / kPercent;

  // every file's mistakes at once
  std::vector<base::SourcePtr> sources;
  base::Diagnostics wrong;
  for (const auto& file : options.files) {
    auto source = is_ledger(file) ? runs_of(file) : source_of(file);
    if (source) {
      sources.push_back(std::move(*source));
    } else {
      wrong.insert(wrong.end(), source.error().begin(), source.error().end());
    }
  }
  auto runs = wrong.empty() ? findings::read_runs(sources, options.question)
                            : base::Result<findings::RunTable>(tl::unexpected(wrong));
  if (!runs) {
    if (!options.json.empty()) write_result(options.json, report::json(runs.error()));
    say(runs.error(), options.colour);
    return kInvalidInput;
  }

  report::AuditReport out;
  out.files = options.files;
  out.runs = std::move(*runs);
  out.plan = options.plan;
  {
    ProgressBar bar("auditing", false);
    out.proxies = findings::audit_proxies(out.runs, out.plan, std::ref(bar));
  }
  out.devices = findings::compare_devices(out.runs);
  out.variants = findings::compare_variants(out.runs);
  out.settings = findings::compare_settings(out.runs);
  if (options.json != "-") print(report::terminal(out, style_for(options.colour)));
  if (!options.json.empty()) write_result(options.json, report::json(out));
  return kDone;
}

}  // namespace

Command add_audit(CLI::App& app) {
  auto* command = app.add_subcommand(
      "audit", "How well compute stands for energy, and energy for carbon, in measured runs");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("RUNS", options->files, "Tables of runs, or ledgers; - for standard input")
      ->required();
  command
      ->add_option("--column", options->columns,
                   "MEASURE=NAME: which column holds a measure (again for more)")
      ->allow_extra_args(false);
  command
      ->add_option("--where", options->where,
                   "COLUMN=VALUE: only the runs that have it (again for more)")
      ->allow_extra_args(false);
  command
      ->add_option("--at", options->windows,
                   "MEASURE=LOW..HIGH: spread of energy and carbon there (again for more)")
      ->allow_extra_args(false);
  command->add_option("--by", options->question.by, "Column of the hardware");
  command
      ->add_option("--work", options->question.work, "Column that names the work (again for more)")
      ->allow_extra_args(false);
  command->add_option("--variant", options->question.variant, "Column of the variant");
  command->add_option("--good", options->good_percent, "Good enough, in per cent")
      ->check(CLI::Range(0.0, 100.0).description(""))
      ->capture_default_str();
  command->add_option("--equal", options->equal_percent, "Equal proxies, in per cent")
      ->check(CLI::Range(0.0, 100.0).description(""))
      ->capture_default_str();
  command->add_option("--seed", options->plan.seed, "Of the bootstrap")->capture_default_str();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return audit(*options); };
}

}  // namespace holon::cli
