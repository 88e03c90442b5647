// SPDX-License-Identifier: Apache-2.0
//
// Tables in every kernel against `table_value`, at the points, beside them, and where no number is.
#include "engine/lookup_table.h"

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "base/property_test.h"
#include "engine/arithmetic.h"
#include "engine/kernel.h"

namespace holon::engine {
namespace {

std::shared_ptr<const model::Table> table_of(std::vector<double> xs, model::TableKind kind) {
  auto out = std::make_shared<model::Table>();
  for (std::size_t i = 0; i < xs.size(); ++i)
    out->y.push_back(i % 3 == 0 ? -0.0 : 1.7 * static_cast<double>(i % 5) - 2.1);
  out->x = std::move(xs);
  out->kind = kind;
  return out;
}

// start, start + step, … as decimal numbers, each rounded on its own
std::vector<double> decimal_grid(int start, int step, int per_unit, int count) {
  std::vector<double> out;
  for (int i = 0; i < count; ++i) out.push_back(static_cast<double>(start + i * step) / per_unit);
  return out;
}

// where a wrong interval would show
std::vector<double> probes_of(const model::Table& table) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> out{0.0,
                          -0.0,
                          kInfinity,
                          -kInfinity,
                          std::nan(""),
                          1e300,
                          -1e300,
                          1e-320,
                          table.x.front() - 1.5,
                          table.x.back() + 2.5};
  for (std::size_t i = 0; i < table.x.size(); ++i) {
    const double x = table.x[i];
    out.push_back(x);
    out.push_back(std::nextafter(x, kInfinity));
    out.push_back(std::nextafter(x, -kInfinity));
    if (i + 1 < table.x.size()) out.push_back(0.7 * x + 0.3 * table.x[i + 1]);
  }
  while (out.size() % 8 != 0) out.push_back(0.1);
  return out;
}

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// at how many probes a kernel reads something else
int differences(const InstructionSet& set, const std::shared_ptr<const model::Table>& table) {
  Program program;
  program.tables = {table};
  program.lookups = std::make_shared<const LookupTables>(program.tables);
  KernelContext context;
  context.program = &program;
  context.lookups = program.lookups->data();
  const auto probes = probes_of(*table);
  const Instruction instruction{OpCode::lookup, 1, 0, 0, 0};
  struct alignas(64) Slots {
    double numbers[16];
  };
  int out = 0;
  for (std::size_t at = 0; at < probes.size(); at += 8) {
    Slots slots;
    std::copy_n(probes.data() + at, 8, slots.numbers);
    set.kernel(8)(&instruction, 1, slots.numbers, context);
    for (std::size_t lane = 0; lane < 8; ++lane) {
      if (!same_bits(slots.numbers[8 + lane], table_value(*table, probes[at + lane]))) ++out;
    }
  }
  return out;
}

void check(std::vector<double> xs) {
  using enum model::TableKind;
  for (const auto kind : {linear, extrapolate, hold, next, area}) {
    const auto table = table_of(xs, kind);
    for (const auto& set : instruction_sets()) {
      if (!set.is_available()) continue;
      CAPTURE(set.name);
      CAPTURE(static_cast<int>(kind));
      CAPTURE(xs.size());
      CHECK(differences(set, table) == 0);
    }
  }
}

}  // namespace

TEST_CASE("tables on even grids are read as the search reads them") {
  for (const int count : {2, 3, 5, 8, 9, 10, 16, 17, 18, 26, 101}) {
    check(decimal_grid(0, 1, 1, count));
    check(decimal_grid(0, 1, 10, count));
    check(decimal_grid(-7, 3, 100, count));
    check(decimal_grid(1900, 5, 1, count));
    check(decimal_grid(123457, 7, 1000, count));
  }
}

TEST_CASE("tables on uneven grids are read as the search reads them") {
  base::check_always(60, 100, [](base::Dice& dice) {
    std::vector<double> xs{dice.between(-5, 5)};
    const auto count = 1 + dice.roll(40);
    while (xs.size() < count) xs.push_back(xs.back() + dice.between(1e-9, 3));
    check(std::move(xs));
  });
}

TEST_CASE("the intervals of an even grid are found without a search") {
  const auto locate = [](std::vector<double> xs) {
    const std::vector tables{table_of(std::move(xs), model::TableKind::linear)};
    return LookupTables(tables)[0].locate;
  };
  CHECK(locate(decimal_grid(0, 1, 4, 9)) == Locate::by_scale);
  CHECK(locate(decimal_grid(0, 1, 10, 11)) != Locate::by_search);
  CHECK(locate(decimal_grid(-7, 3, 100, 26)) != Locate::by_search);
  CHECK(locate({0, 1, 2, 3, 9, 10, 30}) == Locate::by_search);
}

}  // namespace holon::engine
