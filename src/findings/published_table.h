// SPDX-License-Identifier: Apache-2.0
//
// Published numbers against ours, in a test: a table of published, holon, ratio and source is
// printed, and each row has the distance that is accepted.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace holon::findings {

/// One published number.
struct PublishedRow {
  std::string what;
  double published;
  double ours;
  double accepted;          ///< relative
  std::string source = {};  ///< of this row; empty: the table's
};

/// Half of the last of so many published digits, relative: what rounding alone may hide.
inline double half_digit(double published, int digits) {
  const double exponent = std::floor(std::log10(std::abs(published)));
  return 0.5 * std::pow(10.0, exponent - digits + 1) / std::abs(published);
}

inline void check_table(const std::string& title, const std::vector<PublishedRow>& rows) {
  std::string table = fmt::format("\n{}\n{:<46}{:>14}{:>14}{:>12}{:>11}  source\n", title, "",
                                  "published", "holon", "ratio", "accepted");
  for (const auto& row : rows) {
    table += fmt::format("{:<46}{:>14.6g}{:>14.6g}{:>12.7g}{:>10.2g}%  {}\n", row.what,
                         row.published, row.ours, row.ours / row.published, 100 * row.accepted,
                         row.source.empty() ? title : row.source);
  }
  MESSAGE(table);
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(std::abs(row.ours / row.published - 1) <= row.accepted);
  }
}

}  // namespace holon::findings
