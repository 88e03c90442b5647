// SPDX-License-Identifier: Apache-2.0
//
// Functions whose result at one element hangs on all elements of a range: sorting, allocating.
#pragma once

#include <vector>

#include "model/formats/call.h"

namespace holon::model::formats {

/// The last subscript of an argument, one context for each of its elements.
struct Along {
  std::vector<Context> places;
  std::size_t here = 0;  ///< which of them is the one of this equation
};

[[nodiscard]] Along along_last(Call& c, std::size_t argument);

/// The values of another argument at the same places.
[[nodiscard]] std::vector<Expr> values_along(Call& c, const Along& along, std::size_t argument);

}  // namespace holon::model::formats
