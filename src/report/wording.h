// SPDX-License-Identifier: Apache-2.0
//
// Turns of phrase that several sections share.
#pragma once

#include <optional>
#include <string>

#include "findings/amount.h"
#include "findings/findings.h"

namespace holon::report {

// numbers and units are worded alike in findings and report
using findings::change;
using findings::count;
using findings::number;
using findings::percent;
using findings::Scale;
using findings::scale_for;
using findings::signed_number;
using findings::small_number;
using findings::stated_number;

/// "48.1 … 53.6": the 90 % interval in a scale; empty where it would show no spread.
[[nodiscard]] std::string interval(const std::optional<findings::Summary>& summary,
                                   const Scale& scale);

/// The same of a difference, with signs.
[[nodiscard]] std::string signed_interval(const std::optional<findings::Summary>& summary,
                                          const Scale& scale);

/// "request" of "1 request", "1000 token" of itself.
[[nodiscard]] std::string per_what(const std::string& functional_unit);

/// "requests", "tokens", "× 1000 token": what a number of functional units counts.
[[nodiscard]] std::string counted_units(const std::string& functional_unit);

/// In which to count them: "thousand requests".
[[nodiscard]] Scale service_scale(double amount, const std::string& functional_unit);

/// "2 years", "18 months", "12 days".
[[nodiscard]] std::string duration(double days);

}  // namespace holon::report
