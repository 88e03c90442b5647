// SPDX-License-Identifier: Apache-2.0
//
// Published models of how many of a wafer's dies are good, rivals of a stated `fab yield`. With x =
// area of one die × defect density:
//
//   poisson            e^-x
//   murphy             ((1 - e^-x) ÷ x)²                        [Hubblo's data are by it]
//   seeds              e^-√x                                    [Boavizta's and Hubblo's models]
//   negative binomial  (1 + x ÷ α)^-α, α the clustering         [ECO-CHIP: α = 10]
//
// Of a part of several chips (chiplets) the die area is that of all of them, and each is as large
// as the others.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/expression.h"

namespace holon::study {

enum class YieldModel : std::uint8_t { poisson, murphy, seeds, negative_binomial };

struct YieldWord {
  std::string_view word;
  YieldModel meaning;
};

/// The names that a study may write.
[[nodiscard]] std::span<const YieldWord> yield_words();

/// The share of good dies at so many defects a die.
[[nodiscard]] model::Expr yield_of(YieldModel yield, const model::Expr& defects,
                                   const model::Expr& clustering);

}  // namespace holon::study
