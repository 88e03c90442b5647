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

}  // namespace holon::cli
