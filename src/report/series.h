// SPDX-License-Identifier: Apache-2.0
//
// Series over time: a table for programs, small charts for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holon::report {

/// Values over time, a column for each variable.
struct SeriesTable {
  std::vector<std::string> names;
  std::vector<double> times;
  std::vector<std::vector<double>> columns;  ///< [name][time]
};

/// The variables that have no value at any time.
[[nodiscard]] std::vector<std::string> missing_throughout(const SeriesTable& table);

/// A text as one field of CSV, quoted where it must be (RFC 4180).
[[nodiscard]] std::string csv_field(std::string_view text);

/// First column `time`, then each variable under its name. What is no number is an empty field.
[[nodiscard]] std::string csv(const SeriesTable& table);

/// A line for each variable: its name, first and last value, and its course.
[[nodiscard]] std::string terminal(const SeriesTable& table, std::size_t width);

/// The course of a series as `width` block characters, from its least to its greatest value.
[[nodiscard]] std::string spark(const std::vector<double>& values, std::size_t width);

}  // namespace holon::report
