// SPDX-License-Identifier: Apache-2.0
#include "cli/run_budget.h"

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "cli/load.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "findings/findings.h"
#include "findings/placement.h"
#include "quantity/sizes.h"

namespace holon::cli {
namespace {

using quantity::kJoulesPerKWh;
constexpr std::size_t kSamples = 1000;

// what a joule of electricity adds to a category, in its unit; nothing if that is not known
std::optional<double> per_joule(const std::string& category, const std::string& place) {
  if (category == "energy") return 1 / kJoulesPerKWh;
  if (place.empty()) return std::nullopt;
  const auto found = findings::place_at(catalog_in_use(), 1, place, kSamples, 1);
  if (!found) return std::nullopt;
  if (category == "climate" && found->climate_kg) return found->climate_kg->value / kJoulesPerKWh;
  if (category == "water" && found->water_L) return found->water_L->value / kJoulesPerKWh;
  return std::nullopt;
}

std::string amount(double value, const std::string& unit) {
  return fmt::format("{} {}", base::readable(value), unit);
}

}  // namespace

std::optional<RunBudget> RunBudget::of(const std::string& study, const std::string& place) {
  StudyOptions options;
  options.path = study;
  const auto loaded = load(options);
  if (!loaded) return std::nullopt;
  findings::Plan plan;
  plan.engine.samples = kSamples;
  const auto found = findings::assess(loaded->study, loaded->compiled, plan, {});
  RunBudget out;
  for (const auto& budget : found.budgets) {
    const auto& category = found.categories[budget.category];
    const auto added = per_joule(category.name, place);
    const auto& total = found.totals[budget.category];
    if (!added || !total) continue;
    out.limits_.push_back({category.name, category.unit, budget.limit, total->p50, *added});
  }
  if (!out.limits_.empty()) return out;
  say(found.budgets.empty()
          ? fmt::format("holon: `{}` has no budget\n  help: as in `budget: {{climate: 60 t}}`\n",
                        study)
          : fmt::format("holon: the budget of `{}` says nothing of a run's energy\n"
                        "  help: `--place` joins carbon and water to it\n",
                        study));
  return std::nullopt;
}

std::string RunBudget::broken_by(double energy_J) const {
  for (const auto& limit : limits_) {
    const double total = limit.used + energy_J * limit.per_joule;
    if (total <= limit.limit) continue;
    return fmt::format("with this run the study's {} passes its budget of {}", limit.category,
                       amount(limit.limit, limit.unit));
  }
  return "";
}

}  // namespace holon::cli
