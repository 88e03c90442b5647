// SPDX-License-Identifier: Apache-2.0
//
// Whether the equations of a model can be computed one after the other, step by step.
#pragma once

#include "model/model.h"

namespace holon::model {

/// Equations that wait for each other at one moment, while the model runs or while its starting
/// values are found, in the first case that has any. Chains of any length are followed; a long
/// circle is shown by its ends. Error: E0308.
[[nodiscard]] base::Diagnostics circles(const Model& model);

/// What a study may not ask of fixed delays and held values: a time that changes during a run, or a
/// method that looks between the steps. Error: E0310.
void check_study_delays(const Model& model, base::Diagnostics& diagnostics);

}  // namespace holon::model
