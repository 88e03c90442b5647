// SPDX-License-Identifier: Apache-2.0
//
// The gap between two estimates of twenty factors, on one core: any formula by Shapley's rule over
// all 2^20 sets, a product by logarithmic means in 10 000 futures, and beyond twenty factors by
// orders that are drawn. See bench/README.md.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "findings/comparison.h"

namespace holon::bench {
namespace {

// no sum of products: a root of each factor, times a factor that all share
std::string formula_of(std::size_t factors) {
  std::string out = "x0 * (1";
  for (std::size_t i = 1; i < factors; ++i) out += fmt::format(" + sqrt(x{})", i);
  return out + ")";
}

std::string comparison_of(std::size_t factors, const std::string& formula) {
  std::string out = "compare: 1\n";
  if (!formula.empty()) out += fmt::format("formula: = {}\n", formula);
  out += "estimates:\n";
  for (const auto* name : {"first", "second"}) {
    out += fmt::format("  {}:\n    factors:\n", name);
    const bool second = std::string(name) == "second";
    for (std::size_t i = 0; i < factors; ++i) {
      const auto x = static_cast<double>(i);
      out += fmt::format("      x{}: {} ± 5 %\n", i, second ? 2 - 0.03 * x : 1 + 0.07 * x);
    }
  }
  return out;
}

double largest_error(const findings::Gap& gap) {
  double out = 0;
  for (const auto& one : gap.factors) out = std::max(out, one.error);
  return out;
}

void tell(const char* what, std::size_t factors, const std::string& formula,
          std::uint64_t samples) {
  const auto text = comparison_of(factors, formula);
  const auto start = std::chrono::steady_clock::now();
  const auto comparison =
      findings::read_comparison(std::make_shared<const base::SourceText>("bench", text));
  findings::GapPlan plan;
  plan.samples = samples;
  const auto gap = findings::gap_of(comparison.value(), plan).value();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  fmt::print("{:<52} {:>8.3f} s   ratio {:.4f}, error {:.1e}\n", what, passed.count(), gap.ratio,
             largest_error(gap));
}

}  // namespace
}  // namespace holon::bench

int main() {
  using holon::bench::formula_of;
  using holon::bench::tell;
  tell("any formula, 20 factors, all sets", 20, formula_of(20), 1000);
  tell("any formula, 10 factors, 1 000 futures", 10, formula_of(10), 1000);
  tell("a product, 20 factors, 10 000 futures", 20, "", 10'000);
  tell("any formula, 40 factors, 2 000 pairs of orders", 40, formula_of(40), 1000);
  return 0;
}
