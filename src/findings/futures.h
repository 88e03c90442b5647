// SPDX-License-Identifier: Apache-2.0
//
// Single futures of an uncertain model: what loops are looked at in, one by one.
#pragma once

#include <cstdint>
#include <vector>

#include "findings/findings.h"
#include "model/model.h"

namespace holon::findings {

/// The model with every uncertain input at what one member of a random ensemble draws.
[[nodiscard]] model::Model in_future(const model::Model& model, std::uint64_t seed,
                                     std::uint64_t member);

/// Five figures of a few numbers; quantiles lie between the two nearest. Nothing of none.
[[nodiscard]] Summary summary_of(std::vector<double> values);

}  // namespace holon::findings
