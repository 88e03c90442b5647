// SPDX-License-Identifier: Apache-2.0
#include "cli/ledger_carbon.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/option_checks.h"
#include "cli/own_catalog.h"
#include "electricity/hourly.h"
#include "findings/run_carbon.h"
#include "ledger/join.h"
#include "record/total.h"

namespace holon::cli {
namespace {

constexpr std::size_t kMostTold = 5;

record::Instant now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// the only grid of the series, or the one that is named; nothing after telling why not
const findings::GridHours* grid_of(const findings::HourlySeries& series,
                                   const CarbonOptions& options) {
  std::vector<std::string> names;
  for (const auto& grid : series.grids) {
    if (options.grid.empty() ? series.grids.size() == 1 : grid.name == options.grid) return &grid;
    names.push_back("`" + grid.name + "`");
  }
  say(fmt::format("holon: {}\n  help: its grids are {}\n",
                  options.grid.empty()
                      ? fmt::format("{} has several grids", options.series)
                      : fmt::format("{} has no grid `{}`", options.series, options.grid),
                  base::listed(names, "and")));
  return nullptr;
}

/// What came of the runs.
struct Joined {
  std::int64_t without_energy = 0;
  std::int64_t uncovered = 0;
  double amount_kg = 0;
  base::Diagnostics told;
};

void tell(const Joined& joined, std::int64_t changed, const CarbonOptions& options,
          ColourChoice colour) {
  if (!joined.told.empty()) say(joined.told, colour);
  print(fmt::format("{} {} joined to {}: {} kg CO2e\n", changed,
                    changed == 1 ? "run is" : "runs are", options.series,
                    base::readable(joined.amount_kg)));
  if (joined.uncovered > 0)
    print(fmt::format("  {} without a figure: the series lacks hours of {}\n", joined.uncovered,
                      joined.uncovered == 1 ? "it" : "theirs"));
  if (joined.without_energy > 0)
    print(fmt::format("  {} left as before: no energy of {} is known\n", joined.without_energy,
                      joined.without_energy == 1 ? "it" : "theirs"));
}

}  // namespace

void add_carbon_options(CLI::App& command, CarbonOptions& options) {
  command
      .add_option("--series", options.series,
                  "A table of hours, as `holon grid fetch` writes it; - for standard input")
      ->required();
  command.add_option("--grid", options.grid, "One grid of several");
  command.add_option("--pue", options.pue, "In place of the runs' own; 1 where they have none")
      ->check(number_between(1, 10));
}

int join_carbon(const CarbonOptions& options, const std::string& address,
                const ledger::Filter& filter, ledger::Ledger& ledger, ColourChoice colour) {
  const auto source = source_of(options.series);
  if (!source) {
    say(source.error(), colour);
    return kInvalidInput;
  }
  const auto series = findings::read_hourly(
      *source, false,
      electricity::catalogue_factors(catalog_in_use(), electricity::Accounting::life_cycle));
  if (!series) {
    say(series.error(), colour);
    return kInvalidInput;
  }
  const auto* grid = grid_of(*series, options);
  if (grid == nullptr) return kWrongUsage;
  const auto origin = findings::origin_of(*source);
  const findings::CarbonJoin join{options.pue, (*source)->name(), now()};
  Joined joined;
  std::map<std::string, record::Impact> impacts;
  ledger.for_each(filter, [&](const record::Run& run) {
    if (record::energy_of(run).figures() == 0) {
      ++joined.without_energy;
      return;
    }
    auto found = findings::carbon_of(run, *series, *grid, origin, join);
    if (found) {
      joined.amount_kg += found->amount;
      impacts.emplace(run.id, std::move(*found));
      return;
    }
    ++joined.uncovered;
    for (auto& one : found.error()) {
      one.severity = base::Severity::warning;
      if (joined.told.size() < kMostTold) joined.told.push_back(std::move(one));
    }
  });
  const auto changed = ledger::join_impacts(address, impacts);
  tell(joined, changed, options, colour);
  return joined.uncovered == 0 ? kDone : kCheckFailed;
}

}  // namespace holon::cli
