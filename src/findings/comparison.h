// SPDX-License-Identifier: Apache-2.0
//
// A file that states two estimates of one thing by their factors:
//
//   compare: 1
//   title: One search, estimated twice
//   unit: t CO2e
//   estimates:
//     first study:
//       source: Table 3
//       prints: 284 t CO2e
//       factors: {time: 1000 h, power: 300 W, pue: 1.58, carbon intensity: 0.43 kg/kWh}
//     second study:
//       factors: …
//
// An estimate is the product of its factors; times the sum over its `phases`, each a product, where
// it has some; or the `formula` that the file states for both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "findings/gap.h"
#include "findings/log_mean.h"
#include "model/expression.h"
#include "quantity/quantity.h"

namespace holon::findings {

/// A number that an estimate states.
struct StatedFactor {
  std::string name;
  quantity::Quantity quantity;
  base::Span span;
};

/// A factor of the comparison: what each side states for it, whose product it is. Nothing: it is
/// absent there, and counts as `absent`.
struct ComparedFactor {
  std::string name;
  std::vector<StatedFactor> first, second;
  double absent = 1;  ///< 1 of a plain number, 0 of what makes an addend
};

/// Two estimates, ready to be compared. All amounts in base units.
struct Comparison {
  std::string title;
  quantity::Unit unit;
  Estimated estimates[2];  ///< without their values
  std::vector<ComparedFactor> factors;
  model::Expr formula;          ///< over factors, by index
  std::vector<Addend> addends;  ///< of the formula, if it is a sum of products; else none
};

/// True for a document with the key `compare`.
[[nodiscard]] bool is_comparison(const base::SourceText& source);

/// Reads a comparison. Errors: E0101 to E0105, E0108, E0112, E0201 to E0208, E0301 to E0307,
/// E0404.
[[nodiscard]] base::Result<Comparison> read_comparison(const base::SourcePtr& source);

struct GapPlan {
  std::uint64_t samples = 1000;
  std::uint64_t seed = 1;
  bool shapley = false;      ///< even where logarithmic means would do
  std::size_t pairs = 2000;  ///< of orders drawn, beyond `kMostExactFactors`
};

/// The gap between the estimates. Errors: E0207 where one of them is not above zero.
[[nodiscard]] base::Result<Gap> gap_of(const Comparison& comparison, const GapPlan& plan);

}  // namespace holon::findings
