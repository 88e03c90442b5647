// SPDX-License-Identifier: Apache-2.0
// beyond what Boost can compute the result is no number, as the policy says, and not the end of the
// program
#define BOOST_DISABLE_ASSERTS

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>

#include "base/math.h"
#include "engine/of_many.h"
#include "quantity/distribution.h"

namespace holon::engine {
namespace {

namespace policies = boost::math::policies;
using model::FunctionId;

/// Nothing is thrown; of a count, the smallest that is enough.
using Policy = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>,
    policies::discrete_quantile<policies::integer_round_up>, policies::promote_double<false>>;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kMost = 1e15;  // counts above it are not whole numbers any more

bool is_size(double x) { return x > 0 && x < kMost; }
bool is_chance(double p) { return p >= 0 && p <= 1; }

double normal(std::span<const double> a) {
  const double z = quantity::normal_quantile(a[0]);
  if (a.size() == 1) return z;
  if (a[2] == 0) return a[1];
  return a[1] + a[2] * z;
}

// mean and sd are of the number itself: sd of its logarithm is √ln(1 + (sd / mean)²)
double lognormal(std::span<const double> a) {
  if (!(a[1] > 0) || !(a[2] >= 0)) return kNone;
  if (a[2] == 0) return a[1];
  const double ratio = a[2] / a[1];
  const double variance = base::ln(1 + ratio * ratio);
  const double z = quantity::normal_quantile(a[0]);
  return base::exp(base::ln(a[1]) - variance / 2 + std::sqrt(variance) * z);
}

double triangular(double u, double low, double mode, double high) {
  if (!(low <= mode && mode <= high)) return kNone;
  const double span = high - low;
  if (span == 0) return mode;
  if (u * span <= mode - low) return low + std::sqrt(u * span * (mode - low));
  return high - std::sqrt((1 - u) * span * (high - mode));
}

double weibull(double u, double shape, double scale) {
  if (!(shape > 0) || !(scale >= 0)) return kNone;
  if (u == 0) return 0;
  return scale * base::pow(-base::ln(1 - u), 1 / shape);
}

double poisson(double u, double mean) {
  if (mean == 0) return 0;
  if (!is_size(mean)) return kNone;
  if (u == 1) return std::numeric_limits<double>::infinity();
  return boost::math::quantile(boost::math::poisson_distribution<double, Policy>(mean), u);
}

double binomial(double u, double wanted, double p) {
  const double trials = std::floor(wanted);
  if (!(trials >= 0 && trials < kMost) || !is_chance(p)) return kNone;
  if (trials == 0 || p == 0 || p == 1 || u == 0 || u == 1) return u == 0 || p == 0 ? 0 : trials;
  return boost::math::quantile(boost::math::binomial_distribution<double, Policy>(trials, p), u);
}

double negative_binomial(double u, double successes, double p) {
  if (!is_size(successes) || !(p > 1e-12) || !(p <= 1)) return kNone;
  if (p == 1 || u == 0) return 0;
  if (u == 1) return std::numeric_limits<double>::infinity();
  return boost::math::quantile(
      boost::math::negative_binomial_distribution<double, Policy>(successes, p), u);
}

double gamma(double u, double shape, double scale) {
  if (!is_size(shape) || !(scale >= 0) || std::isinf(scale)) return kNone;
  if (u == 0 || scale == 0) return 0;
  if (u == 1) return std::numeric_limits<double>::infinity();
  return scale *
         boost::math::quantile(boost::math::gamma_distribution<double, Policy>(shape, 1.0), u);
}

double beta(double u, double a, double b) {
  if (!is_size(a) || !is_size(b)) return kNone;
  if (u == 0 || u == 1) return u;
  return boost::math::quantile(boost::math::beta_distribution<double, Policy>(a, b), u);
}

double unguarded(FunctionId function, std::span<const double> a) {
  switch (function) {
    case FunctionId::normal_quantile:
      return normal(a);
    case FunctionId::lognormal_quantile:
      return lognormal(a);
    case FunctionId::triangular_quantile:
      return triangular(a[0], a[1], a[2], a[3]);
    case FunctionId::gamma_quantile:
      return gamma(a[0], a[1], a[2]);
    case FunctionId::beta_quantile:
      return beta(a[0], a[1], a[2]);
    case FunctionId::weibull_quantile:
      return weibull(a[0], a[1], a[2]);
    case FunctionId::poisson_quantile:
      return poisson(a[0], a[1]);
    case FunctionId::binomial_quantile:
      return binomial(a[0], a[1], a[2]);
    default:
      return negative_binomial(a[0], a[1], a[2]);
  }
}

}  // namespace

double quantile_of(FunctionId function, std::span<const double> a) {
  if (!is_chance(a[0])) return kNone;
  for (const double x : a) {
    if (std::isnan(x)) return kNone;
  }
  try {
    return unguarded(function, a);
  } catch (const std::exception&) {
    // a search of Boost's that did not end
    return kNone;
  }
}

}  // namespace holon::engine
