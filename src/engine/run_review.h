// SPDX-License-Identifier: Apache-2.0
//
// What one run of a model shows: tables that are read beyond their points, divisions by zero.
#pragma once

#include "base/diagnostic.h"
#include "model/model.h"

namespace holon::engine {

/// Runs the model's first case once, with the first draw of what is uncertain, and watches every
/// table and division that stands in the input. A place is told once, with the first time. Nothing
/// is told of a table that is level where it is left, of a division inside a choice, and of a model
/// whose run would take more than some seconds. Warnings: E0578, E0579.
[[nodiscard]] base::Diagnostics review_run(const model::Model& model);

}  // namespace holon::engine
