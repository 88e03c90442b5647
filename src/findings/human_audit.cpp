// SPDX-License-Identifier: Apache-2.0
#include "findings/human_audit.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/phrase.h"

namespace holon::findings {
namespace {

constexpr std::size_t kClimate = 0;
constexpr double kSmallShare = 0.005;

std::optional<std::size_t> category_called(const Findings& f, std::string_view name) {
  for (std::size_t c = 0; c < f.categories.size(); ++c) {
    if (f.categories[c].name == name) return c;
  }
  return std::nullopt;
}

const std::vector<Contribution>& parts_by(const Findings& f, std::string_view by) {
  static const std::vector<Contribution> none;
  const auto found = std::find_if(f.breakdowns.begin(), f.breakdowns.end(),
                                  [&](const Breakdown& b) { return b.by == by; });
  return found == f.breakdowns.end() ? none : found->parts;
}

// the mean of a part's category; nothing where it is missing or nothing flows
std::optional<double> mean_of(const PerCategory& totals, std::size_t category) {
  if (category >= totals.size() || !totals[category]) return std::nullopt;
  return totals[category]->mean;
}

// --- compute is not energy is not carbon ---------------------------------------------------------

struct Intensity {
  const Contribution* place = nullptr;
  double value = 0;  // kg CO2e per kWh
};

std::vector<Intensity> intensities(const Findings& f, std::size_t energy) {
  std::vector<Intensity> out;
  for (const auto& place : parts_by(f, "place")) {
    const auto kwh = mean_of(place.totals, energy);
    const auto carbon = mean_of(place.totals, kClimate);
    if (kwh && carbon && *kwh > 0) out.push_back({&place, *carbon / *kwh});
  }
  std::sort(out.begin(), out.end(),
            [](const Intensity& a, const Intensity& b) { return a.value < b.value; });
  return out;
}

// the activity whose share of carbon is furthest above its share of energy
const Contribution* least_alike(const Findings& f, std::size_t energy) {
  const Contribution* out = nullptr;
  double most = 0.02;  // a gap that a reader would see
  for (const auto& activity : parts_by(f, "activity")) {
    const auto kwh = mean_of(activity.totals, energy);
    const auto carbon = mean_of(activity.totals, kClimate);
    if (!kwh || !carbon) continue;
    const double gap = *carbon / f.totals[kClimate]->mean - *kwh / f.totals[energy]->mean;
    if (gap > most) {
      most = gap;
      out = &activity;
    }
  }
  return out;
}

Finding energy_is_not_carbon(const Findings& f) {
  Finding out{"audit-energy", "Compute is not energy is not carbon", {}, {}};
  const auto energy = category_called(f, "energy");
  if (!energy || !f.totals[*energy] || f.totals[*energy]->mean <= 0) {
    out.text =
        "No energy is told apart in this study, so its carbon cannot be traced to joules, nor its "
        "joules to computation. Give activities an `energy` and a place.";
    return out;
  }
  const auto places = intensities(f, *energy);
  if (places.empty()) {
    out.text = "The carbon of no place is known here: energy is all that can be told.";
    return out;
  }
  const auto& low = places.front();
  const auto& high = places.back();
  const auto& unit = f.categories[kClimate].unit;
  if (high.value > 1.01 * low.value) {
    out.text = fmt::format("A kilowatt-hour emits {} at {} and {} at {}", amount(low.value, unit),
                           low.place->name, amount(high.value, unit), high.place->name);
    if (low.value > 0) {
      out.text += fmt::format(", {}", ratio_of(high.value, low.value));
      out.numbers.emplace_back("intensity_ratio", high.value / low.value);
    }
    out.text += ": where work runs counts as much as how well.";
  } else {
    out.text = fmt::format(
        "All electricity emits {} per kilowatt-hour here, so a saving of energy is a saving of "
        "carbon, as long as the work stays where it is.",
        amount(high.value, unit));
  }
  out.numbers.emplace_back("intensity_low", low.value);
  out.numbers.emplace_back("intensity_high", high.value);
  if (const auto* odd = least_alike(f, *energy)) {
    const double of_energy = *mean_of(odd->totals, *energy) / f.totals[*energy]->mean;
    const double of_climate = *mean_of(odd->totals, kClimate) / f.totals[kClimate]->mean;
    out.text += fmt::format(" {} uses {} of the energy and causes {} of the climate total.",
                            odd->name, share_of(of_energy), share_of(of_climate));
    out.numbers.emplace_back("energy_share", of_energy);
    out.numbers.emplace_back("climate_share", of_climate);
  }
  out.text += " What was computed with it, the study does not count.";
  return out;
}

// --- what one phase saves, another spends --------------------------------------------------------

std::string phases_sentence(const Findings& f, Finding& out) {
  const auto& phases = parts_by(f, "phase");
  if (phases.empty() || !mean_of(phases[0].totals, kClimate)) return {};
  const double share = *mean_of(phases[0].totals, kClimate) / f.totals[kClimate]->mean;
  out.numbers.emplace_back("largest_phase_share", share);
  if (phases.size() == 1)
    return fmt::format("Only {} is in this study: what other phases cost is not seen.",
                       phases[0].name);
  return fmt::format("{} is {} of the climate total: halving the rest would leave {} of it.",
                     phases[0].name, share_of(share), share_of((1 + share) / 2));
}

// the scenario in which demand takes back most
const ReboundResult* largest_rebound(const Findings& f) {
  const ReboundResult* out = nullptr;
  for (const auto& result : f.rebounds) {
    if (result.category != kClimate || !result.rebound) continue;
    if (std::abs(result.rebound->mean) < kSmallShare) continue;
    if (out == nullptr || result.rebound->mean > out->rebound->mean) out = &result;
  }
  return out;
}

std::string demand_sentence(const Findings& f, Finding& out) {
  if (f.scenarios.empty()) return "No scenario changes anything here, so nothing is said of gains.";
  if (const auto* rebound = largest_rebound(f)) {
    const auto& unit = f.categories[kClimate].unit;
    out.numbers.emplace_back("engineering_saving", rebound->engineering->mean);
    out.numbers.emplace_back("actual_saving", rebound->actual->mean);
    const double actual = rebound->actual->mean;
    return fmt::format("By engineering {} saves {}; with demand answering it {} {}.",
                       rebound->scenario, amount(rebound->engineering->mean, unit),
                       actual < 0 ? "adds" : "saves", amount(std::abs(actual), unit));
  }
  if (!f.rebounds.empty()) return "Demand takes nothing back in any scenario here.";
  return "Demand does not answer to any scenario here: whether a gain is taken back cannot be seen "
         "without a `feedback` block.";
}

std::string repaid_sentence(const Findings& f, Finding& out) {
  const BreakEven* worst = nullptr;
  for (const auto& result : f.break_evens) {
    if (result.category != kClimate) continue;
    if (worst == nullptr || result.p_repaid < worst->p_repaid) worst = &result;
  }
  if (worst == nullptr) return {};
  out.numbers.emplace_back("p_repaid", worst->p_repaid);
  return fmt::format(" What {} costs first is repaid in {} of the futures.", worst->scenario,
                     share_of(worst->p_repaid));
}

Finding phases_trade(const Findings& f) {
  Finding out{"audit-phases", "What one phase saves, another may spend", {}, {}};
  out.text = phases_sentence(f, out);
  if (!out.text.empty()) out.text += " ";
  out.text += demand_sentence(f, out);
  out.text += repaid_sentence(f, out);
  return out;
}

// --- hardware ------------------------------------------------------------------------------------

// scenarios that do better by the unit and worse in total
std::vector<std::string> better_by_unit_only(const Findings& f) {
  std::vector<std::string> out;
  for (const auto& scenario : f.scenarios) {
    const auto unit_before = mean_of(f.per_unit, kClimate);
    const auto unit_after = mean_of(scenario.per_unit, kClimate);
    const auto difference = mean_of(scenario.difference, kClimate);
    if (unit_before && unit_after && difference && *unit_after < *unit_before && *difference > 0)
      out.push_back(scenario.name);
  }
  return out;
}

// how much of the minerals is the hardware's; what is not known of the electricity is said
std::string minerals_sentence(const Findings& f, const Contribution& hardware, Finding& out) {
  const auto minerals = category_called(f, "minerals");
  if (!minerals) return {};
  const auto made = mean_of(hardware.totals, *minerals);
  if (!made) return {};
  const auto& sources = parts_by(f, "source");
  const auto electricity = std::find_if(sources.begin(), sources.end(), [](const Contribution& p) {
    return p.name == "electricity";
  });
  const auto used =
      electricity == sources.end() ? std::nullopt : mean_of(electricity->totals, *minerals);
  if (!used) return " Minerals of the electricity are not known here.";
  const double share = *made / (*made + *used);
  out.numbers.emplace_back("mineral_share", share);
  return fmt::format(" Of the minerals of both, {} are the hardware's.", share_of(share));
}

Finding hardware_counts(const Findings& f) {
  Finding out{"audit-hardware", "Hardware has impacts that efficiency does not count", {}, {}};
  const auto& sources = parts_by(f, "source");
  const auto hardware = std::find_if(sources.begin(), sources.end(),
                                     [](const Contribution& p) { return p.name == "hardware"; });
  const auto made = hardware == sources.end() ? std::nullopt : mean_of(hardware->totals, kClimate);
  if (!made) {
    out.text =
        "No hardware stands in this study: its manufacture, minerals and waste are missing from "
        "every total, not zero.";
  } else {
    const double share = *made / f.totals[kClimate]->mean;
    out.text = fmt::format(
        "Making the hardware emits {}, {} of the climate total; it remains if the electricity "
        "becomes free of carbon.",
        amount(*made, f.categories[kClimate].unit), share_of(share));
    out.numbers.emplace_back("embodied", *made);
    out.numbers.emplace_back("embodied_share", share);
    const bool others =
        std::any_of(hardware->totals.begin() + 1, hardware->totals.end(),
                    [](const std::optional<Summary>& total) { return total.has_value(); });
    if (!others) out.text += " Its water, minerals and waste are missing, not zero.";
    out.text += minerals_sentence(f, *hardware, out);
  }
  const auto by_unit = better_by_unit_only(f);
  if (!by_unit.empty()) {
    out.text += fmt::format(" {}: less by the {}, more in total.", base::listed(by_unit, "and"),
                            f.functional_unit);
  }
  return out;
}

}  // namespace

std::vector<Finding> human_audit(const Findings& f) {
  const bool has_climate =
      !f.categories.empty() && f.categories[kClimate].name == "climate" && f.totals[kClimate];
  if (!has_climate || f.totals[kClimate]->mean == 0) return {};
  return {energy_is_not_carbon(f), phases_trade(f), hardware_counts(f)};
}

}  // namespace holon::findings
