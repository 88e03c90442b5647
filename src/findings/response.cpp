// SPDX-License-Identifier: Apache-2.0
#include "findings/response.h"

#include <algorithm>

namespace holon::findings {
namespace {

using model::Expr;
using model::VariableId;

/// Loops that are told one by one in a scenario.
constexpr std::size_t kMostEntries = 8;

using Edges = std::vector<std::vector<VariableId>>;

std::vector<bool> closure(const std::vector<VariableId>& roots, const Edges& edges) {
  std::vector<bool> out(edges.size());
  auto open = roots;
  for (const auto root : roots) out[root] = true;
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    for (const auto next : edges[id]) {
      if (!out[next]) open.push_back(next);
      out[next] = true;
    }
  }
  return out;
}

}  // namespace

Readings::Readings(const model::Model& model)
    : reads_(model.variables.size()), readers_(model.variables.size()) {
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    for (const auto* equation : {&model[id].equation, &model[id].initial, &model[id].delay}) {
      if (*equation) note(id, *equation);
    }
  }
}

std::vector<bool> Readings::reached_from(const std::vector<VariableId>& roots) const {
  return closure(roots, readers_);
}

std::vector<bool> Readings::needed_by(const std::vector<VariableId>& roots) const {
  return closure(roots, reads_);
}

void Readings::note(VariableId reader, const Expr& equation) {
  model::for_each_variable(equation, [&](VariableId read, int in_case) {
    if (in_case != model::kThisCase) return;
    reads_[reader].push_back(read);
    readers_[read].push_back(reader);
  });
}

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
