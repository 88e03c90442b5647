// SPDX-License-Identifier: Apache-2.0
//
// What exporters share: words for people, and runs summed for a form that has room for one figure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/run.h"
#include "record/total.h"

namespace holon::ledger {

/// A text whose control characters are blanks.
[[nodiscard]] std::string one_line(const std::string& text);

/// The amount of an impact, where the run has it in this unit.
[[nodiscard]] std::optional<double> impact_of(const record::Run& run, std::string_view category,
                                              std::string_view unit);

/// Runs summed.
class RunSum {
 public:
  void add(const record::Run& run);

  [[nodiscard]] std::size_t runs() const { return runs_; }
  /// At the devices.
  [[nodiscard]] const record::EnergyTotal& device() const { return device_; }
  /// With the PUE inside where a run has one. Nothing: no run has a figure.
  [[nodiscard]] std::optional<double> energy_J() const;
  /// One standard deviation of it. Nothing where a part states none.
  [[nodiscard]] std::optional<double> uncertainty_J() const;
  /// Nothing unless every run has it: a part of a sum would understate it.
  [[nodiscard]] std::optional<double> climate_kg() const;
  [[nodiscard]] std::size_t without_climate() const { return without_climate_; }

  /// "facility", "device", or "mixed": where the energy is taken.
  [[nodiscard]] std::string_view boundary() const;

  /// "measured 83 %, declared 13 %, modelled 4 %"; empty without energy.
  [[nodiscard]] std::string evidence() const;

 private:
  std::size_t runs_ = 0;
  std::size_t with_pue_ = 0;
  std::size_t without_climate_ = 0;
  record::EnergyTotal device_;
  double energy_J_ = 0;
  double climate_kg_ = 0;
};

/// "Quebec, Canada"; empty: nobody says.
[[nodiscard]] std::string place_of(const record::Run& run);

/// "2 x NVIDIA A100, Xeon Gold"; empty: nobody says.
[[nodiscard]] std::string hardware_of(const record::Run& run);

/// Accelerators by model, each with its number.
[[nodiscard]] std::map<std::string, int> accelerators_of(const record::Run& run);

/// "codecarbon 2.4.1".
[[nodiscard]] std::string tool_of(const record::Run& run);

/// Each text once, without empty ones, in the order in which they come.
[[nodiscard]] std::string joined_once(const std::vector<std::string>& texts,
                                      std::string_view separator);

/// A number without an exponent, of six significant digits: a reader of YAML 1.1 takes 1e-05 for a
/// word.
[[nodiscard]] std::string decimal(double value);

/// "holon", and its version, as a writer of files names itself.
inline constexpr std::string_view kToolVersion = "0.1.0";

}  // namespace holon::ledger
