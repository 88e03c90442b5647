// SPDX-License-Identifier: Apache-2.0
//
// Energy, PUE and carbon of one row:  carbon = energy at the facility × carbon intensity.
#include <cmath>

#include <fmt/format.h>

#include "findings/card_row.h"

namespace holon::findings {
namespace {

constexpr double kFloor = 0.02;      // agreement that is asked beyond rounding
constexpr double kCleanest = 4;      // [g/kWh] hydropower, directly
constexpr double kDirtiest = 1500;   // [g/kWh] lignite in old plants
constexpr double kWattHours = 1000;  // in a kWh

bool is_plausible(double intensity) { return intensity >= kCleanest && intensity <= kDirtiest; }

// where most grids lie: only there a slipped unit is the likeliest reading
bool is_usual(double intensity) { return intensity >= 10 && intensity <= 1200; }

// below one gram a number is one of kilograms
bool is_stated_right(double intensity) { return intensity >= 1 && intensity <= kDirtiest; }

// what the energy was worked out from says whether it already holds the PUE
bool holds_pue(const CardRow& row) {
  if (row.energy_is_of_facility) return true;
  if (!row.energy || !row.device_hours || !row.power || !row.pue) return false;
  const double devices = row.device_hours->value * row.power->value / kWattHours;
  const Ratio ratio{row.energy->value / devices, kFloor + row.energy->rounding};
  return ratio.is_near(row.pue->value) && !ratio.is_near(1);
}

void check_stated(const CardRow& row, const CardNumber& energy, const CardNumber& carbon,
                  const CardNumber& stated, std::vector<LintFinding>& out) {
  const double implied = carbon.value / energy.value;
  const Ratio ratio{implied / stated.value,
                    kFloor + energy.rounding + carbon.rounding + stated.rounding};
  const auto arithmetic = fmt::format("{} / {} = {} g/kWh; stated {}", carbon.text, energy.text,
                                      shown(implied), stated.text);
  if (ratio.is_near(1)) return;
  const bool has_pue = row.pue && row.pue->value > 1;
  if (has_pue && ratio.is_near(row.pue->value)) {
    if (row.energy_is_of_devices) return;
    const bool twice = holds_pue(row) || !row.energy;
    if (!twice && row.device_hours && row.power) return;  // energy of the devices: as it should be
    out.push_back(finding(twice ? LintSeverity::error : LintSeverity::warning, "double PUE", row,
                          twice ? "the energy already holds the PUE, and carbon takes it again"
                                : "carbon takes the PUE once more, which is right only for the "
                                  "energy of the devices; the heading does not say so",
                          fmt::format("{}: {} times", arithmetic, shown(ratio.value))));
    return;
  }
  if (has_pue && ratio.is_near(1 / row.pue->value)) {
    out.push_back(finding(LintSeverity::error, "PUE left out", row,
                          "carbon is that of the devices' energy alone",
                          fmt::format("{}: 1 / {}", arithmetic, row.pue->text)));
    return;
  }
  if (const double slip = slip_of({ratio.value, 0.1}); slip > 0) {
    out.push_back(finding(LintSeverity::error, "unit", row,
                          fmt::format("carbon over energy is {} for the stated intensity: a unit "
                                      "has slipped",
                                      slip_text(slip)),
                          arithmetic));
    return;
  }
  out.push_back(finding(LintSeverity::error, "carbon intensity", row,
                        "energy, carbon and carbon intensity do not fit together",
                        fmt::format("{}: {} times", arithmetic, shown(ratio.value))));
}

void check_implied(const CardRow& row, const CardNumber& energy, const CardNumber& carbon,
                   bool may_be_low, std::vector<LintFinding>& out) {
  const double implied = carbon.value / energy.value;
  if (is_plausible(implied) || (may_be_low && implied < kCleanest)) return;
  const auto arithmetic =
      fmt::format("{} / {} = {} g/kWh", carbon.text, energy.text, shown(implied));
  for (const double slip : {1e3, 1e-3, 1e6, 1e-6}) {
    if (!is_usual(implied / slip)) continue;
    out.push_back(
        finding(LintSeverity::error, "unit", row,
                fmt::format("no grid has this carbon intensity; {} it would be {} g/kWh",
                            slip > 1 ? "divided by " + shown(slip) : "times " + shown(1 / slip),
                            shown(implied / slip)),
                arithmetic));
    return;
  }
  out.push_back(finding(LintSeverity::error, "carbon intensity", row,
                        "no grid has this carbon intensity", arithmetic));
}

}  // namespace

void check_carbon(const CardRow& row, const CarbonPair& pair, std::vector<LintFinding>& out) {
  const auto& carbon = pair.carbon->numbers[row.index];
  const auto energy = carbon_energy(row);
  const auto stated = pair.intensity == nullptr ? std::nullopt : pair.intensity->numbers[row.index];
  // told by `check_intensity`
  if (stated && stated->value > 0 && !is_stated_right(stated->value)) return;
  if (!carbon || !energy || carbon->value <= 0 || energy->value <= 0) return;
  std::vector<LintFinding> found;
  if (stated && stated->value > 0) {
    check_stated(row, *energy, *carbon, *stated, found);
  } else {
    const bool may_be_low = pair.carbon->says("net") || pair.carbon->says("market");
    check_implied(row, *energy, *carbon, may_be_low, found);
  }
  // gross and net are two statements
  const bool is_one_of_several = row.table->of(CardRole::carbon).size() > 1;
  for (auto& one : found) {
    if (is_one_of_several) one.subject += ", " + pair.carbon->heading;
    out.push_back(std::move(one));
  }
}

void check_intensity(const CardRow& row, std::vector<LintFinding>& out) {
  for (const auto* column : row.table->of(CardRole::intensity)) {
    const auto& stated = column->numbers[row.index];
    if (!stated || stated->value <= 0 || is_stated_right(stated->value)) continue;
    const double slip = stated->value > kDirtiest ? 1e3 : 1e-3;
    out.push_back(finding(
        LintSeverity::error, "unit", row,
        is_plausible(stated->value / slip)
            ? fmt::format("the stated intensity is {}: kg and g are mixed up", slip_text(slip))
            : std::string("no grid has the stated carbon intensity"),
        fmt::format("{} is {} g/kWh", stated->text, shown(stated->value))));
  }
}

void check_pue(const CardRow& row, std::vector<LintFinding>& out) {
  constexpr double kWorst = 3;
  if (!row.pue) return;
  if (row.pue->value < 1) {
    out.push_back(finding(LintSeverity::error, "PUE", row,
                          "a facility cannot use less than the devices in it",
                          fmt::format("PUE {} < 1", row.pue->text)));
  } else if (row.pue->value > kWorst) {
    out.push_back(finding(LintSeverity::warning, "PUE", row,
                          "a facility rarely uses three times its devices' energy",
                          fmt::format("PUE {} > {}", row.pue->text, kWorst)));
  }
}

void check_water(const CardRow& row, std::vector<LintFinding>& out) {
  const auto waters = row.table->of(CardRole::water);
  const auto wues = row.table->of(CardRole::wue);
  if (waters.size() != 1 || !row.energy || row.energy->value <= 0) return;
  const auto& water = waters.front()->numbers[row.index];
  if (!water || water->value <= 0) return;
  for (const auto* word : {"onsite", "site", "cooling", "direct", "scope"}) {
    if (waters.front()->says(word)) return;
  }
  constexpr double kMost = 50;         // [L/kWh] beyond hydropower's evaporation
  constexpr double kOnSiteOnly = 0.3;  // [L/kWh] less than generation alone takes on most grids
  const double implied = water->value / row.energy->value;
  const auto arithmetic =
      fmt::format("{} / {} = {} L/kWh", water->text, row.energy->text, shown(implied));
  if (implied > kMost) {
    out.push_back(finding(LintSeverity::error, "unit", row,
                          "no electricity takes this much water: a unit has slipped", arithmetic));
    return;
  }
  const auto stated = wues.size() == 1 ? wues.front()->numbers[row.index] : std::nullopt;
  const bool is_on_site =
      stated &&
      Ratio{implied / stated->value, kFloor + water->rounding + stated->rounding}.is_near(1);
  const bool is_on_site_of_devices =
      stated && row.pue &&
      Ratio{implied * row.pue->value / stated->value, kFloor + water->rounding}.is_near(1);
  if (is_on_site || is_on_site_of_devices || (!stated && implied < kOnSiteOnly)) {
    out.push_back(finding(LintSeverity::warning, "on-site water", row,
                          "this is the water of cooling alone: that of generating the electricity "
                          "is missing, and the heading does not say so",
                          stated ? fmt::format("{}; WUE {}", arithmetic, stated->text)
                                 : fmt::format("{} < {}", arithmetic, kOnSiteOnly)));
  }
}

}  // namespace holon::findings
