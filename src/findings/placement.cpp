// SPDX-License-Identifier: Apache-2.0
#include "findings/placement.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "quantity/sampler.h"
#include "quantity/sizes.h"

namespace holon::findings {
namespace {

using catalog::Catalog;
using catalog::Entry;
using catalog::Fact;
using Draws = std::vector<double>;

using quantity::kJoulesPerKWh;
using quantity::kSecondsPerHour;

/// Draws figures of the catalogue, members 0, 1, … of one seed.
class Drawer {
 public:
  Drawer(std::size_t samples, std::uint64_t seed) : samples_(samples), uniforms_(seed) {}

  [[nodiscard]] Draws draw(const Fact& fact) const {
    Draws out(samples_);
    quantity::Sampler(fact.value, fact.name).fill(uniforms_, 0, out);
    return out;
  }

 private:
  std::size_t samples_;
  quantity::RandomUniforms uniforms_;
};

Figure figure_of(Draws draws) {
  const auto q = quantiles_of(std::move(draws));
  return {q.p50, q.p05, q.p95};
}

// a figure of the place, else of its grid
const Fact* own_or_grid(const Catalog& catalog, const Entry& place, std::string_view name) {
  if (const auto* own = place.find(name)) return own;
  const auto* grid = place.grid.empty() ? nullptr : catalog.grid(place.grid);
  return grid == nullptr ? nullptr : grid->find(name);
}

/// A place and its draws, kept to compare with the next best.
struct Drawn {
  PlaceResult result;
  Draws climate;
};

Drawn drawn_place(const Catalog& catalog, const Entry& place, double energy_J,
                  const Drawer& drawer) {
  Drawn out;
  out.result.code = place.code;
  out.result.name = place.name;
  const auto* pue = place.find("pue");
  out.result.pue_is_default = pue == nullptr;
  if (pue == nullptr) pue = catalog.default_value("pue")->find("pue");
  const auto facility = drawer.draw(*pue);
  if (const auto* intensity = own_or_grid(catalog, place, "carbon intensity")) {
    out.climate = drawer.draw(*intensity);
    out.result.is_direct = intensity->note.find("scope: direct") != std::string::npos;
    for (std::size_t i = 0; i < out.climate.size(); ++i) out.climate[i] *= energy_J * facility[i];
    out.result.climate_kg = figure_of(out.climate);
  }
  // water on site is known of few places: without it the sum would be too small
  const auto* on_site = place.find("wue");
  const auto* at_plants = own_or_grid(catalog, place, "water consumption");
  if (at_plants != nullptr && (on_site != nullptr || place.shelf == catalog::Shelf::grid)) {
    auto water = drawer.draw(*at_plants);
    for (std::size_t i = 0; i < water.size(); ++i) water[i] *= energy_J * facility[i];
    if (on_site != nullptr) {
      const auto cooling = drawer.draw(*on_site);
      for (std::size_t i = 0; i < water.size(); ++i) water[i] += energy_J * cooling[i];
    }
    out.result.water_L = figure_of(std::move(water));
  }
  return out;
}

bool emits_less(const Drawn& a, const Drawn& b) {
  if (a.result.climate_kg.has_value() != b.result.climate_kg.has_value())
    return a.result.climate_kg.has_value();
  if (!a.result.climate_kg || a.result.climate_kg->value == b.result.climate_kg->value)
    return a.result.code < b.result.code;
  return a.result.climate_kg->value < b.result.climate_kg->value;
}

double share_below(const Draws& a, const Draws& b) {
  std::size_t below = 0;
  for (std::size_t i = 0; i < a.size(); ++i) below += a[i] < b[i] ? 1 : 0;
  return static_cast<double>(below) / static_cast<double>(a.size());
}

// embodied × count × hours / (lifetime × utilisation)
std::optional<Figure> hardware_share(const Catalog& catalog, const Occupied& occupied,
                                     const Drawer& drawer) {
  const auto* device = catalog.device(occupied.device);
  const auto* embodied = device == nullptr ? nullptr : device->find("embodied climate");
  if (embodied == nullptr) return std::nullopt;
  const auto* kind =
      device->shelf == catalog::Shelf::accelerator ? "accelerator lifetime" : "server lifetime";
  const auto lifetime = drawer.draw(*catalog.default_value(kind)->find(kind));
  const auto used =
      drawer.draw(*catalog.default_value("hardware utilisation")->find("hardware utilisation"));
  auto out = drawer.draw(*embodied);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] *= occupied.count * occupied.hours * kSecondsPerHour / (lifetime[i] * used[i]);
  return figure_of(std::move(out));
}

void summarise(Placement& out) {
  std::vector<double> climate;
  std::vector<double> water;
  for (std::size_t p = 0; p < out.places.size(); ++p) {
    const auto& place = out.places[p];
    if (place.climate_kg) {
      climate.push_back(place.climate_kg->value);
      out.most_carbon = p;
    } else {
      ++out.without_climate;
    }
    if (place.water_L) {
      water.push_back(place.water_L->value);
      if (!out.least_water || place.water_L->value < out.places[*out.least_water].water_L->value)
        out.least_water = p;
    } else {
      ++out.without_water;
    }
  }
  out.climate_kg = quantiles_of(std::move(climate));
  out.water_L = quantiles_of(std::move(water));
}

}  // namespace

Placement place_everywhere(const Catalog& catalog, double energy_kWh, const std::string& prefix,
                           const std::optional<Occupied>& hardware, std::size_t samples,
                           std::uint64_t seed, const Progress& progress) {
  const Drawer drawer(samples, seed);
  const bool is_grids = base::name_key(prefix) == "grids";
  std::vector<Drawn> drawn;
  std::size_t seen = 0;
  const auto& entries = catalog.entries(is_grids ? catalog::Shelf::grid : catalog::Shelf::place);
  for (const auto& entry : entries) {
    tell(progress, seen++, entries.size());
    if (!is_grids && !entry.code.starts_with(prefix)) continue;
    drawn.push_back(drawn_place(catalog, entry, energy_kWh * kJoulesPerKWh, drawer));
  }
  std::sort(drawn.begin(), drawn.end(), emits_less);

  Placement out;
  out.energy_kWh = energy_kWh;
  out.water_is_of_generation = is_grids;
  if (drawn.size() > 1 && drawn[1].result.climate_kg)
    out.p_best_is_better = share_below(drawn[0].climate, drawn[1].climate);
  for (auto& one : drawn) out.places.push_back(std::move(one.result));
  summarise(out);
  if (hardware) out.hardware_kg = hardware_share(catalog, *hardware, drawer);
  return out;
}

std::optional<PlaceResult> place_at(const Catalog& catalog, double energy_kWh,
                                    const std::string& code, std::size_t samples,
                                    std::uint64_t seed) {
  const auto* entry = catalog.place(code);
  if (entry == nullptr) entry = catalog.grid(code);
  if (entry == nullptr) return std::nullopt;
  return drawn_place(catalog, *entry, energy_kWh * kJoulesPerKWh, Drawer(samples, seed)).result;
}

std::optional<Figure> making_share(const Catalog& catalog, const Occupied& occupied,
                                   std::size_t samples, std::uint64_t seed) {
  return hardware_share(catalog, occupied, Drawer(samples, seed));
}

}  // namespace holon::findings
