// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace holon::meter {

/// The present power [W] in what a management controller says: `ipmitool dcmi power reading`,
/// FreeIPMI's `ipmi-dcmi --get-system-power-statistics`, `ipmitool sensor` lines in watts, or a
/// Redfish Power or EnvironmentMetrics document. Nothing if none of them is recognised.
[[nodiscard]] std::optional<double> parse_management_power(std::string_view text);

}  // namespace holon::meter
