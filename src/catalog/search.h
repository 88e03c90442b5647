// SPDX-License-Identifier: Apache-2.0
//
// How names are compared, and how well an entry answers a search.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace holon::catalog {

/// The form in which two names of the catalogue are equal: lower case; `_`, `-` and blanks as one
/// blank.
[[nodiscard]] std::string search_key(std::string_view name);

/// The form in which two spellings of one device are equal: lower-case letters and digits alone,
/// without the makers' and families' names that people leave away ("Tesla V100-PCIE-16GB" and
/// "V100 PCIe 16 GB").
[[nodiscard]] std::string loose_key(std::string_view name);

/// 0 unless every word occurs in the entry; the more, the better the words fit.
[[nodiscard]] int score_of(const Entry& entry, const std::vector<std::string>& words);

}  // namespace holon::catalog
