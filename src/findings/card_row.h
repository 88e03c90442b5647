// SPDX-License-Identifier: Apache-2.0
//
// One row of a card, with what belongs together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/card_lint.h"

namespace holon::findings {

/// A ratio that should be one, and how far from it rounding alone may bring it.
struct Ratio {
  double value = 1;
  double tolerance = 0.02;

  [[nodiscard]] bool is_near(double target) const;
};

/// What of a row is known; a column that occurs twice counts only where its heading decides.
struct CardRow {
  const CardTable* table = nullptr;
  std::size_t index = 0;
  std::optional<CardNumber> energy;   ///< [kWh], of the facility or as its heading says
  bool energy_is_of_devices = false;  ///< the heading says so
  bool energy_is_of_facility = false;
  std::optional<CardNumber> pue;
  std::optional<CardNumber> power;  ///< of one device [W]
  bool power_is_tdp = false;
  std::optional<CardNumber> devices;
  std::optional<CardNumber> time;          ///< [h]
  std::optional<CardNumber> device_hours;  ///< stated, or devices × time
  bool device_hours_are_stated = false;
  std::string hardware;

  [[nodiscard]] const std::string& place() const { return table->places[index]; }
  [[nodiscard]] const std::string& name() const { return table->names[index]; }
};

[[nodiscard]] CardRow row_of(const CardTable& table, std::size_t index);

/// The energy that the row's carbon is made of [kWh]: stated, else devices × hours × power × PUE.
[[nodiscard]] std::optional<CardNumber> carbon_energy(const CardRow& row);

/// A carbon column with the intensity that belongs to it: both gross, both net, or the only one.
struct CarbonPair {
  const CardColumn* carbon = nullptr;
  const CardColumn* intensity = nullptr;  ///< may be null
};

[[nodiscard]] std::vector<CarbonPair> carbon_pairs(const CardTable& table);

/// A finding of a row.
[[nodiscard]] LintFinding finding(LintSeverity severity, const char* check, const CardRow& row,
                                  std::string message, std::string arithmetic);

/// 1000 or a million, or one over them, if the ratio is near it; else 0.
[[nodiscard]] double slip_of(const Ratio& ratio);

/// "1000 times too large".
[[nodiscard]] std::string slip_text(double slip);

/// Three digits, with separators.
[[nodiscard]] std::string shown(double value);

// the checks of a row: card_lint_carbon.cpp, card_lint_power.cpp
void check_carbon(const CardRow& row, const CarbonPair& pair, std::vector<LintFinding>& out);
void check_intensity(const CardRow& row, std::vector<LintFinding>& out);
void check_pue(const CardRow& row, std::vector<LintFinding>& out);
void check_device_hours(const CardRow& row, std::vector<LintFinding>& out);
void check_power(const CardRow& row, const catalog::Catalog& catalog,
                 std::vector<LintFinding>& out);
void check_water(const CardRow& row, std::vector<LintFinding>& out);

// the checks of a table: card_lint_table.cpp
void check_units(const CardTable& table, std::vector<LintFinding>& out);
void check_signs(const CardTable& table, std::vector<LintFinding>& out);
void check_sums(const CardTable& table, std::vector<LintFinding>& out);
void check_logarithms(const CardTable& table, std::vector<LintFinding>& out);
void check_crossed_rows(const CardTable& table, const CarbonPair& pair,
                        std::vector<LintFinding>& out);

}  // namespace holon::findings
