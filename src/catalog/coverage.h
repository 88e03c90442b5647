// SPDX-License-Identifier: Apache-2.0
//
// How each stage of the hardware's life against each kind of impact may be told: coverage.csv. The
// list of stages and impacts is the one of Wright et al. 2025.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace holon::catalog {

inline constexpr std::array<std::string_view, 6> kStages{"mining", "manufacture", "transport",
                                                         "use",    "cooling",     "disposal"};
inline constexpr std::array<std::string_view, 9> kImpacts{
    "climate", "land and forest", "toxicity",     "ionising radiation",
    "water",   "minerals",        "biodiversity", "soil",
    "health"};

/// A row of coverage.csv.
struct CoverageEntry {
  std::string stage, impact;
  std::string counted_as;  ///< "hardware/climate", of a number; empty of words
  std::string text;
  std::string source;
};

/// All rows; of two numbers of one cell the later one counts.
[[nodiscard]] std::vector<CoverageEntry> coverage_entries(const Catalog& catalog);

}  // namespace holon::catalog
