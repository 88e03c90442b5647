// SPDX-License-Identifier: Apache-2.0
//
// Every name of a script, changed in one go.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "model/formats/script.h"

namespace holon::model::formats {

using NameChange = std::function<std::string(const std::string&)>;
using CallChange = std::function<std::string(const std::string&, std::size_t arguments)>;

/// Puts what `name` makes of it in place of every name of a variable, range, element, parameter or
/// macro, on both sides of equations. The name of what is called goes through `call` first.
void rewrite_names(Script& script, const NameChange& name, const CallChange& call);

}  // namespace holon::model::formats
