// SPDX-License-Identifier: Apache-2.0
//
// The catalogue in words, for a terminal.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "catalog/catalog.h"

namespace holon::catalog {

/// The figure without its spread: "56.0 g CO2e/kWh at facility"; of a uniform range or of rival
/// models "150 .. 575 kg CO2e".
[[nodiscard]] std::string value_text(const quantity::Quantity& quantity);

/// The spread in words: "×/÷ 1.12", "evenly spread", "triangular 0.28 .. 0.39", "one of 6
/// models", "exact"; with ", at least" and ", at most" where it is cut.
[[nodiscard]] std::string spread_text(const quantity::Quantity& quantity);

/// All that is known of an entry: title, details, a table of the facts, then sources and notes.
/// Lines end in a newline. Prose is wrapped at 100 columns; the table may be a little wider.
[[nodiscard]] std::string describe(const Entry& entry);

/// One line per entry, at most `most`: shelf, code, name, first facts; then "… and N more".
[[nodiscard]] std::string listing(std::span<const Entry* const> entries, std::size_t most);

}  // namespace holon::catalog
