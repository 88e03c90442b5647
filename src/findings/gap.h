// SPDX-License-Identifier: Apache-2.0
//
// Why two estimates of one thing differ: the gap between them, which is their ratio, as a product
// of factors. What a factor makes of it is found by logarithmic means (findings/log_mean.h) or by
// Shapley's rule (findings/shapley.h); both leave no rest:
//
//   first / second = Π ratio,    share = ln(ratio) / ln(first / second)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "quantity/quantity.h"

namespace holon::findings {

/// A 90 % interval.
struct Range {
  double low = 0;
  double high = 0;
};

/// One of two estimates.
struct Estimated {
  std::string name;
  std::string source;
  double value = 0;               ///< in the gap's unit
  std::optional<double> printed;  ///< what its author printed, in the gap's unit
};

/// Something stated that differs, and what it is in each estimate; nothing where it is absent.
struct GapInput {
  std::string name;
  std::optional<std::string> first, second;
  std::string first_source, second_source;
};

/// What one factor makes of the gap.
struct GapFactor {
  std::string name;
  std::vector<GapInput> inputs;  ///< that it stands for
  double ratio = 1;
  double share = 0;             ///< of the logarithm of the gap; 0 where there is no gap
  std::optional<Range> spread;  ///< of the ratio, where inputs are uncertain
  double error = 0;             ///< standard error of ln(ratio), where orders were drawn
};

struct Gap {
  std::string title;
  std::string what;  ///< that is estimated: "climate"; may be empty
  std::string unit;  ///< of both values; empty for a plain number
  Estimated first, second;
  double ratio = 1;
  std::optional<Range> spread;
  std::string method;  ///< "logarithmic means", "Shapley"
  std::vector<GapFactor> factors;
  std::size_t without_effect = 0;  ///< inputs that differ and change nothing
  std::uint64_t seed = 1;
  std::uint64_t samples = 1;  ///< futures that the spreads are over
};

/// A number without where it comes from: "3.96 Wh", "56.0 g/kWh ×/÷ 1.12".
[[nodiscard]] std::string stated_text(const quantity::Quantity& quantity);

/// From parts, which add up to the logarithm of the gap, to ratios and shares.
void set_parts(Gap& gap, const std::vector<double>& parts);

/// From the parts in each future to spreads. `parts` is [factor][future].
void set_spreads(Gap& gap, const std::vector<std::vector<double>>& parts);

/// The factor whose ratio is farthest from 1; nothing if there is none.
[[nodiscard]] const GapFactor* largest_factor(const Gap& gap);

/// The gap in one sentence.
[[nodiscard]] std::string in_one_sentence(const Gap& gap);

/// What a reader should know beside it: what is absent, what does not come out as printed.
[[nodiscard]] std::vector<std::string> remarks_on(const Gap& gap);

}  // namespace holon::findings
