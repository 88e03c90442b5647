// SPDX-License-Identifier: Apache-2.0
#include "engine/kernel.h"

#include <algorithm>
#include <array>

#include "engine/arithmetic.h"
#include "engine/of_many.h"

namespace holon::engine {

Kernel portable_kernel(int lanes);
#if defined(__x86_64__)
Kernel avx2_kernel(int lanes);
Kernel avx512_kernel(int lanes);
#endif

namespace {

#if defined(__x86_64__)
bool has_avx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
}
bool has_avx2() {
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
}
#endif
bool always() { return true; }

constexpr std::array kInstructionSets{
#if defined(__x86_64__)
    InstructionSet{"avx512", has_avx512, avx512_kernel},
    InstructionSet{"avx2", has_avx2, avx2_kernel},
#endif
    InstructionSet{"portable", always, portable_kernel},
};

void run_call(const CallSlots& call, double* target, const double* slots, std::size_t width) {
  std::vector<double> values(call.arguments.size());
  for (std::size_t lane = 0; lane < width; ++lane) {
    for (std::size_t n = 0; n < values.size(); ++n)
      values[n] = slots[call.arguments[n] * width + lane];
    target[lane] = value_of_many(call.function, values);
  }
}

}  // namespace

std::span<const InstructionSet> instruction_sets() { return kInstructionSets; }

const InstructionSet& best_instruction_set() {
  return *std::find_if(kInstructionSets.begin(), kInstructionSets.end(),
                       [](const InstructionSet& set) { return set.is_available(); });
}

void run_by_lane(const Instruction& i, double* slots, int lanes, const KernelContext& context) {
  const auto width = static_cast<std::size_t>(lanes);
  double* target = slots + i.target * width;
  const double* a = slots + i.a * width;
  const double* b = slots + i.b * width;
  if (i.op == OpCode::lookup) {
    const auto& table = *context.program->tables[i.c];
    for (std::size_t lane = 0; lane < width; ++lane) target[lane] = table_value(table, a[lane]);
  } else if (i.op == OpCode::of_many) {
    run_call(context.program->calls[i.c], target, slots, width);
  } else if (i.op >= OpCode::noise_uniform) {
    const auto stream = context.program->noises[i.c];
    for (std::size_t lane = 0; lane < width; ++lane) {
      // steps count from 1 here: 0 belongs to the inputs
      const double u =
          base::uniform(context.seed, stream, context.noise_members[lane], context.step + 1);
      target[lane] = noise(i.op, a[lane], b[lane], u);
    }
  } else {
    const double* c = slots + i.c * width;
    for (std::size_t lane = 0; lane < width; ++lane)
      target[lane] = apply(i.op, a[lane], b[lane], c[lane]);
  }
}

}  // namespace holon::engine
