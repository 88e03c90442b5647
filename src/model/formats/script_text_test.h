// SPDX-License-Identifier: Apache-2.0
//
// Scripts and terms as text, for tests: equal texts are equal scripts, places left aside.
#pragma once

#include <string>

#include "model/formats/script.h"

namespace holon::model::formats {

/// `(+ a (* b 2))`; "-" for null.
[[nodiscard]] std::string shown(const TermPtr& term);
[[nodiscard]] std::string shown(const Script& script);

}  // namespace holon::model::formats
