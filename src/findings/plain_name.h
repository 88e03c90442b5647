// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace holon::findings {

/// A variable's name without the block of the study that it stands in: "direct price.elasticity" of
/// "feedback.direct price.elasticity".
[[nodiscard]] std::string plain_name(const std::string& name);

}  // namespace holon::findings
