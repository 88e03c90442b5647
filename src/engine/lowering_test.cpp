// SPDX-License-Identifier: Apache-2.0
#include "engine/lowering.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "engine/kernel.h"
#include "model/draft_test.h"

namespace holon::engine {
namespace {

constexpr std::size_t kLanes = 8;

// 64 bits, every pattern as likely
std::uint64_t word(std::uint64_t index, std::uint32_t step) {
  const auto half = [&](std::uint32_t part) {
    return static_cast<std::uint64_t>(base::uniform(7, 1, index, 2 * step + part) * 0x1p32);
  };
  return (half(0) << 32U) | half(1);
}

// a double whose exponent lies within `reach` of that of 1
double number_near_one(std::uint64_t bits, int reach) {
  const auto exponent = 1023 + static_cast<int>(bits >> 52U & 0x7FFU) % (2 * reach + 1) - reach;
  const auto sign = bits & (1ULL << 63U);
  return std::bit_cast<double>(sign | static_cast<std::uint64_t>(exponent) << 52U |
                               (bits & ((1ULL << 52U) - 1)));
}

// a dividend whose quotient by b lies as near as can be to the middle between two doubles
double hard_dividend(double b, std::uint64_t bits) {
  const double q = number_near_one(bits, 3);
  const double half = (std::nextafter(q, 8) - q) / 2;
  return std::fma(b, q, b * half);
}

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

struct alignas(64) Slots {
  double a[kLanes];
  double b[kLanes];
  double y[kLanes];
  double quotient[kLanes];
};

// how many of the quotients are not those of IEEE 754
int wrong_quotients(const InstructionSet& set, Slots& slots) {
  const std::vector<Instruction> instructions{{OpCode::reciprocal, 2, 1, 1, 1},
                                              {OpCode::divide_known, 3, 0, 1, 2}};
  set.kernel(kLanes)(instructions.data(), instructions.size(), slots.a, {});
  int out = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (!same_bits(slots.quotient[lane], slots.a[lane] / slots.b[lane])) ++out;
  }
  return out;
}

template <class Fill>
void check_division(int blocks, const Fill& fill) {
  for (const auto& set : instruction_sets()) {
    if (!set.is_available()) continue;
    CAPTURE(set.name);
    int wrong = 0;
    for (int block = 0; block < blocks; ++block) {
      Slots slots;
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto index = static_cast<std::uint64_t>(block) * kLanes + lane;
        fill(index, slots.a[lane], slots.b[lane]);
      }
      wrong += wrong_quotients(set, slots);
    }
    CHECK(wrong == 0);
  }
}

}  // namespace

TEST_CASE("a quotient by a reciprocal is rounded as a division") {
  check_division(100'000, [](std::uint64_t index, double& a, double& b) {
    a = number_near_one(word(index, 0), 40);
    b = number_near_one(word(index, 1), 40);
  });
}

TEST_CASE("a quotient by a reciprocal is rounded as a division near the middle of two doubles") {
  check_division(100'000, [](std::uint64_t index, double& a, double& b) {
    b = number_near_one(word(index, 0), 2);
    // mantissas of few bits or nearly all of them are the hardest divisors
    if (index % 4 == 0) b = 2 - std::ldexp(1.0, -static_cast<int>(index % 53));
    if (index % 4 == 1) b = 1 + std::ldexp(1.0, -static_cast<int>(index % 53));
    a = hard_dividend(b, word(index, 1));
  });
}

TEST_CASE("a quotient by a reciprocal is a division at the limits of numbers") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<double> special{0.0,
                                    -0.0,
                                    1.0,
                                    -3.0,
                                    kInfinity,
                                    -kInfinity,
                                    std::nan(""),
                                    std::numeric_limits<double>::min(),
                                    std::numeric_limits<double>::denorm_min(),
                                    std::numeric_limits<double>::max(),
                                    -1e-310,
                                    0x1p500,
                                    0x1.8p-500,
                                    0x1.8p400,
                                    -0x1.4p-401};
  check_division(30, [&](std::uint64_t index, double& a, double& b) {
    a = special[index % special.size()];
    b = special[index / special.size() % special.size()];
  });
  check_division(100'000, [](std::uint64_t index, double& a, double& b) {
    a = std::bit_cast<double>(word(index, 0));
    b = std::bit_cast<double>(word(index, 1));
  });
}

TEST_CASE("known divisors are not divided by, and choices swallow their comparisons") {
  model::DraftText draft;
  draft.time(1, 5)
      .input("lifetime", "2 .. 3 s")
      .stock("left", "1", "(if left > 0.5 then -left else 0) / lifetime - left / 3 [s]");
  const auto model = draft.finish().value();
  const auto program =
      lowered(compile(model, {{"", model::variable(model.find("left")), false, 1}}));
  const auto count = [&](OpCode op) {
    return std::count_if(program.dynamic.begin(), program.dynamic.end(),
                         [&](const Instruction& i) { return i.op == op; });
  };
  CHECK(count(OpCode::divide) == 0);
  CHECK(count(OpCode::divide_known) == 2);
  CHECK(count(OpCode::less) == 0);
  CHECK(count(OpCode::select) == 0);
  CHECK(count(OpCode::select_less) == 1);
  CHECK(program.fixed.back().op == OpCode::reciprocal);
}

}  // namespace holon::engine
