// SPDX-License-Identifier: Apache-2.0
#include "findings/loop_remarks.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/amount.h"

namespace holon::findings {
namespace {

/// More stretches than this are no sentence.
constexpr std::size_t kMostPeriods = 3;

std::string path_text(const DrivingLoop& loop) {
  return fmt::format("{}", fmt::join(loop.short_path, " → "));
}

std::string loop_text(const DrivingLoop& loop) {
  return fmt::format("{} ({}: {})", loop.name, loop.kind, path_text(loop));
}

std::string periods_text(const Findings& f, const LoopSystem& system) {
  std::string out;
  for (std::size_t i = 0; i < system.periods.size(); ++i) {
    const auto& period = system.periods[i];
    const bool is_last = i + 1 == system.periods.size();
    out += fmt::format("{}{}{}", i == 0 ? "" : ", then ", loop_text(system.loops[period.loop]),
                       is_last ? "" : fmt::format(" until {}", f.date_after(period.to_days)));
  }
  return out;
}

std::string sentence(const Findings& f, const LoopSystem& system) {
  const auto& strongest = system.loops.front();
  const auto what = system.stocks.empty() ? std::string("a circle of equations")
                                          : base::listed(system.stocks, "and");
  if (system.loops_found == 1)
    return fmt::format("{} is driven by one loop, {}.", what, loop_text(strongest));
  if (system.periods.size() <= kMostPeriods)
    return fmt::format("{}: of {} loops the strongest is {}.", what, system.loops_found,
                       periods_text(f, system));
  return fmt::format("{}: {} loops take turns; {} makes most of the change, {} on average.", what,
                     system.loops_found, loop_text(strongest), percent(strongest.share.mean));
}

std::string role(const ArchetypeResult& archetype, std::string_view name) {
  const auto found = std::find_if(archetype.roles.begin(), archetype.roles.end(),
                                  [&](const auto& role) { return role.first == name; });
  return found == archetype.roles.end() ? "" : found->second;
}

std::string story(const ArchetypeResult& a) {
  if (a.kind == "limits to growth")
    return fmt::format("Limits to growth: {} grows by {}, until {} holds it by {}",
                       role(a, "what grows"), a.loops[0], role(a, "limit"), a.loops[1]);
  if (a.kind == "fixes that fail")
    return fmt::format(
        "Fixes that fail: {} answers to {} and relieves it by {}, and brings it back "
        "later by {}",
        role(a, "fix"), role(a, "symptom"), a.loops[0], a.loops[1]);
  return fmt::format(
      "Shifting the burden: {} relieves {} soon by {}, and by {} weakens {}, which "
      "would last ({})",
      role(a, "quick answer"), role(a, "symptom"), a.loops[0], a.loops[2],
      role(a, "lasting answer"), a.loops[1]);
}

std::string sentence(const ArchetypeResult& a) {
  return fmt::format("{}; its loops act in {} of the futures.", story(a), percent(a.p_seen));
}

}  // namespace

std::vector<Finding> dominance_remarks(const Findings& f) {
  std::vector<Finding> out;
  for (const auto& system : f.loops.systems) {
    const auto& strongest = system.loops.front();
    out.push_back({"dominance",
                   "Which loops drive it, and when",
                   sentence(f, system),
                   {{"share", strongest.share.mean},
                    {"share_p05", strongest.share.p05},
                    {"share_p95", strongest.share.p95},
                    {"futures", static_cast<double>(f.loops.futures)}}});
  }
  return out;
}

std::vector<Finding> archetype_remarks(const Findings& f) {
  std::vector<Finding> out;
  for (const auto& archetype : f.loops.archetypes) {
    out.push_back({"archetype",
                   archetype.kind,
                   sentence(archetype),
                   {{"p_seen", archetype.p_seen}, {"weight", archetype.weight}}});
  }
  return out;
}

}  // namespace holon::findings
