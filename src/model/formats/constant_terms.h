// SPDX-License-Identifier: Apache-2.0
//
// What a term is worth where the file alone tells: numbers, constants without subscripts, and what
// the four operations make of them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "model/formats/script.h"

namespace holon::model::formats {

/// The constants of one block.
class ConstantTerms {
 public:
  explicit ConstantTerms(const Block& block);

  /// Nothing where it can change, or needs more than the file says.
  [[nodiscard]] std::optional<double> value(const TermPtr& term) const { return value(term, 0); }

 private:
  [[nodiscard]] std::optional<double> value(const TermPtr& term, int depth) const;

  std::unordered_map<std::string, TermPtr> terms_;
};

}  // namespace holon::model::formats
