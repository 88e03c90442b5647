// SPDX-License-Identifier: Apache-2.0
//
// Rival published figures of one thing, side by side.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace holon::catalog {

/// One published figure among its rivals.
struct Rival {
  std::string model;
  double value = 0;  ///< in the fact's unit
  double low = 0;    ///< its own range; equal to the value where it states none
  double high = 0;
  std::string source;
  std::string note;  ///< what it counts, and what is odd about it: why it differs
};

/// The rivals of a fact, least first; empty where there is only one figure.
[[nodiscard]] std::vector<Rival> rivals_of(const Fact& fact);

/// All facts of an entry that have rivals: each figure, how many times the least it is, its source
/// and what it counts. Lines end in a newline.
[[nodiscard]] std::string comparison(const Entry& entry);

}  // namespace holon::catalog
