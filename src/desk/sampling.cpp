// SPDX-License-Identifier: Apache-2.0
#include "desk/sampling.h"

#include "experiment/sampling_plan.h"

namespace holon::desk {

std::shared_ptr<const engine::Draws> planned_draws(const std::string& word,
                                                   const engine::Plan& plan,
                                                   const model::Model& model) {
  const auto chosen = experiment::parse_sampling_plan(word);
  if (!chosen || *chosen == experiment::SamplingPlan::random) return nullptr;
  return std::make_shared<engine::DrawnByUniforms>(
      experiment::uniforms_of(*chosen, plan.seed, plan.samples, experiment::factors_of(model)));
}

}  // namespace holon::desk
