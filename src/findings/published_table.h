// SPDX-License-Identifier: Apache-2.0
//
// Published numbers against ours, in a test: the table is printed, and each row has the distance
// that is accepted.
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
  double accepted;  ///< relative
};

inline void check_table(const std::string& title, const std::vector<PublishedRow>& rows) {
  std::string table = fmt::format("\n{}\n{:<44}{:>14}{:>14}{:>10}{:>10}\n", title, "", "published",
                                  "holon", "off by", "accepted");
  for (const auto& row : rows) {
    table += fmt::format("{:<44}{:>14.6g}{:>14.6g}{:>9.2f}%{:>9.1f}%\n", row.what, row.published,
                         row.ours, 100 * (row.ours / row.published - 1), 100 * row.accepted);
  }
  MESSAGE(table);
  for (const auto& row : rows) {
    INFO(row.what);
    CHECK(std::abs(row.ours / row.published - 1) <= row.accepted);
  }
}

}  // namespace holon::findings
