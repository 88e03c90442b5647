// SPDX-License-Identifier: Apache-2.0
//
// Each vector kernel against the scalar arithmetic, operation by operation, over every kind of
// double: a vector library that rounds elsewhere would show here first.
#include "engine/arithmetic.h"

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "engine/graph.h"
#include "engine/kernel.h"

namespace holon::engine {
namespace {

constexpr std::size_t kLanes = 64;

// every bit pattern is as likely, or of moderate size, or one of the special ones
double wide_number(std::uint64_t index, base::Stream stream) {
  static const std::vector<double> special{0.0,
                                           -0.0,
                                           1.0,
                                           -1.0,
                                           0.5,
                                           -0.5,
                                           2.0,
                                           std::numeric_limits<double>::infinity(),
                                           -std::numeric_limits<double>::infinity(),
                                           std::numeric_limits<double>::quiet_NaN(),
                                           std::numeric_limits<double>::min(),
                                           std::numeric_limits<double>::denorm_min(),
                                           -std::numeric_limits<double>::denorm_min(),
                                           std::numeric_limits<double>::max(),
                                           std::numeric_limits<double>::lowest(),
                                           709.78,
                                           -745.2,
                                           1e22};
  const auto word = [&](std::uint32_t step) {
    return static_cast<std::uint64_t>(base::uniform(3, stream, index, step) * 0x1p32);
  };
  switch (word(0) % 4) {
    case 0:
      return special[word(1) % special.size()];
    case 1:
      return std::bit_cast<double>((word(1) << 32U) | word(2));
    case 2:
      return (base::uniform(3, stream, index, 1) - 0.5) * 2000;
    default:
      return (base::uniform(3, stream, index, 1) - 0.5) * 6;
  }
}

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// how many of many random arguments give other bits than the scalar arithmetic
int differences(const InstructionSet& set, OpCode op, int blocks) {
  const auto kernel = set.kernel(static_cast<int>(kLanes));
  const Instruction instruction{op, 3, 0, 1, 2};
  std::vector<double> slots(4 * kLanes);
  int out = 0;
  for (int block = 0; block < blocks; ++block) {
    for (std::size_t i = 0; i < 3 * kLanes; ++i) {
      slots[i] = wide_number(static_cast<std::uint64_t>(block) * kLanes + i % kLanes, i / kLanes);
    }
    kernel(&instruction, 1, slots.data(), {});
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double a = slots[lane];
      const double b = slots[kLanes + lane];
      const double c = slots[2 * kLanes + lane];
      const auto arguments = argument_count(op);
      const double truth = apply(op, a, arguments > 1 ? b : a, arguments > 2 ? c : a);
      if (!same_bits(slots[3 * kLanes + lane], truth)) ++out;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("every operation of every instruction set gives the scalar bits") {
  for (const auto& set : instruction_sets()) {
    if (!set.is_available()) continue;
    CAPTURE(set.name);
    for (auto op = OpCode::negate; op < OpCode::noise_uniform;
         op = static_cast<OpCode>(static_cast<int>(op) + 1)) {
      if (op == OpCode::lookup) continue;
      CAPTURE(static_cast<int>(op));
      const bool elementary = op == OpCode::exp || op == OpCode::ln || op == OpCode::power ||
                              op == OpCode::sin || op == OpCode::cos || op == OpCode::log10;
      CHECK(differences(set, op, elementary ? 400 : 40) == 0);
    }
  }
}

TEST_CASE("the elementary functions are within a few units of the last place of the C library") {
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const double x = (base::uniform(5, 1, i, 0) - 0.5) * 40;
    const double positive = std::exp(x);
    CAPTURE(x);
    CHECK(base::exp(x) == doctest::Approx(std::exp(x)).epsilon(4e-16));
    CHECK(base::ln(positive) == doctest::Approx(std::log(positive)).epsilon(4e-16));
    CHECK(base::pow(positive, 1.7) == doctest::Approx(std::pow(positive, 1.7)).epsilon(4e-16));
    CHECK(std::abs(base::sin(x) - std::sin(x)) <= 2.3e-16);
    CHECK(std::abs(base::cos(x) - std::cos(x)) <= 2.3e-16);
  }
}

TEST_CASE("modulo is floored and its result has the sign of the divisor") {
  CHECK(apply(OpCode::modulo, 7, 3, 0) == 1);
  CHECK(apply(OpCode::modulo, -7, 3, 0) == 2);
  CHECK(apply(OpCode::modulo, 7, -3, 0) == -2);
  CHECK(apply(OpCode::modulo, -7, -3, 0) == -1);
}

TEST_CASE("tables of other kinds go on, hold, look forward or add up") {
  using enum model::TableKind;
  const auto at = [](model::TableKind kind, double x) {
    return table_value({{0, 1, 3}, {10, 20, 0}, {}, {}, kind}, x);
  };
  CHECK(at(extrapolate, -1) == 0);
  CHECK(at(extrapolate, 0.5) == 15);
  CHECK(at(extrapolate, 5) == -20);
  CHECK(at(hold, -1) == 10);
  CHECK(at(hold, 0.99) == 10);
  CHECK(at(hold, 1) == 20);
  CHECK(at(hold, 7) == 0);
  CHECK(at(next, -1) == 10);
  CHECK(at(next, 0.01) == 20);
  CHECK(at(next, 1) == 20);
  CHECK(at(next, 1.01) == 0);
  CHECK(at(next, 7) == 0);
  CHECK(at(area, -1) == -10);
  CHECK(at(area, 0) == 0);
  CHECK(at(area, 0.5) == 6.25);
  CHECK(at(area, 1) == 15);
  CHECK(at(area, 3) == 35);
  CHECK(at(area, 9) == 35);
  CHECK(table_value({{2}, {7}, {}, {}, extrapolate}, 5) == 7);
}

TEST_CASE("a table is straight between its points and level beyond them") {
  const model::Table table{{0, 1, 3}, {10, 20, 0}, {}, {}};
  CHECK(table_value(table, -5) == 10);
  CHECK(table_value(table, 0) == 10);
  CHECK(table_value(table, 0.5) == 15);
  CHECK(table_value(table, 1) == 20);
  CHECK(table_value(table, 2) == 10);
  CHECK(table_value(table, 3) == 0);
  CHECK(table_value(table, 99) == 0);
  CHECK(std::isnan(table_value(table, std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace holon::engine
