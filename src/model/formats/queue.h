// SPDX-License-Identifier: Apache-2.0
//
// Queues of XMILE: what waits leaves in the order in which it came, as fast as what follows lets it
// in. XMILE 1.0, section 3.7.3; where it is silent, the account of Stella's behaviour in simlin's
// docs/design/queues.md (Apache-2.0).
#pragma once

#include <map>

#include "model/formats/conveyor.h"

namespace holon::model::formats {

/// One queue, of one element.
struct Line {
  const Declared* stock = nullptr;
  Context at;
  bool is_in_work = true;
  bool is_sound = false;
  std::vector<VariableId> inflows;
  std::vector<VariableId> outflows;
  std::vector<Expr> batches;  ///< the first came first; empty: only their sum matters
  Expr contents;              ///< before this step
  std::vector<Expr> rates;    ///< of the outflows
};

/// All queues of a model. A step appends what comes, then serves the outflows in their order.
/// Errors: E0560, E0561.
class Queues {
 public:
  explicit Queues(Builder& builder) : builder_(builder) {}

  /// Makes the stock's variable what the queue holds.
  void make_stock(VariableId id);
  /// The rate of a flow that leaves a queue.
  [[nodiscard]] Expr driven(const Variable& stock, VariableId flow, const Context& at);
  /// True for a model without any.
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  /// Refuses a method that does not go in whole steps.
  void require_euler(Method method);

 private:
  [[nodiscard]] Line* line(VariableId id);
  [[nodiscard]] bool find_flows(Line& line);
  void serve(Line& line, VariableId id);
  void serve_batches(Line& line, const Conveyor& conveyor, const Expr& room);
  [[nodiscard]] Expr arriving(const Line& line) const;
  [[nodiscard]] const Variable* conveyor_after(VariableId flow);
  [[nodiscard]] bool refuse(const Line& line, std::string message, std::string help);

  Builder& builder_;
  std::map<VariableId, Line> lines_;  // by the stock's variable
};

}  // namespace holon::model::formats
