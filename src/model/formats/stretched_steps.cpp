// SPDX-License-Identifier: Apache-2.0
//
// A TIME STEP that changes in the run: the engine goes in short steps of one length. A step of the
// model that is several of them long moves its stocks all of its way at its start; until the next
// begins, they and what is kept from step to step stand still.
#include <algorithm>

#include "model/formats/builder.h"
#include "model/formats/call.h"
#include "model/formats/conveyor.h"
#include "model/formats/queue.h"

namespace holon::model::formats {

using base::Code;

namespace {

bool is_zero(const Expr& e) { return e->op == Op::number && e->value == 0; }

}  // namespace

// what looks back by engine's steps, or looks ahead into one
bool Builder::can_stretch() const {
  const auto& variables = built_.model.variables;
  return !counts_steps_ && built_.model.time.method == Method::euler && conveyors_->empty() &&
         queues_->empty() &&
         std::none_of(variables.begin(), variables.end(),
                      [](const model::Variable& v) { return v.role == Role::delay; });
}

void Builder::stretch_steps() {
  if (stretched_by_ == Model::npos) return;
  if (!can_stretch()) {
    error(Code::bad_run_time,
          "`TIME STEP` changes during the run of a model that needs equal steps",
          declared_of(stretched_by_)->written->span,
          {"fixed delays, conveyors, queues and methods other than Euler's need them",
           "choose one step for the whole run by `--dt`"});
    return;
  }
  const auto& time = built_.model.time;
  const auto count = built_.model.variables.size();
  Context at;
  at.scope = &root();
  at.owner = "run";
  const auto now = model::call("time", {});
  const auto is_due = [&](const Expr& begins) {
    return node(Op::greater_equal, {now, begins - number(time.step / 2)});
  };
  const auto times = auxiliary(at, "short steps", variable(stretched_by_) / number(time.step));
  const auto begins = stock(at, "step begins", number(time.start), [&](const Expr& self) {
    return if_else(is_due(self), times, number(0));
  });
  const auto due = auxiliary(at, "step is due", is_due(begins));
  for (VariableId id = 0; id < count; ++id) {
    auto& subject = built_.model.variables[id];
    if (subject.role == Role::held) subject.equation = if_else(due, subject.equation, variable(id));
    // what INITIAL keeps has no flow
    else if (subject.role == Role::stock && !is_zero(subject.equation))
      subject.equation = if_else(due, subject.equation * times, number(0));
  }
}

}  // namespace holon::model::formats
