// SPDX-License-Identifier: Apache-2.0
//
// `--plan`: how the members of an ensemble are spread.
#pragma once

#include <memory>
#include <string>

#include "engine/groups.h"
#include "model/model.h"

namespace CLI {
class App;
}

namespace holon::cli {

/// Adds the option; `word` is its default.
void add_sampling_plan(CLI::App& command, std::string& word);

/// What the members of an ensemble of `plan.samples` draw; null for a random plan.
[[nodiscard]] std::shared_ptr<const engine::Draws> planned_draws(const std::string& word,
                                                                 const engine::Plan& plan,
                                                                 const model::Model& model);

}  // namespace holon::cli
