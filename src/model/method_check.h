// SPDX-License-Identifier: Apache-2.0
//
// What a method of integration cannot do with a model.
#pragma once

#include "model/model.h"

namespace holon::model {

/// True where something may jump at the steps of the model's time: fixed delays, held values,
/// noise, dates, and what reads the step's start. An adaptive method then ends a step at each of
/// them.
[[nodiscard]] bool needs_grid(const Model& model);

/// What the model's method cannot do: too many stocks for a dense matrix, or an equation between
/// stocks without derivatives. Error: E0314.
void check_method(const Model& model, base::Diagnostics& diagnostics);

/// What a user of an adaptive method should know: that the model's steps bound its own. Warning:
/// E0315.
[[nodiscard]] base::Diagnostics notes_on_method(const Model& model);

}  // namespace holon::model
