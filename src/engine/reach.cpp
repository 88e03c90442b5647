// SPDX-License-Identifier: Apache-2.0
#include "engine/reach.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::VariableId;

using Readers = std::vector<std::vector<VariableId>>;

Readers readers_of(const model::Model& model) {
  Readers out(model.variables.size());
  if (model.cases.size() < 2) return out;
  const auto note_reads = [&](VariableId reader, const Expr& expression) {
    if (!expression) return;
    model::for_each_variable(expression, [&](VariableId read, int read_in) {
      if (read_in == model::kThisCase) out[read].push_back(reader);
    });
  };
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    note_reads(id, model[id].equation);
    note_reads(id, model[id].initial);
    note_reads(id, model[id].delay);
  }
  return out;
}

std::vector<bool> reached_by(const std::vector<model::Change>& changes, const Readers& readers) {
  std::vector<bool> reached(readers.size());
  std::vector<VariableId> open;
  const auto reach = [&](VariableId id) {
    if (reached[id]) return;
    reached[id] = true;
    open.push_back(id);
  };
  for (const auto& change : changes) reach(change.variable);
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    for (const auto reader : readers[id]) reach(reader);
  }
  return reached;
}

}  // namespace

Reach::Reach(const model::Model& model) : changed_(model.cases.size()) {
  const auto readers = readers_of(model);
  for (std::size_t in_case = 0; in_case < model.cases.size(); ++in_case) {
    const auto& changes = model.cases[in_case].changes;
    for (const auto& change : changes) changed_[in_case].insert(change.variable);
    reached_.push_back(changes.empty() ? std::vector<bool>(model.variables.size())
                                       : reached_by(changes, readers));
  }
}

}  // namespace holon::engine
