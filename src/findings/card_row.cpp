// SPDX-License-Identifier: Apache-2.0
#include "findings/card_row.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::findings {
namespace {

// the number of a role in a row, where the table has one such column
std::optional<CardNumber> only(const CardTable& table, CardRole role, std::size_t row) {
  const auto columns = table.of(role);
  return columns.size() == 1 ? columns.front()->numbers[row] : std::nullopt;
}

bool says_any(const CardColumn& column, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return column.says(word); });
}

// of the devices, before PUE
bool is_of_devices(const CardColumn& column) {
  return says_any(column, {"it", "device", "devices", "server", "servers", "gpu", "gpus"});
}

bool is_of_facility(const CardColumn& column) {
  return says_any(column, {"facility", "site", "pue", "datacenter", "centre", "center"});
}

// the energy that carbon is made of: of the facility, else the total, else the only one
const CardColumn* energy_column(const CardTable& table) {
  const auto columns = table.of(CardRole::energy);
  for (const auto* column : columns) {
    if (is_of_facility(*column)) return column;
  }
  for (const auto* column : columns) {
    if (column->says("total")) return column;
  }
  return columns.size() == 1 ? columns.front() : nullptr;
}

}  // namespace

bool Ratio::is_near(double target) const { return std::abs(value / target - 1) <= tolerance; }

CardRow row_of(const CardTable& table, std::size_t index) {
  CardRow out;
  out.table = &table;
  out.index = index;
  if (const auto* energy = energy_column(table)) {
    out.energy = energy->numbers[index];
    out.energy_is_of_devices = is_of_devices(*energy);
    out.energy_is_of_facility = is_of_facility(*energy);
  }
  out.pue = only(table, CardRole::pue, index);
  out.power = only(table, CardRole::power, index);
  const auto powers = table.of(CardRole::power);
  out.power_is_tdp = powers.size() == 1 && says_any(*powers.front(), {"tdp", "rated", "max"});
  out.devices = only(table, CardRole::devices, index);
  out.time = only(table, CardRole::time, index);
  out.device_hours = only(table, CardRole::device_hours, index);
  out.device_hours_are_stated = out.device_hours.has_value();
  if (!out.device_hours && out.devices && out.time) {
    out.device_hours = CardNumber{out.devices->value * out.time->value, out.time->rounding,
                                  out.devices->text + " × " + out.time->text};
  }
  const auto hardware = table.of(CardRole::hardware);
  if (hardware.size() == 1) out.hardware = hardware.front()->texts[index];
  return out;
}

std::optional<CardNumber> carbon_energy(const CardRow& row) {
  constexpr double kWattHours = 1000;
  if (row.energy) return row.energy;
  if (!row.device_hours || !row.power || row.power_is_tdp) return std::nullopt;
  const double pue = row.pue ? row.pue->value : 1;
  return CardNumber{row.device_hours->value * row.power->value * pue / kWattHours,
                    row.device_hours->rounding + row.power->rounding,
                    fmt::format("({} × {}{})", row.device_hours->text, row.power->text,
                                row.pue ? " × PUE " + row.pue->text : "")};
}

std::vector<CarbonPair> carbon_pairs(const CardTable& table) {
  constexpr std::array<std::string_view, 4> kKinds{"gross", "net", "market", "location"};
  const auto intensities = table.of(CardRole::intensity);
  std::vector<CarbonPair> out;
  for (const auto* carbon : table.of(CardRole::carbon)) {
    CarbonPair pair{carbon, nullptr};
    for (const auto* intensity : intensities) {
      const bool fits = std::all_of(kKinds.begin(), kKinds.end(), [&](std::string_view kind) {
        return carbon->says(kind) == intensity->says(kind);
      });
      if (fits && pair.intensity == nullptr) pair.intensity = intensity;
    }
    if (pair.intensity == nullptr && intensities.size() == 1 &&
        table.of(CardRole::carbon).size() == 1)
      pair.intensity = intensities.front();
    out.push_back(pair);
  }
  return out;
}

LintFinding finding(LintSeverity severity, const char* check, const CardRow& row,
                    std::string message, std::string arithmetic) {
  return {severity, check, row.place(), row.name(), std::move(message), std::move(arithmetic)};
}

double slip_of(const Ratio& ratio) {
  for (const double slip : {1e3, 1e-3, 1e6, 1e-6}) {
    if (ratio.is_near(slip)) return slip;
  }
  return 0;
}

std::string slip_text(double slip) {
  return slip > 1 ? fmt::format("{} times too large", shown(slip))
                  : fmt::format("{} times too small", shown(1 / slip));
}

std::string shown(double value) { return base::readable(value, 4); }

}  // namespace holon::findings
