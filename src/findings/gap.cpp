// SPDX-License-Identifier: Apache-2.0
#include "findings/gap.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/math.h"
#include "base/text.h"
#include "catalog/text.h"
#include "findings/amount.h"
#include "findings/phrase.h"

namespace holon::findings {
namespace {

/// A logarithm smaller than this is rounding.
constexpr double kNoGap = 1e-12;

/// What an author printed may be off by this much before it is told: three digits' rounding, twice.
constexpr double kAsPrinted = 0.01;

// of the ratio, from its logarithm in each future
Range spread_of(std::vector<double> logarithms) {
  std::sort(logarithms.begin(), logarithms.end());
  const auto at = [&](double share) {
    const auto last = static_cast<double>(logarithms.size() - 1);
    return base::exp(logarithms[static_cast<std::size_t>(std::lround(share * last))]);
  };
  return {at(0.05), at(0.95)};
}

// the same as seen from the larger estimate
double from_larger(const Gap& gap, double ratio) { return gap.ratio < 1 ? 1 / ratio : ratio; }

bool is_absent(const GapFactor& factor, std::optional<std::string> GapInput::* side) {
  return !factor.inputs.empty() &&
         std::none_of(factor.inputs.begin(), factor.inputs.end(),
                      [&](const GapInput& input) { return (input.*side).has_value(); });
}

// what an estimate leaves out, and what that comes to
void add_absences(const Gap& gap, const Estimated& without,
                  std::optional<std::string> GapInput::* side, std::vector<std::string>& out) {
  std::vector<std::string> names;
  double ratio = 1;
  for (const auto& factor : gap.factors) {
    if (!is_absent(factor, side)) continue;
    names.push_back(factor.name);
    ratio *= factor.ratio;
  }
  if (names.empty()) return;
  const bool one = names.size() == 1;
  out.push_back(fmt::format("{} {} absent from {}: that alone makes a factor of {}.",
                            base::listed(names, "and"), one ? "is" : "are", without.name,
                            number(from_larger(gap, ratio))));
}

}  // namespace

std::string stated_text(const quantity::Quantity& quantity) {
  if (quantity::is_constant(quantity.distribution)) {
    quantity::Quantity bare;
    bare.distribution = quantity.distribution;
    bare.unit = quantity.unit;
    return quantity::to_text(bare);
  }
  return fmt::format("{} {}", catalog::value_text(quantity), catalog::spread_text(quantity));
}

void set_parts(Gap& gap, const std::vector<double>& parts) {
  const double whole = base::ln(gap.ratio);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    gap.factors[i].ratio = base::exp(parts[i]);
    gap.factors[i].share = std::abs(whole) < kNoGap ? 0 : parts[i] / whole;
  }
}

void set_spreads(Gap& gap, const std::vector<std::vector<double>>& parts) {
  if (parts.empty()) return;
  std::vector<double> whole(parts.front().size(), 0.0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t m = 0; m < whole.size(); ++m) whole[m] += parts[i][m];
    const auto [low, high] = std::minmax_element(parts[i].begin(), parts[i].end());
    if (*high - *low > kNoGap) gap.factors[i].spread = spread_of(parts[i]);
  }
  const auto [low, high] = std::minmax_element(whole.begin(), whole.end());
  if (*high - *low > kNoGap) gap.spread = spread_of(whole);
}

const GapFactor* largest_factor(const Gap& gap) {
  const auto found = std::max_element(
      gap.factors.begin(), gap.factors.end(), [](const GapFactor& a, const GapFactor& b) {
        return std::abs(base::ln(a.ratio)) < std::abs(base::ln(b.ratio));
      });
  return found == gap.factors.end() ? nullptr : &*found;
}

std::string in_one_sentence(const Gap& gap) {
  const auto* most = largest_factor(gap);
  const bool turned = gap.ratio < 1;
  const auto& larger = turned ? gap.second : gap.first;
  const auto& smaller = turned ? gap.first : gap.second;
  if (std::abs(base::ln(gap.ratio)) < kNoGap) {
    if (most == nullptr || std::abs(base::ln(most->ratio)) < kNoGap)
      return fmt::format("{} and {} are the same.", larger.name, smaller.name);
    return fmt::format("{} and {} are the same, because what differs cancels.", larger.name,
                       smaller.name);
  }
  const auto start = fmt::format("{} is {} times {}", larger.name,
                                 number(from_larger(gap, gap.ratio)), smaller.name);
  if (gap.factors.size() == 1) return fmt::format("{}, all of it by {}.", start, most->name);
  return fmt::format("{}: {} makes a factor of {} ({} of the gap), all else {}.", start, most->name,
                     number(from_larger(gap, most->ratio)), percent(most->share),
                     number(from_larger(gap, gap.ratio / most->ratio)));
}

std::vector<std::string> remarks_on(const Gap& gap) {
  std::vector<std::string> out;
  for (const auto* one : {&gap.first, &gap.second}) {
    if (!one->printed || std::abs(one->value / *one->printed - 1) <= kAsPrinted) continue;
    out.push_back(fmt::format("{} prints {}; its factors come to {}.", one->name,
                              amount(*one->printed, gap.unit), amount(one->value, gap.unit)));
  }
  add_absences(gap, gap.first, &GapInput::first, out);
  add_absences(gap, gap.second, &GapInput::second, out);
  return out;
}

}  // namespace holon::findings
