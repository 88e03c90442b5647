// SPDX-License-Identifier: Apache-2.0
//
// Devices, hours and power of one row:  energy = devices × hours × power [× PUE].
#include <cmath>

#include <fmt/format.h>

#include "findings/card_row.h"
#include "findings/catalog_figure.h"

namespace holon::findings {
namespace {

constexpr double kFloor = 0.03;
constexpr double kWattHours = 1000;
constexpr double kLeastWatts = 10;    // of a device that works
constexpr double kMostWatts = 12000;  // of a node with eight accelerators

// rated power of a device of the catalogue [W]
std::optional<double> rated_power(const catalog::Catalog& catalog, const std::string& hardware) {
  if (hardware.empty()) return std::nullopt;
  return typical_figure(catalog.device(hardware), "power", "W");
}

void check_against_power(const CardRow& row, double expected, const std::string& text,
                         std::vector<LintFinding>& out) {
  const Ratio ratio{
      row.energy->value / expected,
      kFloor + row.energy->rounding + row.device_hours->rounding + row.power->rounding};
  const double pue = row.pue ? row.pue->value : 1;
  const auto arithmetic =
      fmt::format("{} = {} kWh; stated {}", text, shown(expected), row.energy->text);
  if (row.power_is_tdp) {
    // rated power is a ceiling, not a measurement
    constexpr double kUnstatedPue = 1.6;
    if (ratio.value <= (row.pue ? pue : kUnstatedPue) * (1 + ratio.tolerance) && ratio.value > 0.05)
      return;
  } else {
    if (ratio.is_near(1) || ratio.is_near(pue)) return;
    if (pue > 1 && ratio.is_near(pue * pue)) {
      out.push_back(finding(LintSeverity::error, "double PUE", row,
                            "the PUE is in the energy twice",
                            fmt::format("{}: PUE² = {}", arithmetic, shown(pue * pue))));
      return;
    }
  }
  if (const double slip = slip_of({ratio.value / std::sqrt(pue), 0.25}); slip > 0) {
    out.push_back(finding(LintSeverity::error, "unit", row,
                          fmt::format("the energy is {}: a unit has slipped", slip_text(slip)),
                          arithmetic));
    return;
  }
  out.push_back(finding(LintSeverity::error, "watts per device", row,
                        row.power_is_tdp ? "the energy does not fit the devices' rated power"
                                         : "devices, hours, power and energy do not fit together",
                        fmt::format("{}: {} times", arithmetic, shown(ratio.value))));
}

void check_against_catalogue(const CardRow& row, const catalog::Catalog& catalog, double watts,
                             const std::string& arithmetic, std::vector<LintFinding>& out) {
  // the host, the network and the facility come on top
  constexpr double kOverhead = 2;
  const auto rated = rated_power(catalog, row.hardware);
  if (!rated || watts <= kOverhead * *rated) return;
  out.push_back(finding(LintSeverity::warning, "watts per device", row,
                        fmt::format("more than twice the rated power of {}", row.hardware),
                        fmt::format("{}; rated {} W", arithmetic, shown(*rated))));
}

}  // namespace

void check_device_hours(const CardRow& row, std::vector<LintFinding>& out) {
  if (!row.device_hours_are_stated || !row.devices || !row.time) return;
  const double expected = row.devices->value * row.time->value;
  if (expected <= 0 || row.device_hours->value <= 0) return;
  const Ratio ratio{row.device_hours->value / expected,
                    kFloor + row.device_hours->rounding + row.time->rounding};
  if (ratio.is_near(1)) return;
  const auto arithmetic = fmt::format("{} × {} = {} h; stated {}", row.devices->text,
                                      row.time->text, shown(expected), row.device_hours->text);
  constexpr double kHoursPerDay = 24;
  const bool is_days = ratio.is_near(kHoursPerDay) || ratio.is_near(1 / kHoursPerDay);
  const double slip = slip_of({ratio.value, 0.1});
  out.push_back(finding(LintSeverity::error, is_days || slip > 0 ? "unit" : "device hours", row,
                        is_days ? std::string("hours and days are mixed up")
                        : slip > 0
                            ? fmt::format("the device hours are {}", slip_text(slip))
                            : std::string("devices, time and device hours do not fit together"),
                        arithmetic));
}

void check_power(const CardRow& row, const catalog::Catalog& catalog,
                 std::vector<LintFinding>& out) {
  if (row.power && row.power->value > 0 && (row.power->value < 2 || row.power->value > 1e5)) {
    const double slip = row.power->value < 2 ? 1e-3 : 1e3;
    out.push_back(
        finding(LintSeverity::error, "unit", row,
                fmt::format("the power of a device is {}: W and kW are mixed up", slip_text(slip)),
                fmt::format("{} is {} W", row.power->text, shown(row.power->value))));
    return;
  }
  if (!row.energy || !row.device_hours || row.energy->value <= 0 || row.device_hours->value <= 0)
    return;
  const double watts = row.energy->value * kWattHours / row.device_hours->value;
  const auto hours =
      row.device_hours_are_stated ? row.device_hours->text : "(" + row.device_hours->text + ")";
  const auto arithmetic =
      fmt::format("{} / {} = {} W per device", row.energy->text, hours, shown(watts));
  if (row.power && row.power->value > 0) {
    check_against_power(row, row.device_hours->value * row.power->value / kWattHours,
                        fmt::format("{} × {}", row.device_hours->text, row.power->text), out);
    return;
  }
  if (watts >= kLeastWatts && watts <= kMostWatts)
    return check_against_catalogue(row, catalog, watts, arithmetic, out);
  for (const double slip : {1e3, 1e-3, 1e6, 1e-6}) {
    constexpr double kUsualLeast = 50;
    constexpr double kUsualMost = 1500;
    if (watts / slip < kUsualLeast || watts / slip > kUsualMost) continue;
    out.push_back(finding(
        LintSeverity::error, "unit", row,
        fmt::format("the energy is about {}: a unit has slipped", slip_text(slip)), arithmetic));
    return;
  }
  out.push_back(finding(LintSeverity::error, "watts per device", row,
                        "no device works at this power", arithmetic));
}

}  // namespace holon::findings
