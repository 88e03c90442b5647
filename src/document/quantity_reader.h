// SPDX-License-Identifier: Apache-2.0
//
// Quantities as a document states them: the one-line forms of quantity/quantity.h, and blocks such
// as {lognormal: {median: 4 Wh, gsd: 1.3}}, {90 %: 3 .. 6 Wh}, {choice: …}, with pedigree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "document/node.h"
#include "quantity/quantity.h"

namespace holon::document {

/// What reading a quantity needs from around it.
struct QuantityContext {
  std::vector<std::string> counted;  ///< further things one can count
  /// Text of a file named in the document; throws `base::WorldError` if it cannot be read.
  std::function<std::string(const std::string& path)> read_file;
};

/// The keys that a quantity's block may have, beside `NN %`.
[[nodiscard]] const std::vector<std::string>& quantity_keys();

/// True for a block that can only be a quantity (it has a key of one).
[[nodiscard]] bool looks_like_quantity(const Node& node);

/// Reads a quantity; nothing after reporting why not.
/// Errors: E02xx, E0103 to E0105, E0107, E0110.
[[nodiscard]] std::optional<quantity::Quantity> read_quantity(const Node& node,
                                                              const QuantityContext& context,
                                                              base::Diagnostics& diagnostics);

/// Gives a bare quantity the kind that its field expects, and reports a wrong dimension or kind.
/// `what` names the field. Returns whether it fits.
bool expect_dimension(quantity::Quantity& quantity, const quantity::Dimension& expected,
                      const std::string& what, const base::Span& where,
                      base::Diagnostics& diagnostics);

}  // namespace holon::document
