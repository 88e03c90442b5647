// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/math.h"
#include "engine/of_many.h"

namespace holon::engine {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// growth factors of a period that are looked at; beyond them nobody speaks of interest
constexpr double kLeastGrowth = 1e-6;
constexpr double kMostGrowth = 1e6;
// pieces in which a change of sign is looked for, even in the logarithm of the growth
constexpr int kPieces = 400;

// what the payments are worth at their end (growth up to 1) or start (above): the same sign, and
// no power above 1
double worth(std::span<const double> payments, double growth) {
  double out = 0;
  if (growth <= 1) {
    for (const double payment : payments) out = out * growth + payment;
  } else {
    for (std::size_t i = payments.size(); i-- > 0;) out = out / growth + payments[i];
  }
  return out;
}

// where the worth changes its sign between two growths, by halving
double root(std::span<const double> payments, double low, double high) {
  const bool rises = worth(payments, low) < 0;
  constexpr int kHalvings = 200;  // enough to reach neighbouring numbers
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    const double value = worth(payments, middle);
    if (value == 0) return middle;
    ((value < 0) == rises ? low : high) = middle;
  }
  return high;
}

}  // namespace

double rate_of_return(std::span<const double> a) {
  // without zeros at both ends, which only move all others in time
  auto payments = a.subspan(2);
  while (!payments.empty() && payments.front() == 0) payments = payments.subspan(1);
  while (!payments.empty() && payments.back() == 0) payments = payments.first(payments.size() - 1);
  const bool known = std::all_of(payments.begin(), payments.end(),
                                 [](double payment) { return std::isfinite(payment); });
  const double low = std::max(1 + a[0], kLeastGrowth);
  const double high = std::min(1 + a[1], kMostGrowth);
  if (!known || !(low < high)) return kNone;
  const auto has = [&](bool above) {
    return std::any_of(payments.begin(), payments.end(),
                       [&](double payment) { return above ? payment > 0 : payment < 0; });
  };
  if (!has(true) || !has(false)) return kNone;

  const double step = base::ln(high / low) / kPieces;
  std::optional<double> out;
  double from = low;
  double before = worth(payments, from);
  for (int i = 1; i <= kPieces; ++i) {
    const double until = i == kPieces ? high : low * base::exp(step * i);
    const double value = worth(payments, until);
    if (before == 0 || (before < 0) != (value < 0)) {
      const double found = before == 0 ? from - 1 : root(payments, from, until) - 1;
      if (!out || std::fabs(found) < std::fabs(*out)) out = found;
    }
    from = until;
    before = value;
  }
  if (before == 0 && (!out || std::fabs(high - 1) < std::fabs(*out))) out = high - 1;
  return out.value_or(kNone);
}

}  // namespace holon::engine
