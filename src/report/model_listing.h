// SPDX-License-Identifier: Apache-2.0
//
// What a model file of another tool has, for a reader and for programs.
#pragma once

#include <string>

#include "model/formats/script.h"
#include "report/style.h"

namespace holon::report {

/// Title, run times, ranges, counts, and each variable by group with its unit, its equations as
/// written and its comment.
[[nodiscard]] std::string listing(const model::formats::Script& script, const Style& style);

/// The same as JSON: {"title", "dialect", "time", "counts", "ranges", "variables": […], "skipped"}.
[[nodiscard]] std::string json(const model::formats::Script& script);

/// The functions of Vensim and XMILE as JSON: [{"vensim", "xmile", "arguments", "text", "units",
/// "example", "value"}], names as lists.
[[nodiscard]] std::string functions_json();

}  // namespace holon::report
