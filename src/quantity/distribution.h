// SPDX-License-Identifier: Apache-2.0
//
// How an uncertain number is spread. Every shape is drawn by its quantile function Q(u), 0 < u < 1,
// so that truncation is a narrower range of u and correlation a shared u.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace holon::quantity {

struct Distribution;

/// One value.
struct Constant {
  double value = 0;
  friend bool operator==(const Constant&, const Constant&) = default;
};

/// Normal; `mean` is also its median.
struct Normal {
  double mean = 0;
  double sd = 1;  ///< one standard deviation
  friend bool operator==(const Normal&, const Normal&) = default;
};

/// Lognormal: ln(x) is normal around ln(median) with standard deviation ln(gsd). The centre is the
/// median; the mean is median · exp(ln(gsd)² / 2).
struct Lognormal {
  double median = 1;
  double gsd = 1;  ///< geometric standard deviation, at least 1
  friend bool operator==(const Lognormal&, const Lognormal&) = default;
};

struct Uniform {
  double low = 0;
  double high = 1;
  friend bool operator==(const Uniform&, const Uniform&) = default;
};

struct Triangular {
  double low = 0;
  double mode = 0;
  double high = 1;
  friend bool operator==(const Triangular&, const Triangular&) = default;
};

/// Beta with shapes `a` and `b`, stretched to [low, high].
struct Beta {
  double a = 1;
  double b = 1;
  double low = 0;
  double high = 1;
  friend bool operator==(const Beta&, const Beta&) = default;
};

/// Equally likely values, kept in rising order.
struct Samples {
  std::vector<double> values;
  std::string file;  ///< where they came from; empty when written in the study
  friend bool operator==(const Samples&, const Samples&) = default;
};

/// One of several rival models of a thing.
struct Rival {
  std::string name;
  double weight = 1;
  std::shared_ptr<const Distribution> distribution;
  friend bool operator==(const Rival&, const Rival&);
};

/// Rival models; one is drawn per member, the same one wherever the same list of names is drawn.
struct Choice {
  std::vector<Rival> rivals;
  friend bool operator==(const Choice&, const Choice&) = default;
};

using Shape = std::variant<Constant, Normal, Lognormal, Uniform, Triangular, Beta, Samples, Choice>;

/// A shape, cut to [min, max] where these are given.
struct Distribution {
  Shape shape;
  std::optional<double> min;
  std::optional<double> max;
  friend bool operator==(const Distribution&, const Distribution&) = default;
};

[[nodiscard]] bool is_constant(const Distribution& distribution);

/// Q(u) of the uncut shape; a choice has none (broken promise).
[[nodiscard]] double quantile(const Shape& shape, double u);

/// The largest u with Q(u) <= x, for the uncut shape.
[[nodiscard]] double probability_below(const Shape& shape, double x);

/// Mean of the distribution, by integrating Q(u) over u; exact for a constant.
[[nodiscard]] double mean(const Distribution& distribution);

/// Probability that the number is negative.
[[nodiscard]] double probability_negative(const Distribution& distribution);

/// Standard normal quantile. Source: M. J. Wichura, "Algorithm AS 241", Applied Statistics 37,
/// 1988.
[[nodiscard]] double normal_quantile(double u);

/// Standard normal distribution function.
[[nodiscard]] double normal_probability(double z);

}  // namespace holon::quantity
