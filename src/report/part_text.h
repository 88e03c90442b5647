// SPDX-License-Identifier: Apache-2.0
//
// The library of feedback parts, for a terminal and as a page of the reference.
#pragma once

#include <string>

#include "report/style.h"
#include "study/part.h"

namespace holon::report {

/// Every part with its title, one a line.
[[nodiscard]] std::string parts_listing(const Style& style);

/// One part: what it does, what it needs and gives, its values with their sources, its equations.
[[nodiscard]] std::string part_text(const study::FeedbackPart& part, const Style& style);

/// The same as a section of a Markdown page.
[[nodiscard]] std::string part_markdown(const study::FeedbackPart& part);

}  // namespace holon::report
