// SPDX-License-Identifier: Apache-2.0
#include "findings/response.h"

#include <algorithm>

namespace holon::findings {
namespace {

using model::VariableId;

/// Loops that are told one by one in a scenario.
constexpr std::size_t kMostEntries = 8;

}  // namespace

Response::Response(const Subject& subject, const Readings& readings, int in_case)
    : subject_(subject), readings_(readings) {
  for (const auto& change : subject.model().cases[static_cast<std::size_t>(in_case)].changes)
    changed_.push_back(change.variable);
  reached_ = readings.reached_from(changed_);
}

std::vector<VariableId> Response::demand() const {
  std::vector<VariableId> out;
  for (const auto& one : subject_.compiled().amounts) {
    if (reached_[one.amount] && !is_changed(one.amount)) out.push_back(one.amount);
  }
  return out;
}

std::vector<VariableId> Response::entries() const {
  const auto needed = readings_.needed_by(demand());
  std::vector<VariableId> out;
  for (VariableId id = 0; id < reached_.size() && out.size() < kMostEntries; ++id) {
    if (!is_behaviour(id) || !reached_[id] || !needed[id] || is_changed(id)) continue;
    const auto& read = readings_.read_by(id);
    const bool enters = std::any_of(read.begin(), read.end(), [&](VariableId from) {
      return reached_[from] && (!is_behaviour(from) || is_changed(from));
    });
    if (enters) out.push_back(id);
  }
  return out;
}

bool Response::is_behaviour(VariableId id) const {
  return subject_.model()[id].name.starts_with(kFeedbackPrefix);
}

bool Response::is_changed(VariableId id) const {
  return std::find(changed_.begin(), changed_.end(), id) != changed_.end();
}

}  // namespace holon::findings
