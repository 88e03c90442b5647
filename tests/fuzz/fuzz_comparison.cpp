// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a comparison or refused with diagnostics; what is read is split or refused, and the
// ratios of a split multiply to the gap.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "findings/comparison.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holon;
  constexpr std::size_t kLongest = 4000;
  if (size > kLongest) return 0;
  const auto show = [](const base::Diagnostics& diagnostics) {
    for (const auto& diagnostic : diagnostics) static_cast<void>(base::render(diagnostic, false));
  };
  const auto comparison = findings::read_comparison(std::make_shared<const base::SourceText>(
      "fuzz", std::string(reinterpret_cast<const char*>(data), size)));
  if (!comparison) {
    show(comparison.error());
    return 0;
  }
  constexpr std::size_t kMostFactors = 12;
  if (comparison->factors.size() > kMostFactors) return 0;
  findings::GapPlan plan;
  plan.samples = 100;
  const auto gap = findings::gap_of(*comparison, plan);
  if (!gap) {
    show(gap.error());
    return 0;
  }
  double logarithm = 0;
  for (const auto& one : gap->factors) logarithm += std::log(one.ratio);
  const double whole = std::log(gap->ratio);
  if (!(std::abs(logarithm - whole) <= 1e-6 * (1 + std::abs(whole)))) std::abort();
  static_cast<void>(findings::in_one_sentence(*gap));
  static_cast<void>(findings::remarks_on(*gap));
  return 0;
}
