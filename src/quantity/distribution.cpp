// SPDX-License-Identifier: Apache-2.0
#include "quantity/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include "base/error.h"
#include "base/math.h"

namespace holon::quantity {
namespace {

// coefficients of AS 241 (PPND16), lowest power first
constexpr double kA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                         1.9715909503065514427e+3, 1.3731693765509461125e+4,
                         4.5921953931549871457e+4, 6.7265770927008700853e+4,
                         3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr double kB[] = {1.0,
                         4.2313330701600911252e+1,
                         6.8718700749205790830e+2,
                         5.3941960214247511077e+3,
                         2.1213794301586595867e+4,
                         3.9307895800092710610e+4,
                         2.8729085735721942674e+4,
                         5.2264952788528545610e+3};
constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                         5.76949722146069140550e0,  3.64784832476320460504e0,
                         1.27045825245236838258e0,  2.41780725177450611770e-1,
                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kD[] = {1.0,
                         2.05319162663775882187e0,
                         1.67638483018380384940e0,
                         6.89767334985100004550e-1,
                         1.48103976427480074590e-1,
                         1.51986665636164571966e-2,
                         5.47593808499534494600e-4,
                         1.05075007164441684324e-9};
constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                         1.78482653991729133580e0,  2.96560571828504891230e-1,
                         2.65321895265761230930e-2, 1.24266094738807843860e-3,
                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kF[] = {1.0,
                         5.99832206555887937690e-1,
                         1.36929880922735805310e-1,
                         1.48753612908506148525e-2,
                         7.86869131145613259100e-4,
                         1.84631831751005468180e-5,
                         1.42151175831644588870e-7,
                         2.04426310338993978564e-15};

double polynomial(const double (&c)[8], double x) {
  double out = c[7];
  for (int i = 6; i >= 0; --i) out = out * x + c[i];
  return out;
}

// boost throws where its search ends early; its last estimate is good enough here
namespace policies = boost::math::policies;
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>, policies::promote_double<false>>;

struct QuantileOf {
  double u;
  double operator()(const Constant& s) const { return s.value; }
  double operator()(const Normal& s) const { return s.mean + s.sd * normal_quantile(u); }
  double operator()(const Lognormal& s) const {
    return s.median * base::exp(base::ln(s.gsd) * normal_quantile(u));
  }
  double operator()(const Uniform& s) const { return s.low + (s.high - s.low) * u; }
  double operator()(const Triangular& s) const {
    const double width = s.high - s.low;
    if (width == 0) return s.low;
    const double at_mode = (s.mode - s.low) / width;
    return u < at_mode ? s.low + std::sqrt(u * width * (s.mode - s.low))
                       : s.high - std::sqrt((1 - u) * width * (s.high - s.mode));
  }
  double operator()(const Beta& s) const {
    return s.low +
           (s.high - s.low) * std::clamp(boost::math::ibeta_inv(s.a, s.b, u, Quiet()), 0.0, 1.0);
  }
  double operator()(const Samples& s) const {
    const auto count = s.values.size();
    const auto index = static_cast<std::size_t>(u * static_cast<double>(count));
    return s.values[std::min(index, count - 1)];
  }
  double operator()(const Choice&) const {
    base::check(false, "a choice is drawn through its rivals");
    return std::numeric_limits<double>::quiet_NaN();
  }
};

// midpoints of equal slices of u; the tails converge slowly, which is good enough for a headline
constexpr int kSlices = 2000;

double cut(double value, const Distribution& distribution) {
  if (distribution.min) value = std::max(value, *distribution.min);
  if (distribution.max) value = std::min(value, *distribution.max);
  return value;
}

double weight_sum(const Choice& choice) {
  double sum = 0;
  for (const auto& rival : choice.rivals) sum += rival.weight;
  return sum;
}

}  // namespace

bool operator==(const Rival& a, const Rival& b) {
  return a.name == b.name && a.weight == b.weight && *a.distribution == *b.distribution;
}

bool is_constant(const Distribution& distribution) {
  return std::holds_alternative<Constant>(distribution.shape);
}

double quantile(const Shape& shape, double u) { return std::visit(QuantileOf{u}, shape); }

double probability_below(const Shape& shape, double x) {
  // bisection on the quantile function: one home for every shape; 64 halvings exhaust a double
  double low = 0;
  double high = 1;
  for (int i = 0; i < 64; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= 0 || middle >= 1) break;
    (quantile(shape, middle) <= x ? low : high) = middle;
  }
  return high >= 1 ? 1 : low;
}

double mean(const Distribution& distribution) {
  if (const auto* constant = std::get_if<Constant>(&distribution.shape)) return constant->value;
  if (const auto* choice = std::get_if<Choice>(&distribution.shape)) {
    double sum = 0;
    for (const auto& rival : choice->rivals) sum += rival.weight * mean(*rival.distribution);
    return cut(sum / weight_sum(*choice), distribution);
  }
  const double from =
      distribution.min ? probability_below(distribution.shape, *distribution.min) : 0;
  const double to = distribution.max ? probability_below(distribution.shape, *distribution.max) : 1;
  double sum = 0;
  for (int i = 0; i < kSlices; ++i) {
    sum += quantile(distribution.shape, from + (to - from) * (i + 0.5) / kSlices);
  }
  return cut(sum / kSlices, distribution);
}

double probability_negative(const Distribution& distribution) {
  if (distribution.min && *distribution.min >= 0) return 0;
  if (const auto* constant = std::get_if<Constant>(&distribution.shape))
    return constant->value < 0 ? 1 : 0;
  if (const auto* choice = std::get_if<Choice>(&distribution.shape)) {
    double sum = 0;
    for (const auto& rival : choice->rivals)
      sum += rival.weight * probability_negative(*rival.distribution);
    return sum / weight_sum(*choice);
  }
  return probability_below(distribution.shape, -std::numeric_limits<double>::min());
}

double normal_quantile(double u) {
  const double q = u - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  double r = std::sqrt(-base::ln(q < 0 ? u : 1 - u));
  double z = 0;
  if (r <= 5) {
    r -= 1.6;
    z = polynomial(kC, r) / polynomial(kD, r);
  } else {
    r -= 5;
    z = polynomial(kE, r) / polynomial(kF, r);
  }
  return q < 0 ? -z : z;
}

double normal_probability(double z) { return 0.5 * boost::math::erfc(-z / std::sqrt(2.0)); }

}  // namespace holon::quantity
