// SPDX-License-Identifier: Apache-2.0
#include "desk/run_budget.h"

#include <fmt/format.h>

#include "base/text.h"
#include "findings/findings.h"
#include "findings/placement.h"
#include "quantity/sizes.h"

namespace holon::desk {
namespace {

using quantity::kJoulesPerKWh;
constexpr std::size_t kSamples = 1000;

// what a joule of electricity adds to a category, in its unit; nothing if that is not known
std::optional<double> per_joule(const std::string& category, const std::string& place,
                                const catalog::Catalog& catalog) {
  if (category == "energy") return 1 / kJoulesPerKWh;
  if (place.empty()) return std::nullopt;
  const auto found = findings::place_at(catalog, 1, place, kSamples, 1);
  if (!found) return std::nullopt;
  if (category == "climate" && found->climate_kg) return found->climate_kg->value / kJoulesPerKWh;
  if (category == "water" && found->water_L) return found->water_L->value / kJoulesPerKWh;
  return std::nullopt;
}

std::string amount(double value, const std::string& unit) {
  return fmt::format("{} {}", base::readable(value), unit);
}

}  // namespace

std::optional<RunBudget> RunBudget::of(const Loaded& study, const std::string& place,
                                       const catalog::Catalog& catalog, std::string& why) {
  findings::Plan plan;
  plan.engine.samples = kSamples;
  const auto found = findings::assess(study.study, study.compiled, plan, {});
  RunBudget out;
  for (const auto& budget : found.budgets) {
    const auto& category = found.categories[budget.category];
    const auto added = per_joule(category.name, place, catalog);
    const auto& total = found.totals[budget.category];
    if (!added || !total) continue;
    out.limits_.push_back({category.name, category.unit, budget.limit, total->p50, *added});
  }
  if (!out.limits_.empty()) return out;
  why = found.budgets.empty()
            ? fmt::format("`{}` has no budget\n  help: as in `budget: {{climate: 60 t}}`",
                          study.source_name)
            : fmt::format(
                  "the budget of `{}` says nothing of a run's energy\n"
                  "  help: a place joins carbon and water to it",
                  study.source_name);
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

}  // namespace holon::desk
