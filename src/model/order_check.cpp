// SPDX-License-Identifier: Apache-2.0
#include "model/order_check.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "model/depth_first.h"

namespace holon::model {
namespace {

using base::Code;

/// Circles told of one model; a model with more of them has one mistake, not many.
constexpr std::size_t kMostCircles = 20;
/// Names of a circle that are shown; of a longer one, so many less one at its start, and its end.
constexpr std::size_t kMostNames = 12;

/// Finds equations that wait for each other at one moment, in one case.
class CircleFinder {
 public:
  CircleFinder(const Model& model, std::size_t in_case, bool at_start,
               base::Diagnostics& diagnostics)
      : model_(model),
        case_(in_case),
        at_start_(at_start),
        diagnostics_(diagnostics),
        changed_(model.variables.size()) {
    for (const auto& change : model.cases[in_case].changes) changed_[change.variable] = true;
  }

  void find() {
    DepthFirst walk(model_.variables.size());
    for (VariableId id = 0; id < model_.variables.size(); ++id) {
      walk.visit(
          id, [&](VariableId reader, auto& list) { reads(reader, list); }, [](VariableId) {},
          [&](std::span<const VariableId> circle) { report(circle); });
      if (diagnostics_.size() >= kMostCircles) return;
    }
  }

 private:
  // what the variable needs at this moment, before it has a value; null: nothing
  [[nodiscard]] Expr needs(VariableId id) const {
    const auto& subject = model_[id];
    if (changed_[id]) return equation_in_case(model_, id, case_);
    if (at_start_ && subject.initial) return subject.initial;
    return subject.role == Role::auxiliary ? subject.equation : nullptr;
  }

  void reads(VariableId id, std::vector<VariableId>& list) const {
    const auto equation = needs(id);
    if (!equation) return;
    for_each_variable(equation, [&](VariableId next, int in_case) {
      // what is read in the unchanged case cannot wait for this one, unless this is it
      if (in_case == kThisCase || case_ == 0) list.push_back(next);
    });
  }

  // without the hidden variables of functions with a memory, where it has others
  [[nodiscard]] std::vector<VariableId> named(std::span<const VariableId> circle) const {
    std::vector<VariableId> out;
    std::copy_if(circle.begin(), circle.end(), std::back_inserter(out),
                 [&](VariableId id) { return model_[id].name.find('#') == std::string::npos; });
    return out.empty() ? std::vector(circle.begin(), circle.end()) : out;
  }

  // the names along a circle, its middle left out when it is long
  [[nodiscard]] std::string names(std::span<const VariableId> circle) const {
    std::string out;
    for (std::size_t i = 0; i < circle.size(); ++i) {
      if (circle.size() > kMostNames && i == kMostNames - 1) {
        out += fmt::format("… ({} more) → ", circle.size() - kMostNames);
        i = circle.size() - 1;
      }
      out += fmt::format("{} → ", model_[circle[i]].name);
    }
    return out + model_[circle.front()].name;
  }

  void report(std::span<const VariableId> whole) {
    if (diagnostics_.size() >= kMostCircles) return;
    const auto circle = named(whole);
    const auto where = case_ == 0 ? "" : fmt::format("in `{}` ", model_.cases[case_].name);
    base::Diagnostic out{
        Code::circular,
        fmt::format("{}these equations wait for each other: {}", where, names(circle)),
        model_[circle.front()].span,
        "",
        {},
        {}};
    for (const auto id : std::span(circle).subspan(1, std::min(circle.size(), kMostNames) - 1))
      out.notes.push_back({fmt::format("`{}` stands here", model_[id].name), model_[id].span});
    out.help.emplace_back(
        at_start_
            ? "give one of the stocks a starting value that needs none of the others"
            : "break the circle with a stock, a smooth or a delay: something in it takes time");
    diagnostics_.push_back(std::move(out));
  }

  const Model& model_;
  std::size_t case_;
  bool at_start_;
  base::Diagnostics& diagnostics_;
  std::vector<bool> changed_;
};

// true for an expression that itself gives another number at another moment
bool calls_a_moment(const Expr& e) {
  if (e->op == Op::call) {
    const auto id = e->function->id;
    if (id == FunctionId::time || id == FunctionId::step_start ||
        id == FunctionId::random_uniform || id == FunctionId::random_normal ||
        id == FunctionId::random_exponential)
      return true;
  }
  return std::any_of(e->arguments.begin(), e->arguments.end(), calls_a_moment);
}

// the variables that may change during a run
std::vector<bool> moving(const Model& model) {
  std::vector<std::vector<VariableId>> readers(model.variables.size());
  std::vector<bool> out(model.variables.size());
  std::vector<VariableId> open;
  const auto mark = [&](VariableId id) {
    if (out[id]) return;
    out[id] = true;
    open.push_back(id);
  };
  const auto look_at = [&](VariableId id, const Expr& equation) {
    if (calls_a_moment(equation)) mark(id);
    for_each_variable(equation, [&](VariableId read, int) { readers[read].push_back(id); });
  };
  for (VariableId id = 0; id < model.variables.size(); ++id) {
    const auto& subject = model[id];
    if (subject.role != Role::input && subject.role != Role::auxiliary) mark(id);
    if (subject.equation) look_at(id, subject.equation);
  }
  for (const auto& in_case : model.cases) {
    for (const auto& change : in_case.changes) {
      if (change.from > 0) mark(change.variable);
      look_at(change.variable, change.replacement);
    }
  }
  while (!open.empty()) {
    const auto id = open.back();
    open.pop_back();
    for (const auto reader : readers[id]) mark(reader);
  }
  return out;
}

bool reads_any(const Expr& expression, const std::vector<bool>& marked) {
  bool found = false;
  for_each_variable(expression, [&](VariableId id, int) { found = found || marked[id]; });
  return found;
}

}  // namespace

base::Diagnostics circles(const Model& model) {
  base::Diagnostics out;
  for (std::size_t in_case = 0; in_case < model.cases.size() && out.empty(); ++in_case) {
    CircleFinder(model, in_case, false, out).find();
    if (out.empty()) CircleFinder(model, in_case, true, out).find();
  }
  return out;
}

void check_study_delays(const Model& model, base::Diagnostics& diagnostics) {
  const auto moves = moving(model);
  for (const auto& v : model.variables) {
    if (v.role != Role::delay) continue;
    // a delay's time may hang on inputs, not on anything that moves
    if (calls_a_moment(v.delay) || reads_any(v.delay, moves)) {
      diagnostics.push_back({Code::not_here,
                             "the time of a fixed delay cannot change during a run",
                             v.span,
                             "",
                             {},
                             {"use `delay3`, whose time may change"}});
    }
    if (looks_between_steps(model.time.method)) {
      diagnostics.push_back(
          {Code::not_here,
           fmt::format("fixed delays need the method euler: {} looks between the steps",
                       name_of(model.time.method)),
           v.span,
           "",
           {},
           {"set `method: euler` under `time`, or use `delay3`"}});
    }
  }
}

}  // namespace holon::model
