// SPDX-License-Identifier: Apache-2.0
#include "engine/run_review.h"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/block.h"
#include "engine/program.h"

namespace holon::engine {
namespace {

using base::Code;
using model::Expr;
using model::Op;
using model::TableKind;

// variables times steps: a few seconds
constexpr double kMostWork = 3e8;

/// A table or a division, and the first time at which it goes wrong.
struct Probe {
  Expr at;  ///< the whole operation
  bool is_division = false;
  bool went_wrong = false;
  double time = 0;
  double value = 0;
};

bool is_time(const Expr& expression) {
  return expression->op == Op::call && expression->function != nullptr &&
         expression->function->name == "time";
}

void add_probes(const Expr& expression, bool in_choice, std::vector<Probe>& out) {
  if (!expression) return;
  const bool is_written = expression->span.source != nullptr && expression->span.length > 0;
  if (is_written && expression->op == Op::lookup && expression->table &&
      expression->table->kind == TableKind::linear && !is_time(expression->arguments[0]))
    out.push_back({expression, false, false, 0, 0});
  const bool divides = expression->op == Op::divide && expression->arguments[1]->op != Op::number;
  if (is_written && divides && !in_choice) out.push_back({expression, true, false, 0, 0});
  const bool chooses = in_choice || expression->op == Op::if_else;
  for (const auto& argument : expression->arguments) add_probes(argument, chooses, out);
}

// beyond an end where the table is level, more points would change nothing
bool is_beyond(const model::Table& table, double x) {
  const auto last = table.x.size() - 1;
  if (last == 0) return false;
  const double slack = 1e-9 * (table.x[last] - table.x[0]);
  if (x < table.x[0] - slack) return table.y[0] != table.y[1];
  return x > table.x[last] + slack && table.y[last] != table.y[last - 1];
}

bool is_wrong(const Probe& probe, double value) {
  return probe.is_division ? value == 0 : is_beyond(*probe.at->table, value);
}

base::Diagnostic warning_of(const Probe& probe) {
  const auto time = base::exact(probe.time);
  base::Diagnostic out;
  out.severity = base::Severity::warning;
  if (probe.is_division) {
    const auto& divisor = probe.at->arguments[1];
    const bool is_written = divisor->span.source != nullptr && divisor->span.length > 0;
    out.code = Code::model_divides_by_zero;
    out.where = is_written ? divisor->span : probe.at->span;
    out.message = fmt::format("this divides by 0 at time {}", time);
    out.help = {"use ZIDZ or XIDZ (SAFEDIV in XMILE), or keep the divisor above 0"};
    return out;
  }
  const auto& table = *probe.at->table;
  out.code = Code::model_beyond_table;
  out.where = probe.at->span;
  out.message =
      fmt::format("read at {:.6g} at time {}, beyond the points from {} to {}", probe.value, time,
                  base::exact(table.x.front()), base::exact(table.x.back()));
  out.help = {"add points as far as it is read, or let its last two points be level"};
  return out;
}

}  // namespace

base::Diagnostics review_run(const model::Model& model) {
  if (static_cast<double>(model.variables.size()) * (model.time.steps + 1.0) > kMostWork) return {};
  std::vector<Probe> probes;
  for (const auto& variable : model.variables) {
    add_probes(variable.equation, false, probes);
    add_probes(variable.initial, false, probes);
  }
  if (probes.empty()) return {};

  // one member, at the start of every step and at the end
  std::vector<Output> outputs;
  for (const auto& probe : probes) {
    const auto watched = model::read_in_case(probe.at->arguments[probe.is_division ? 1 : 0], 0);
    outputs.push_back({"", watched, true, 1});
    outputs.push_back({"", watched, false, 1});
  }
  const auto program = compile(model, outputs);
  Block block(program, instruction_sets().back(), 1, 1);
  block.run(0, [&](std::size_t output, std::uint32_t step, const double* values) {
    auto& probe = probes[output / 2];
    if (probe.went_wrong || !is_wrong(probe, values[0])) return;
    probe.went_wrong = true;
    probe.time = model.time.at(outputs[output].series ? step : model.time.steps);
    probe.value = values[0];
  });

  // of the elements of an array, the first that goes wrong
  std::map<std::pair<std::size_t, bool>, const Probe*> first;
  for (const auto& probe : probes) {
    if (!probe.went_wrong) continue;
    auto& known = first[{probe.at->span.offset, probe.is_division}];
    if (known == nullptr || probe.time < known->time) known = &probe;
  }
  base::Diagnostics out;
  for (const auto& [place, probe] : first) out.push_back(warning_of(*probe));
  return out;
}

}  // namespace holon::engine
