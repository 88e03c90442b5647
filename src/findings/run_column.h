// SPDX-License-Identifier: Apache-2.0
//
// What a column of a table of measured runs holds, and in which unit, from its heading:
// `total_energy_kwh`, `Energy (kWh)`, `GFLOPs`, `emissions`.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holon::findings {

/// What can be measured of a run; each is kept in one unit.
enum class Measure { flop, parameters, quality, time, power, energy, intensity, carbon };

inline constexpr std::size_t kMeasureCount = 8;

inline constexpr std::array<Measure, kMeasureCount> kMeasures{
    Measure::flop,  Measure::parameters, Measure::quality,   Measure::time,
    Measure::power, Measure::energy,     Measure::intensity, Measure::carbon};

/// "FLOP", "parameters", "quality", "time", "power", "energy", "carbon intensity", "carbon".
[[nodiscard]] std::string_view name(Measure measure);

/// "FLOP", "", "", "s", "W", "kWh", "g CO2e/kWh", "g CO2e".
[[nodiscard]] std::string_view unit(Measure measure);

/// The measure of a name, in any case and spelling of blanks; nothing if it is none.
[[nodiscard]] std::optional<Measure> measure_of(std::string_view name);

/// What a heading says of its column.
struct Heading {
  std::string text;
  std::optional<Measure> measure;  ///< nothing: a label, or something that is not audited
  std::optional<double> scale;  ///< the measure's units in one of the column's; nothing: unstated
  bool is_total = false;        ///< says that it is the whole
  bool is_part = false;         ///< of one component, such as a GPU or the memory
  bool is_predicted = false;    ///< a forecast, not a measurement
  std::string convention;       ///< where the unit is known from elsewhere: whose column it is
};

/// Reads a heading. Units stand in brackets or are its last word; `duration`, `energy_consumed`
/// and `emissions` are CodeCarbon's (s, kWh, kg), `time_per_epoch` and `average_power` Zeus's
/// (s, W). One multiply-accumulate counts as two FLOP.
[[nodiscard]] Heading read_heading(std::string_view text);

/// The same for a column that a person says holds `measure`: only its unit is read.
[[nodiscard]] Heading read_heading(std::string_view text, Measure measure);

/// Which labels a table of runs has.
enum class Label { hardware, work, variant, setting };

inline constexpr std::size_t kLabelCount = 4;

/// Headings that are taken for a label, most telling first.
[[nodiscard]] std::span<const std::string_view> headings_of(Label label);

}  // namespace holon::findings
