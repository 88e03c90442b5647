// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are throws of dice that build a model; the batch machine gives the interpreter's bits
// with every instruction set of this machine.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "engine/interpreter.h"
#include "engine/kernel.h"
#include "engine/random_model_test.h"
#include "engine/run.h"

namespace {

using namespace holon;

bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// three bytes a throw: as far as the property test throws
base::Dice dice_of(const std::uint8_t* data, std::size_t size) {
  const auto byte = [&](std::size_t at) { return std::uint32_t{data[at]}; };
  std::vector<std::uint32_t> throws;
  for (std::size_t i = 0; i + 2 < size; i += 3)
    throws.push_back(byte(i) | byte(i + 1) << 8U | byte(i + 2) << 16U);
  return base::Dice(std::move(throws));
}

// per output and member: what is there at the end
using Ends = std::vector<std::vector<double>>;

void compare(const engine::RandomModel& random, const Ends& truth, const engine::Plan& plan) {
  const auto result = engine::run(engine::compile(random.model, random.outputs), plan, nullptr);
  for (std::size_t i = 0; i < random.outputs.size(); ++i) {
    if (random.outputs[i].series) continue;
    for (std::size_t member = 0; member < plan.samples; ++member) {
      if (!same_bits(result.members[i][member], truth[i][member])) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLongest = 3000;
  constexpr std::size_t kMostSteps = 8;
  constexpr std::uint64_t kMembers = 3;
  if (size > kLongest) return 0;
  auto dice = dice_of(data, size);
  const auto seed = static_cast<std::uint64_t>(dice.roll(1000));
  const auto random = engine::random_model(dice, kMostSteps);
  // both ways to run take the steps of these from one place, and a stiff model takes thousands
  if (model::is_adaptive(random.model.time.method)) return 0;

  Ends truth(random.outputs.size());
  for (std::uint64_t member = 0; member < kMembers; ++member) {
    const auto result = engine::interpret(random.model, random.outputs, seed, member);
    for (std::size_t i = 0; i < truth.size(); ++i) truth[i].push_back(result.final[i]);
  }
  for (const auto& set : engine::instruction_sets()) {
    if (set.is_available())
      compare(random, truth, {kMembers, seed, 1, engine::kLaneChoices[0], set.name, true});
  }
  return 0;
}
