// SPDX-License-Identifier: Apache-2.0
//
// What hangs on what: the model of one case as a graph. A stock's equation is its net rate, so a
// link into a stock is a link into the sum of all its flows.
#pragma once

#include <string_view>
#include <vector>

#include "model/model.h"

namespace holon::engine::loops {

/// A variable as the loops see it, in the case at hand.
struct Node {
  model::Role role = model::Role::auxiliary;  ///< a variable that the case changes: auxiliary
  model::Expr equation;                       ///< null for an input
  bool varies = false;                        ///< may change during a run
  bool hidden = false;                        ///< made by holon: a part of a delay, smooth, macro …
};

/// `from` stands in the equation of `to`; both may change during a run.
struct PlainLink {
  model::VariableId from = 0;
  model::VariableId to = 0;
};

/// Something that moves and that no variable moves: time, a draw, a value of another case. Driver i
/// stands in equations as the variable `nodes.size() + i`.
struct Driver {
  model::Expr expression;
  bool is_time = false;
};

/// Immutable once built.
struct Structure {
  std::vector<Node> nodes;  ///< by variable
  std::vector<Driver> drivers;
  std::vector<PlainLink> links;          ///< by `to`, then `from`
  std::vector<model::VariableId> order;  ///< auxiliaries, each behind those that it reads

  /// True of stocks, delays and held values: what they are now was settled before.
  [[nodiscard]] bool is_state(model::VariableId id) const;
};

/// The graph of `model` in case `in_case`.
[[nodiscard]] Structure structure_of(const model::Model& model, std::size_t in_case);

/// True of names that holon makes for the parts of delays, smooths and macros.
[[nodiscard]] bool is_hidden_name(std::string_view name);

}  // namespace holon::engine::loops
