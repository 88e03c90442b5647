// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "base/math.h"
#include "engine/of_many.h"

namespace holon::engine {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

enum class Shape : std::uint8_t { fixed, rectangular, triangular, normal, exponential };

// Vensim takes no normal curve narrower than this. Source: SDEverywhere's test model
// allocate_normal_width (MIT), where Vensim's output is the same for all deviations from 0 to 0.05.
constexpr double kLeastDeviation = 0.05;

// The normal distribution above z >= 0 as Vensim computes it, found from its output: Abramowitz and
// Stegun, Handbook of Mathematical Functions, 26.2.16, off by less than 1e-5.
double above(double z) {
  const double t = 1 / (1 + 0.33267 * z);
  const double density = base::exp(-z * z / 2) * 0.39894228040143267794;  // 1 / √(2 π)
  return density * t * (0.4361836 + t * (-0.1201676 + t * 0.9372980));
}

/// A requester's demand over the price: all of the request below a region around its priority,
/// nothing above.
struct Demand {
  double request;
  Shape shape;
  double priority;
  double width;

  // nothing for a shape or width without a meaning
  static std::optional<Demand> of(double request, double shape, double priority, double width) {
    const bool known = request >= 0 && shape >= 0 && shape < 5 && std::isfinite(request);
    if (!known) return std::nullopt;
    Demand out{request, static_cast<Shape>(static_cast<int>(shape)), priority, width};
    if (out.shape == Shape::fixed) return out;
    if (out.shape == Shape::normal && width >= 0) out.width = std::max(width, kLeastDeviation);
    if (!(out.width > 0) || !std::isfinite(priority + width)) return std::nullopt;
    return out;
  }

  // the share of the request at a distance from the priority, in widths
  [[nodiscard]] double share(double price) const {
    const double z = (price - priority) / width;
    switch (shape) {
      case Shape::fixed:
        return 1;
      case Shape::rectangular:
        return std::clamp(0.5 - z, 0.0, 1.0);
      case Shape::triangular: {
        const double inside = std::max(0.0, 0.5 - std::fabs(z));
        return z < 0 ? 1 - 2 * inside * inside : 2 * inside * inside;
      }
      case Shape::normal:
        return z < 0 ? 1 - above(-z) : above(z);
      case Shape::exponential:
        return z < 0 ? 1 - 0.5 * base::exp(z) : 0.5 * base::exp(-z);
    }
    return 0;
  }
  [[nodiscard]] double at(double price) const { return request * share(price); }
  // how far from the priority the share still changes
  [[nodiscard]] double reach() const { return 40 * width; }
};

double total_at(const std::vector<Demand>& demands, double price) {
  double out = 0;
  for (const auto& demand : demands) out += demand.at(price);
  return out;
}

// the price at which the demands add up to the supply, by halving
double clearing_price(const std::vector<Demand>& demands, double supply) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& demand : demands) {
    low = std::min(low, demand.priority - demand.reach());
    high = std::max(high, demand.priority + demand.reach());
  }
  constexpr int kHalvings = 200;  // enough to reach neighbouring numbers
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    (total_at(demands, middle) > supply ? low : high) = middle;
  }
  return high;
}

}  // namespace

double allocation_available(std::span<const double> a) {
  constexpr std::size_t kEach = 5;
  if ((a.size() - 2) % kEach != 0) return kNone;
  const auto count = (a.size() - 2) / kEach;
  const double supply = a[1];
  if (!(a[0] >= 0 && a[0] < static_cast<double>(count)) || !(supply >= 0)) return kNone;
  const auto k = static_cast<std::size_t>(a[0]);
  std::vector<Demand> demands;
  double asked = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = a.subspan(2 + i * kEach, kEach);
    const auto demand = Demand::of(one[0], one[1], one[2], one[3]);
    if (!demand) return kNone;
    demands.push_back(*demand);
    asked += one[0];
  }
  if (supply >= asked) return demands[k].request;

  // what is fixed comes first, and shares in proportion if even that is too much
  double fixed = 0;
  std::vector<Demand> priced;
  for (const auto& demand : demands) {
    if (demand.shape == Shape::fixed)
      fixed += demand.request;
    else
      priced.push_back(demand);
  }
  if (demands[k].shape == Shape::fixed)
    return demands[k].request * (fixed > supply ? supply / fixed : 1);
  if (fixed >= supply) return 0;
  return demands[k].at(clearing_price(priced, supply - fixed));
}

double allocation_by_priority(std::span<const double> a) {
  if (a.size() % 2 == 0) return kNone;
  const auto count = (a.size() - 3) / 2;
  const double width = a[1];
  const double supply = a[2];
  if (!(a[0] >= 0 && a[0] < static_cast<double>(count)) || !(width > 0) || !(supply >= 0))
    return kNone;
  const auto request = [&](std::size_t i) { return a[3 + 2 * i]; };
  const auto priority = [&](std::size_t i) { return a[4 + 2 * i]; };
  const auto k = static_cast<std::size_t>(a[0]);
  double asked = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!(request(i) >= 0) || !std::isfinite(request(i) + priority(i))) return kNone;
    asked += request(i);
  }
  if (supply >= asked) return request(k);
  if (request(k) == 0) return 0;

  // requester i is served from level -priority / width on, over a length of one
  const auto begins = [&](std::size_t i) { return -priority(i) / width; };
  const auto share = [&](std::size_t i, double level) {
    return std::clamp(level - begins(i), 0.0, 1.0);
  };
  std::vector<double> levels;
  for (std::size_t i = 0; i < count; ++i) {
    if (request(i) == 0) continue;
    levels.push_back(begins(i));
    levels.push_back(begins(i) + 1);
  }
  std::sort(levels.begin(), levels.end());
  const auto served = [&](double level) {
    double out = 0;
    for (std::size_t i = 0; i < count; ++i) out += request(i) * share(i, level);
    return out;
  };
  // the straight piece on which the supply runs out
  const auto above = std::partition_point(levels.begin(), levels.end(),
                                          [&](double level) { return served(level) < supply; });
  if (above == levels.begin() || above == levels.end())
    return request(k) * share(k, *levels.begin());
  const double from = *(above - 1);
  const double given = served(from);
  const double level = from + (*above - from) * ((supply - given) / (served(*above) - given));
  return request(k) * share(k, level);
}

}  // namespace holon::engine
