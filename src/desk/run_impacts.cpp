// SPDX-License-Identifier: Apache-2.0
#include "desk/run_impacts.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "findings/placement.h"
#include "quantity/sizes.h"
#include "record/total.h"

namespace holon::desk {
namespace {

constexpr std::size_t kSamples = 1000;
constexpr std::uint64_t kSeed = 1;

void add(record::Run& run, const char* category, const char* unit, const findings::Figure& figure,
         std::string source) {
  record::Impact impact;
  impact.category = category;
  impact.unit = unit;
  impact.amount = figure.value;
  impact.low = figure.low;
  impact.high = figure.high;
  impact.kind = "average";
  impact.source = std::move(source);
  run.impacts.push_back(std::move(impact));
}

}  // namespace

std::string unknown_place(const std::string& place, const catalog::Catalog& catalog) {
  if (place.empty() || catalog.place(place) != nullptr || catalog.grid(place) != nullptr) return "";
  auto codes = catalog.codes(catalog::Shelf::place);
  const auto grids = catalog.codes(catalog::Shelf::grid);
  codes.insert(codes.end(), grids.begin(), grids.end());
  const auto near = base::nearest(place, codes);
  return near ? fmt::format("did you mean `{}`?", *near) : "`holon catalog search WORDS` finds it";
}

void join_impacts(record::Run& run, const std::string& place, const catalog::Catalog& catalog) {
  const double energy_kWh = record::energy_of(run).energy_J() / quantity::kJoulesPerKWh;
  if (!place.empty()) {
    const auto found = findings::place_at(catalog, energy_kWh, place, kSamples, kSeed);
    if (!found) return;
    const auto source = fmt::format("{}, yearly mean of the catalogue{}", found->code,
                                    found->pue_is_default ? ", default PUE" : "");
    if (found->climate_kg) add(run, "climate", "kg CO2e", *found->climate_kg, source);
    if (found->water_L) add(run, "water", "L", *found->water_L, source);
  }
  // devices of one model share one figure
  std::map<std::string, int> models;
  for (const auto& accelerator : run.hardware.accelerators) ++models[accelerator.model];
  for (const auto& [model, count] : models) {
    const auto share = findings::making_share(
        catalog,
        {model, static_cast<double>(count), record::duration_s(run) / quantity::kSecondsPerHour},
        kSamples, kSeed);
    if (share)
      add(run, "embodied", "kg CO2e", *share, fmt::format("share of making {} × {}", count, model));
  }
}

}  // namespace holon::desk
