// SPDX-License-Identifier: Apache-2.0
//
// The sign of a link, as far as the equations tell it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/loops/structure.h"

namespace holon::engine::loops {

/// Which way `to` goes when `from` rises and all else stays.
enum class Polarity : std::int8_t { negative = -1, unknown = 0, positive = 1 };

/// The polarity of two links in a row.
[[nodiscard]] Polarity operator*(Polarity a, Polarity b);

/// One polarity a link of `structure`. Unknown where it hangs on values: `P * (1 - P / K)` rises
/// and falls with P.
///
/// The sign of a factor counts as known when it follows from constants, from tables, and from
/// stocks that cannot become negative: they start at zero or above, and at zero their net rate is
/// not negative as long as the others are not (such a system is called quasi-positive).
[[nodiscard]] std::vector<Polarity> link_polarities(const model::Model& model,
                                                    const Structure& structure);

}  // namespace holon::engine::loops
