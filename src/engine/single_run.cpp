// SPDX-License-Identifier: Apache-2.0
#include "engine/single_run.h"

#include "engine/block.h"

namespace holon::engine {

std::vector<std::vector<double>> run_single(const Program& program, std::uint64_t seed) {
  std::vector<std::vector<double>> out(program.outputs.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& output = program.outputs[i];
    out[i].reserve(output.series ? program.time.steps / output.every + 1 : 1);
  }
  // a vector of which one lane counts would wait longer for its quotients
  Block block(program, instruction_sets().back(), 1, seed);
  // entries come in their order
  block.run(0, [&](std::size_t output, std::uint32_t, const double* lanes) {
    out[output].push_back(lanes[0]);
  });
  return out;
}

}  // namespace holon::engine
