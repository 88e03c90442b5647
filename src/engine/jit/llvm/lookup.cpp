// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/llvm/lookup.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace holon::engine::jit {
namespace {

using model::TableKind;

/// How the last point at or before x is found without a search: trunc((x - x0) × scale), or one
/// more.
struct Guess {
  double scale;
  bool is_exact;
};

/// A table as it is looked up.
struct Points {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> slope;  // between a point and the next; 0 after the last
  std::vector<double> next;   // the x of the next point
};

Points points_of(const model::Table& table) {
  Points out{table.x, table.y, {}, {}};
  for (std::size_t i = 0; i + 1 < out.x.size(); ++i) {
    // engine/arithmetic.h's table_slope
    out.slope.push_back((out.y[i + 1] - out.y[i]) / (out.x[i + 1] - out.x[i]));
    out.next.push_back(out.x[i + 1]);
  }
  out.slope.push_back(0);
  out.next.push_back(std::numeric_limits<double>::quiet_NaN());
  return out;
}

double guess_at(const Points& points, double scale, double x) {
  return std::trunc((x - points.x.front()) * scale);
}

// Each of its operations rises with x, so it is enough to look at both ends of every interval. The
// last of `count` points is an interval of its own.
std::optional<Guess> checked(const Points& points, std::size_t count, double scale) {
  bool is_exact = true;
  for (std::size_t i = 0; i < count; ++i) {
    const double from = points.x[i];
    const double to = i + 1 < count ? std::nextafter(points.x[i + 1], from) : from;
    for (const double x : {from, to}) {
      const double missing = static_cast<double>(i) - guess_at(points, scale, x);
      if (missing != 0 && missing != 1) return std::nullopt;
      is_exact = is_exact && missing == 0;
    }
  }
  return Guess{scale, is_exact};
}

std::optional<Guess> guess_for(const Points& points, std::size_t count) {
  if (count < 2) return std::nullopt;
  const double plain = static_cast<double>(count - 1) / (points.x[count - 1] - points.x[0]);
  std::optional<Guess> out;
  double scale = plain;
  for (int n = 0; n < 4; ++n) scale = std::nextafter(scale, std::numeric_limits<double>::max());
  for (int n = 0; n < 9 && !(out && out->is_exact); ++n) {
    if (const auto found = checked(points, count, scale); found && (!out || found->is_exact))
      out = found;
    scale = std::nextafter(scale, 0.0);
  }
  return out;
}

/// Writes the parts of a look-up.
class Writer {
 public:
  Writer(Lanes& lanes, const model::Table& table)
      : lanes_(lanes), build_(lanes.builder()), kind_(table.kind), points_(points_of(table)) {}

  llvm::Value* write(llvm::Value* x) {
    const auto size = points_.x.size();
    if (kind_ == TableKind::area) return nullptr;
    if (size == 1) return or_undefined(x, lanes_.every(points_.y.front()));
    switch (kind_) {
      case TableKind::linear:
        return linear(x);
      case TableKind::extrapolate: {
        auto* i = point_before(clamped(x, size - 1), size - 1);
        return on_line(i, x);
      }
      case TableKind::hold:
        return or_undefined(x, lanes_.pick(points_.y, point_before(clamped(x, size), size)));
      default:
        return nullptr;
    }
  }

 private:
  llvm::Value* linear(llvm::Value* x) {
    const auto size = points_.x.size();
    auto* inside = clamped(x, size);
    auto* value = on_line(point_before(inside, size), inside);
    if (ends_are_on_lines()) return value;
    auto* is_above = build_.CreateFCmpOGE(x, lanes_.every(points_.x.back()));
    value = build_.CreateSelect(is_above, lanes_.every(points_.y.back()), value);
    auto* is_below = build_.CreateFCmpOLE(x, lanes_.every(points_.x.front()));
    return build_.CreateSelect(is_below, lanes_.every(points_.y.front()), value);
  }

  // y + slope × 0 is y to the bit, but for -0
  [[nodiscard]] bool ends_are_on_lines() const {
    const auto is_minus_zero = [](double y) { return y == 0 && std::signbit(y); };
    return std::isfinite(points_.slope.front()) && std::isfinite(points_.y.front()) &&
           std::isfinite(points_.y.back()) && !is_minus_zero(points_.y.front()) &&
           !is_minus_zero(points_.y.back());
  }

  // between the first and the last of `count` points; what is not a number stays so
  llvm::Value* clamped(llvm::Value* x, std::size_t count) {
    auto* low = lanes_.every(points_.x.front());
    auto* high = lanes_.every(points_.x[count - 1]);
    x = build_.CreateSelect(build_.CreateFCmpOGT(low, x), low, x);
    return build_.CreateSelect(build_.CreateFCmpOLT(high, x), high, x);
  }

  // the last of `count` points at or before x, which lies between them; any if x is not a number
  llvm::Value* point_before(llvm::Value* x, std::size_t count) {
    if (const auto guess = guess_for(points_, count)) return guessed(x, *guess);
    return searched(x, count);
  }

  llvm::Value* guessed(llvm::Value* x, const Guess& guess) {
    auto* reach = build_.CreateFSub(x, lanes_.every(points_.x.front()));
    auto* place = build_.CreateFMul(reach, lanes_.every(guess.scale));
    // what is not a number becomes some number, and then some point
    auto* i = build_.CreateFreeze(build_.CreateFPToSI(place, lanes_.indices()));
    i = build_.CreateAnd(i, lanes_.index(Lanes::padded_size(points_.x.size()) - 1));
    if (guess.is_exact) return i;
    auto* is_behind = build_.CreateFCmpOLE(lanes_.pick(points_.next, i), x);
    return build_.CreateSelect(is_behind, build_.CreateAdd(i, lanes_.index(1)), i);
  }

  llvm::Value* searched(llvm::Value* x, std::size_t count) {
    const std::span<const double> xs(points_.x.data(), count);
    auto* out = lanes_.index(0);
    for (auto step = std::bit_ceil(count) / 2; step > 0; step /= 2) {
      auto* further = build_.CreateAdd(out, lanes_.index(step));
      auto* is_before = build_.CreateFCmpOLE(lanes_.pick(xs, further), x);
      out = build_.CreateSelect(is_before, further, out);
    }
    return out;
  }

  llvm::Value* on_line(llvm::Value* i, llvm::Value* x) {
    auto* reach = build_.CreateFSub(x, lanes_.pick(points_.x, i));
    auto* rise = build_.CreateFMul(lanes_.pick(points_.slope, i), reach);
    return build_.CreateFAdd(lanes_.pick(points_.y, i), rise);
  }

  llvm::Value* or_undefined(llvm::Value* x, llvm::Value* value) {
    return build_.CreateSelect(build_.CreateFCmpUNO(x, x), x, value);
  }

  Lanes& lanes_;
  llvm::IRBuilder<>& build_;
  TableKind kind_;
  Points points_;
};

// what the bounds above are made for
bool is_plain(const model::Table& table) {
  const auto is_finite = [](double x) { return std::isfinite(x); };
  const auto& xs = table.x;
  return !xs.empty() && std::all_of(xs.begin(), xs.end(), is_finite) &&
         std::adjacent_find(xs.begin(), xs.end(), std::greater_equal<>()) == xs.end();
}

}  // namespace

llvm::Value* write_lookup(Lanes& lanes, const model::Table& table, llvm::Value* x) {
  return is_plain(table) ? Writer(lanes, table).write(x) : nullptr;
}

}  // namespace holon::engine::jit
