// SPDX-License-Identifier: Apache-2.0
//
// What of the hardware's whole chain a study tells: each stage of its life against each kind of
// impact is a number of the study, an entry in words with its source, or missing. The list of
// stages and impacts is the one of Wright et al. 2025; entries stand in data/coverage.csv.
#pragma once

#include <string>
#include <vector>

#include "catalog/coverage.h"
#include "findings/findings.h"

namespace holon::findings {

using catalog::kImpacts;
using catalog::kStages;

enum class Told : std::uint8_t { number, words, missing };

/// One stage against one impact.
struct Cell {
  std::string stage, impact;
  Told told = Told::missing;
  std::string text;    ///< what the number counts, or what is known in words
  std::string source;  ///< of the words
};

/// How many cells are numbers, words, missing.
struct CellCounts {
  std::size_t numbers = 0;
  std::size_t words = 0;
  std::size_t missing = 0;
};
[[nodiscard]] CellCounts counted(const std::vector<Cell>& cells);

/// All cells, stage by stage.
[[nodiscard]] std::vector<Cell> coverage(const Findings& findings);

}  // namespace holon::findings
