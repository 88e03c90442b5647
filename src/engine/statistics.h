// SPDX-License-Identifier: Apache-2.0
//
// Statistics of an output over all members, without keeping the members.
//
// Moments: sums over fixed groups of members in a fixed order, so that the bits do not depend on
// threads or lanes. Quantiles: a histogram whose buckets split every power of two into 2048, so
// that a quantile is off by at most one bucket: 2^-11, 0.05 %, of its value. Counts are whole
// numbers and may be added in any order.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holon::engine {

/// Largest relative error of a quantile from a `Histogram`.
inline constexpr double kQuantileError = 0x1p-11;

/// Counts of numbers by size.
class Histogram {
 public:
  void add(std::span<const double> values);
  void add(const Histogram& other);

  /// As bytes for another rank, which adds them.
  void write(std::string& out) const;
  void read(std::string_view& bytes);

  /// The value below which a share `p` of the numbers lies, by linear interpolation within a
  /// bucket.
  [[nodiscard]] double quantile(double p) const;

  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  static constexpr int kMantissaBits = 11;
  using Page = std::array<std::uint32_t, 1U << kMantissaBits>;
  struct Octave {
    std::uint64_t key;  // sign and exponent
    std::unique_ptr<Page> counts;
  };
  Page& page(std::uint64_t key);

  std::vector<Octave> octaves_;
  std::size_t last_ = 0;
  std::uint64_t count_ = 0;
};

/// Count, mean, spread and ends of some members.
struct Moments {
  std::uint64_t count = 0;      ///< of finite values
  std::uint64_t undefined = 0;  ///< values that are not finite
  double mean = 0;
  double squares = 0;  ///< sum of squared distances from the mean
  double min = 0;
  double max = 0;

  /// Joins the members of `later`. Source: Chan, Golub, LeVeque, The American Statistician 37,
  /// 1983.
  void join(const Moments& later);
};

/// Moments of one group, in an order that does not depend on lanes.
[[nodiscard]] Moments moments_of(std::span<const double> values);

/// All statistics of one output.
class Statistics {
 public:
  Statistics(Moments moments, Histogram histogram)
      : moments_(moments), histogram_(std::make_shared<const Histogram>(std::move(histogram))) {}
  Statistics() = default;

  [[nodiscard]] std::uint64_t count() const { return moments_.count; }
  [[nodiscard]] std::uint64_t undefined() const { return moments_.undefined; }
  [[nodiscard]] double mean() const;
  [[nodiscard]] double sd() const;
  [[nodiscard]] double min() const { return moments_.min; }
  [[nodiscard]] double max() const { return moments_.max; }
  /// Off by at most `kQuantileError` of its value; never outside [min, max].
  [[nodiscard]] double quantile(double p) const;

 private:
  Moments moments_;
  std::shared_ptr<const Histogram> histogram_;
};

}  // namespace holon::engine
