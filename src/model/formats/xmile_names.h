// SPDX-License-Identifier: Apache-2.0
//
// Names in XMILE's equations whose meaning only the model around them tells.
#pragma once

#include "model/formats/script.h"

namespace holon::model::formats {

/// SELF becomes the name of the variable whose equation it stands in; `a'`, where the model has a
/// variable of just this name, becomes that and is no transposed `a`.
void settle_names(Script& script);

}  // namespace holon::model::formats
