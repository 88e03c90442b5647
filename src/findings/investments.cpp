// SPDX-License-Identifier: Apache-2.0
#include "findings/investments.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/cost_courses.h"
#include "findings/phrase.h"
#include "findings/refresh.h"
#include "findings/stakes.h"
#include "findings/subject.h"

namespace holon::findings {
namespace {

// the unchanged study and the cases of the scenarios that were assessed
std::vector<int> cases_of(const Subject& subject, const Findings& findings) {
  std::vector<int> out{0};
  const auto& cases = subject.model().cases;
  for (std::size_t k = 1; k < cases.size(); ++k) {
    const bool is_told =
        std::any_of(findings.scenarios.begin(), findings.scenarios.end(),
                    [&](const ScenarioResult& s) { return s.name == cases[k].name; });
    if (is_told) out.push_back(static_cast<int>(k));
  }
  return out;
}

// invested ÷ returned, where both are known to differ from nothing
std::vector<Targets> targets_of(const Findings& findings) {
  std::vector<Targets> out;
  for (const auto& one : findings.break_evens) {
    if (!one.invested || !one.returned || !one.ratio) continue;
    Targets targets{one.scenario, one.category, one.invested->mean, {}};
    // of a ratio, the inverse: high ends change places
    const auto& ratio = *one.ratio;
    if (ratio.p05 > 0) {
      Summary inverse;
      inverse.mean = one.returned->mean > 0 ? one.invested->mean / one.returned->mean : 0;
      inverse.p05 = 1 / ratio.p95;
      inverse.p50 = 1 / ratio.p50;
      inverse.p95 = 1 / ratio.p05;
      targets.repaid = inverse;
    }
    out.push_back(std::move(targets));
  }
  return out;
}

void add_remarks(const std::vector<Refresh>& refreshes, Findings& findings) {
  for (const auto& one : refreshes) {
    const auto& category = findings.categories[one.category];
    if (category.name != "climate") continue;
    auto text = fmt::format("Making the hardware of {} adds {}", one.scenario,
                            amount(one.made->mean, category.unit));
    constexpr double kMostly = 0.5;
    if (!one.years || one.p_never > kMostly) {
      text += ", and at this load it saves nothing: it is never repaid.";
    } else {
      text += fmt::format(
          "; here and at this load that is repaid in {} years, within the study's "
          "time in {} of the futures.",
          base::readable(one.years->p50, 2), share_of(one.p_repaid));
    }
    findings.findings.push_back({"refresh",
                                 fmt::format("New hardware of {}", one.scenario),
                                 text,
                                 {{"made", one.made->mean},
                                  {"saved", one.saved->mean},
                                  {"p_repaid", one.p_repaid},
                                  {"p_never", one.p_never}}});
  }
}

}  // namespace

Investments invest(const study::Study& study, const study::Compiled& compiled, const Plan& plan,
                   Findings& findings, const engine::Progress& progress) {
  Investments out;
  Subject subject(study, compiled);
  const auto cases = cases_of(subject, findings);
  if (cases.size() < 2) return out;

  Questions questions;
  Decision told;  // what stakes are kept in
  CostCourses courses(subject, cases, questions);
  ask_refreshes(subject, {cases.begin() + 1, cases.end()}, questions, out.refreshes);
  ask_stakes(subject, cases, questions, told);
  const auto program = engine::compile(subject.model(), questions.outputs());
  questions.answer(engine::run(program, plan.engine, progress));

  drop_what_does_not_move(told);
  drop_what_is_no_refresh(out.refreshes);
  out.stakes = std::move(told.stakes);
  out.charts = courses.charts(findings.break_evens);
  out.targets = targets_of(findings);
  add_remarks(out.refreshes, findings);
  return out;
}

}  // namespace holon::findings
