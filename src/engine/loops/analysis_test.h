// SPDX-License-Identifier: Apache-2.0
//
// Looking things up in a feedback report, for tests.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/loops/analysis.h"
#include "model/draft_test.h"

namespace holon::engine::loops {

/// The report on a whole run.
inline FeedbackReport report_on(const model::Model& model,
                                ScoreMethod method = ScoreMethod::discrete) {
  LoopPlan plan;
  plan.period = whole_run(model);
  plan.method = method;
  return analyse(model, plan);
}

inline FeedbackReport report_on(model::DraftText& draft,
                                ScoreMethod method = ScoreMethod::discrete) {
  return report_on(draft.finish().value(), method);
}

/// The link between two variables; it must be there.
inline const LinkReport& link_of(const FeedbackReport& report, const std::string& from,
                                 const std::string& to) {
  const auto found =
      std::find_if(report.links.begin(), report.links.end(), [&](const LinkReport& link) {
        return report.names[link.from] == from && report.names[link.to] == to;
      });
  REQUIRE(found != report.links.end());
  return *found;
}

/// "a b c", the variables around a loop.
inline std::string path_text(const FeedbackReport& report, const LoopReport& loop) {
  std::string out;
  for (const auto id : loop.path) out += (out.empty() ? "" : " ") + report.names[id];
  return out;
}

/// The loop with this path; it must be there.
inline const LoopReport& loop_of(const FeedbackReport& report, const std::string& path) {
  const auto found =
      std::find_if(report.loops.begin(), report.loops.end(),
                   [&](const LoopReport& loop) { return path_text(report, loop) == path; });
  REQUIRE(found != report.loops.end());
  return *found;
}

}  // namespace holon::engine::loops
