// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace holon::meter {

/// The power [W] in the last whole row of a table, by its heading: `watts`, `power`, `power [W]`.
/// Nothing if there is no such column or row.
[[nodiscard]] std::optional<double> last_power(std::string_view table);

}  // namespace holon::meter
