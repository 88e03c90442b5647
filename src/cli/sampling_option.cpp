// SPDX-License-Identifier: Apache-2.0
#include "cli/sampling_option.h"

#include <CLI/CLI.hpp>

#include "experiment/sampling_plan.h"

namespace holon::cli {

void add_sampling_plan(CLI::App& command, std::string& word) {
  command.add_option("--plan", word, "How the samples are spread: random, latin or sobol")
      ->check(CLI::IsMember({"random", "latin", "sobol"}).description(""))
      ->capture_default_str();
}

std::shared_ptr<const engine::Draws> planned_draws(const std::string& word,
                                                   const engine::Plan& plan,
                                                   const model::Model& model) {
  const auto chosen = experiment::parse_sampling_plan(word);
  if (!chosen || *chosen == experiment::SamplingPlan::random) return nullptr;
  return std::make_shared<engine::DrawnByUniforms>(
      experiment::uniforms_of(*chosen, plan.seed, plan.samples, experiment::factors_of(model)));
}

}  // namespace holon::cli
