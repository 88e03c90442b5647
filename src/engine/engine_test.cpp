// SPDX-License-Identifier: Apache-2.0
//
// The batch machine against the reference interpreter: the same bits, on any machine.
#include <bit>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "base/error.h"
#include "base/property_test.h"
#include "engine/interpreter.h"
#include "engine/jit/jit_test.h"
#include "engine/kernel.h"
#include "engine/random_model_test.h"
#include "engine/run.h"
#include "engine/single_run.h"

namespace holon::engine {
namespace {

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// What the reference interpreter says of a whole ensemble.
struct Truth {
  std::vector<std::vector<double>> members;               // [output][member]
  std::vector<std::vector<std::vector<double>>> columns;  // [output][step][member]
};

Truth truth_of(const RandomModel& random, std::uint64_t samples, std::uint64_t seed) {
  const auto count = random.outputs.size();
  Truth out{std::vector<std::vector<double>>(count),
            std::vector<std::vector<std::vector<double>>>(count)};
  for (std::uint64_t member = 0; member < samples; ++member) {
    const auto result = interpret(random.model, random.outputs, seed, member);
    for (std::size_t i = 0; i < count; ++i) {
      const bool series = random.outputs[i].series;
      out.members[i].push_back(result.final[i]);
      const auto& values = series ? result.series[i] : std::vector{result.final[i]};
      out.columns[i].resize(values.size());
      for (std::size_t step = 0; step < values.size(); ++step) {
        out.columns[i][step].push_back(values[step]);
      }
    }
  }
  return out;
}

Moments moments_in_groups(const std::vector<double>& values) {
  constexpr std::size_t kGroup = 1024;
  Moments out;
  for (std::size_t at = 0; at < values.size(); at += kGroup) {
    out.join(moments_of(std::span(values).subspan(at, std::min(kGroup, values.size() - at))));
  }
  return out;
}

void check_statistics(const Statistics& found, const std::vector<double>& values) {
  Histogram histogram;
  histogram.add(values);
  const Statistics expected(moments_in_groups(values), std::move(histogram));
  RC_ASSERT(found.count() == expected.count());
  RC_ASSERT(found.undefined() == expected.undefined());
  RC_ASSERT(same_bits(found.mean(), expected.mean()));
  RC_ASSERT(same_bits(found.sd(), expected.sd()));
  RC_ASSERT(same_bits(found.min(), expected.min()));
  RC_ASSERT(same_bits(found.max(), expected.max()));
  RC_ASSERT(same_bits(found.quantile(0.3), expected.quantile(0.3)));
}

void check_run(const RandomModel& random, const Truth& truth, const Observations& found) {
  for (std::size_t i = 0; i < random.outputs.size(); ++i) {
    RC_ASSERT(found.outputs[i].size() == truth.columns[i].size());
    for (std::size_t step = 0; step < found.outputs[i].size(); ++step) {
      check_statistics(found.outputs[i][step], truth.columns[i][step]);
    }
    if (random.outputs[i].series) continue;
    for (std::size_t member = 0; member < truth.members[i].size(); ++member) {
      if (same_bits(found.members[i][member], truth.members[i][member])) continue;
      RC_FAIL(fmt::format("output {}, member {}: the machine says {}, the interpreter {}", i,
                          member, found.members[i][member], truth.members[i][member]));
    }
  }
}

// so must machine code, where there is a compiler; one of its forms for each model
void check_machine_code(const RandomModel& random, const Truth& truth, const Program& program,
                        Plan plan, std::size_t turn) {
  static const bool is_here = jit::is_here();
  if (!is_here) return;
  plan.backend = Backend::jit;
  plan.threads = 1 + turn % 2;
  plan.instruction_set = turn % 3 == 0 ? "avx2" : best_instruction_set().name;
  check_run(random, truth, run(program, plan, nullptr));
}

void check_single_run(const RandomModel& random, const Truth& truth, const Program& program,
                      std::uint64_t seed) {
  const auto found = run_single(program, seed);
  for (std::size_t i = 0; i < random.outputs.size(); ++i) {
    RC_ASSERT(found[i].size() == truth.columns[i].size());
    for (std::size_t step = 0; step < found[i].size(); ++step)
      RC_ASSERT(same_bits(found[i][step], truth.columns[i][step].front()));
  }
}

// every instruction set, number of lanes and of threads must say what the interpreter says
void check_model(base::Dice& dice, std::uint64_t samples, std::size_t most_steps) {
  const auto seed = static_cast<std::uint64_t>(dice.roll(1000));
  const auto random = random_model(dice, most_steps);
  const auto truth = truth_of(random, samples, seed);
  const auto program = compile(random.model, random.outputs);
  check_single_run(random, truth, program, seed);
  std::size_t turn = 0;
  for (const auto& set : instruction_sets()) {
    if (!set.is_available()) continue;
    for (const int lanes : kLaneChoices) {
      const std::size_t threads = std::size_t{1} << (turn++ % 3);
      const Plan plan{samples, seed, threads, lanes, set.name, true};
      check_run(random, truth, run(program, plan, nullptr));
    }
  }
  const Plan plan{samples, seed, 1, 0, {}, true};
  check_machine_code(random, truth, program, plan, dice.roll(6));
}

}  // namespace

TEST_CASE("the batch machine gives the interpreter's bits on random models") {
  base::check_always(240, 700, [](base::Dice& dice) {
    const auto samples = dice.one_of<std::uint64_t>({1, 7, 7, 20});
    check_model(dice, samples, 30);
  });
}

TEST_CASE("the batch machine gives the interpreter's bits when members fill many blocks") {
  base::check_always(40, 400, [](base::Dice& dice) {
    const auto samples = dice.one_of<std::uint64_t>({64, 100});
    check_model(dice, samples, 12);
  });
}

TEST_CASE("the batch machine gives the interpreter's bits when members fill several groups") {
  base::check_always(8, 300, [](base::Dice& dice) { check_model(dice, 2500, 3); });
}

}  // namespace holon::engine
