// SPDX-License-Identifier: Apache-2.0
//
// What the values of options must be, for all commands that have such options.
#pragma once

#include <string>

namespace CLI {
class Validator;
}

namespace holon::cli {

/// A number that is neither infinite nor none.
[[nodiscard]] CLI::Validator finite_number();

/// A number within bounds that belong to it.
[[nodiscard]] CLI::Validator number_between(double low, double high);

/// A text with a name before its `=`; `form` says which, such as "NAME=VALUE".
[[nodiscard]] CLI::Validator assignment(std::string form);

/// A method of integration.
[[nodiscard]] CLI::Validator method_name();

}  // namespace holon::cli
