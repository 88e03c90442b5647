// SPDX-License-Identifier: Apache-2.0
#include "findings/readings.h"

namespace holon::findings {

using model::VariableId;

Readings::Readings(const model::Model& model)
    : reads_(model.variables.size()), readers_(model.variables.size()) {
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    for (const auto* equation : {&model[id].equation, &model[id].initial, &model[id].delay}) {
      if (*equation) note(id, *equation);
    }
  }
}

void Readings::note(VariableId reader, const model::Expr& equation) {
  model::for_each_variable(equation, [&](VariableId read, int in_case) {
    if (in_case != model::kThisCase) return;
    reads_[reader].push_back(read);
    readers_[read].push_back(reader);
  });
}

std::vector<bool> Readings::closure(const std::vector<VariableId>& roots, const Edges& edges) {
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

}  // namespace holon::findings
