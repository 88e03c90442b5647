// SPDX-License-Identifier: Apache-2.0
//
// How the members of an ensemble are spread.
#pragma once

#include <memory>
#include <string>

#include "engine/groups.h"
#include "model/model.h"

namespace holon::desk {

/// What the members of an ensemble of `plan.samples` draw; null for a random plan.
[[nodiscard]] std::shared_ptr<const engine::Draws> planned_draws(const std::string& word,
                                                                 const engine::Plan& plan,
                                                                 const model::Model& model);

}  // namespace holon::desk
