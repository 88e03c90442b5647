// SPDX-License-Identifier: Apache-2.0
//
// The same work in every place of the catalogue: what its electricity emits and drinks there.
//
//   climate = E × PUE × carbon intensity
//   water   = E × WUE + E × PUE × water consumption of the grid's electricity
//
// E is the energy at the devices [kWh]. Hardware is made wherever the work runs: its share is the
// same in every place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "findings/job_schedule.h"

namespace holon::findings {

/// The centre of a figure and its 90 % interval.
struct Figure {
  double value = 0;  ///< median
  double low = 0;
  double high = 0;
};

/// One place, cheapest first.
struct PlaceResult {
  std::string code, name;
  std::optional<Figure> climate_kg;  ///< nothing: the catalogue lacks a factor
  std::optional<Figure> water_L;
  bool is_direct = false;  ///< its carbon counts power stations alone, not fuel chain and plant
  bool pue_is_default = false;  ///< neither the place nor its provider publishes one
};

/// Hardware that the job occupies.
struct Occupied {
  std::string device;
  double count = 1;
  double hours = 0;
};

/// The work everywhere.
struct Placement {
  double energy_kWh = 0;  ///< at the devices
  std::vector<PlaceResult> places;
  Quantiles climate_kg;  ///< over places
  Quantiles water_L;
  std::size_t least_carbon = 0;  ///< index; places with a climate come first, least first
  std::optional<std::size_t> most_carbon, least_water;
  std::optional<Figure> hardware_kg;  ///< the job's share of making its devices
  /// Probability that the best emits less than the second best; nothing without a second.
  std::optional<double> p_best_is_better;
  std::size_t without_climate = 0, without_water = 0;
  bool water_is_of_generation = false;  ///< countries: cooling on site is not known
};

/// Places whose code begins with `prefix` ("gcp/"; empty: all; "grids": countries instead, at the
/// catalogue's default PUE). Figures are drawn `samples` times, causes shared.
[[nodiscard]] Placement place_everywhere(const catalog::Catalog& catalog, double energy_kWh,
                                         const std::string& prefix,
                                         const std::optional<Occupied>& hardware,
                                         std::size_t samples, std::uint64_t seed,
                                         const Progress& progress = {});

/// The work in one place or country of the catalogue; nothing if the catalogue does not know it.
[[nodiscard]] std::optional<PlaceResult> place_at(const catalog::Catalog& catalog,
                                                  double energy_kWh, const std::string& code,
                                                  std::size_t samples, std::uint64_t seed);

/// The share of making a device that the work has: embodied × count × hours / (lifetime ×
/// utilisation). Nothing if the catalogue does not know it.
[[nodiscard]] std::optional<Figure> making_share(const catalog::Catalog& catalog,
                                                 const Occupied& occupied, std::size_t samples,
                                                 std::uint64_t seed);

}  // namespace holon::findings
