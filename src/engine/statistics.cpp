// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/bytes.h"

namespace holon::engine {
namespace {

constexpr int kFractionBits = 52;
constexpr std::uint64_t kSign = 1ULL << 11U;

double lower_end(std::uint64_t key, std::uint64_t bucket, int mantissa_bits) {
  const int shift = kFractionBits - mantissa_bits;
  // the end of the last bucket carries into the next power of two
  return std::bit_cast<double>((key << 52U) + (bucket << static_cast<unsigned>(shift)));
}

}  // namespace

Histogram::Page& Histogram::page(std::uint64_t key) {
  if (last_ < octaves_.size() && octaves_[last_].key == key) return *octaves_[last_].counts;
  for (last_ = 0; last_ < octaves_.size(); ++last_) {
    if (octaves_[last_].key == key) return *octaves_[last_].counts;
  }
  octaves_.push_back({key, std::make_unique<Page>()});
  return *octaves_.back().counts;
}

void Histogram::add(std::span<const double> values) {
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    // -0 and 0 are one number
    const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    constexpr std::uint64_t kBucketMask = (1U << kMantissaBits) - 1;
    ++page(bits >> 52U)[(bits >> (kFractionBits - kMantissaBits)) & kBucketMask];
    ++count_;
  }
}

void Histogram::add(const Histogram& other) {
  for (const auto& octave : other.octaves_) {
    auto& mine = page(octave.key);
    for (std::size_t i = 0; i < mine.size(); ++i) mine[i] += (*octave.counts)[i];
  }
  count_ += other.count_;
}

void Histogram::write(std::string& out) const {
  base::write_bytes(out, count_);
  base::write_bytes(out, octaves_.size());
  for (const auto& octave : octaves_) {
    base::write_bytes(out, octave.key);
    base::write_bytes(out, *octave.counts);
  }
}

void Histogram::read(std::string_view& bytes) {
  std::uint64_t count = 0;
  std::size_t octaves = 0;
  base::read_bytes(bytes, count);
  base::read_bytes(bytes, octaves);
  for (std::size_t i = 0; i < octaves; ++i) {
    std::uint64_t key = 0;
    Page theirs;
    base::read_bytes(bytes, key);
    base::read_bytes(bytes, theirs);
    auto& mine = page(key);
    for (std::size_t bucket = 0; bucket < mine.size(); ++bucket) mine[bucket] += theirs[bucket];
  }
  count_ += count;
}

double Histogram::quantile(double p) const {
  if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
  // octaves from the most negative to the most positive
  std::vector<const Octave*> ordered;
  for (const auto& octave : octaves_) ordered.push_back(&octave);
  const auto rank_of = [](std::uint64_t key) {
    return (key & kSign) != 0 ? -static_cast<std::int64_t>(key & ~kSign) - 1
                              : static_cast<std::int64_t>(key);
  };
  std::sort(ordered.begin(), ordered.end(),
            [&](const Octave* a, const Octave* b) { return rank_of(a->key) < rank_of(b->key); });

  const double sought = p * static_cast<double>(count_);
  double passed = 0;
  double last = 0;
  for (const auto* octave : ordered) {
    const bool negative = (octave->key & kSign) != 0;
    for (std::size_t i = 0; i < octave->counts->size(); ++i) {
      const auto bucket = negative ? octave->counts->size() - 1 - i : i;
      const double here = (*octave->counts)[bucket];
      if (here == 0) continue;
      const double near = lower_end(octave->key, bucket, kMantissaBits);
      // what is nearer to zero than any use is zero
      const double far =
          near == 0 ? near
                    : std::nextafter(lower_end(octave->key, bucket + 1, kMantissaBits), near);
      const double low = negative ? far : near;
      const double high = negative ? near : far;
      last = low + (high - low) * std::clamp((sought - passed) / here, 0.0, 1.0);
      passed += here;
      if (passed >= sought) return last;
    }
  }
  return last;
}

void Moments::join(const Moments& later) {
  undefined += later.undefined;
  if (later.count == 0) return;
  if (count == 0) {
    const auto undefined_here = undefined;
    *this = later;
    undefined = undefined_here;
    return;
  }
  const auto n = static_cast<double>(count);
  const auto m = static_cast<double>(later.count);
  const double delta = later.mean - mean;
  mean += delta * (m / (n + m));
  squares += later.squares + delta * delta * (n * m / (n + m));
  min = std::min(min, later.min);
  max = std::max(max, later.max);
  count += later.count;
}

Moments moments_of(std::span<const double> values) {
  constexpr std::size_t kPartial = 8;
  Moments out;
  if (values.empty()) return out;
  // sums of distances from the first value, in eight partial sums; the compiler may run them at
  // once
  const double origin = values[0];
  std::array<double, kPartial> sum{};
  std::array<double, kPartial> square{};
  std::array<double, kPartial> low{};
  std::array<double, kPartial> high{};
  low.fill(origin);
  high.fill(origin);
  const std::size_t whole = values.size() / kPartial * kPartial;
  const auto add = [&](std::size_t lane, double value) {
    const double d = value - origin;
    sum[lane] += d;
    square[lane] += d * d;
    low[lane] = value < low[lane] ? value : low[lane];
    high[lane] = value > high[lane] ? value : high[lane];
  };
  for (std::size_t i = 0; i < whole; i += kPartial) {
    for (std::size_t lane = 0; lane < kPartial; ++lane) add(lane, values[i + lane]);
  }
  for (std::size_t i = whole; i < values.size(); ++i) add(i - whole, values[i]);
  double total = 0;
  double squares = 0;
  for (std::size_t lane = 0; lane < kPartial; ++lane) {
    total += sum[lane];
    squares += square[lane];
  }
  if (!std::isfinite(total) || !std::isfinite(squares) || !std::isfinite(origin)) {
    // some are undefined: one by one without them
    for (const double value : values) {
      Moments one{1, 0, value, 0, value, value};
      if (!std::isfinite(value)) one = Moments{0, 1, 0, 0, 0, 0};
      out.join(one);
    }
    return out;
  }
  const auto n = static_cast<double>(values.size());
  out.count = values.size();
  out.mean = origin + total / n;
  out.squares = std::max(0.0, squares - total * total / n);
  out.min = *std::min_element(low.begin(), low.end());
  out.max = *std::max_element(high.begin(), high.end());
  return out;
}

double Statistics::mean() const {
  return moments_.count == 0 ? std::numeric_limits<double>::quiet_NaN() : moments_.mean;
}

double Statistics::sd() const {
  if (moments_.count < 2) return 0;
  return std::sqrt(moments_.squares / static_cast<double>(moments_.count - 1));
}

double Statistics::quantile(double p) const {
  if (moments_.count == 0 || !histogram_) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(histogram_->quantile(p), moments_.min, moments_.max);
}

}  // namespace holon::engine
