// SPDX-License-Identifier: Apache-2.0
//
// Feedback loops for a terminal.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "engine/loops/analysis.h"
#include "report/style.h"

namespace holon::report {

/// What the analysis itself does not know.
struct LoopContext {
  std::string title;                             ///< of the model
  std::string scenario;                          ///< empty: the model unchanged
  std::function<std::string(double)> time_text;  ///< a moment as people write it
  std::size_t top = 12;                          ///< loops shown
};

/// The loops with name, share, share over time and path, and who dominates when.
[[nodiscard]] std::string loops_text(const engine::loops::FeedbackReport& report,
                                     const LoopContext& context, const Style& style);

/// All of it as one JSON object; its keys stand in docs/loops.md.
[[nodiscard]] std::string loops_json(const engine::loops::FeedbackReport& report,
                                     const LoopContext& context);

}  // namespace holon::report
