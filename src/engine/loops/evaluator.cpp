// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/evaluator.h"

#include <algorithm>

#include "engine/run.h"

namespace holon::engine::loops {
namespace {

std::vector<bool> read_by(const model::Model& model, const std::vector<model::Expr>& wanted) {
  std::vector<bool> out(model.variables.size());
  const auto note = [&](const model::Expr& e) {
    model::for_each_variable(e, [&](model::VariableId id, int) { out[id] = true; });
  };
  for (const auto& e : wanted) note(e);
  for (const auto& variable : model.variables) {
    if (variable.role == model::Role::auxiliary) note(variable.equation);
  }
  return out;
}

}  // namespace

model::Variable leaf() {
  model::Variable out;
  out.role = model::Role::stock;
  out.initial = out.equation = model::number(0);
  return out;
}

Evaluator::Evaluator(const model::Model& model, const std::vector<model::VariableId>& leaves,
                     const std::vector<model::Expr>& wanted) {
  const auto read = read_by(model, wanted);
  std::vector<Output> outputs;
  const auto add = [&](const model::Expr& e) { outputs.push_back({"", e, true, 1}); };
  for (const auto& e : wanted) add(e);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!read[leaves[i]]) continue;
    leaves_.push_back({i, 0});
    add(model::variable(leaves[i]));
  }
  program_ = compile(model, outputs);
  for (std::size_t i = 0; i < wanted.size(); ++i) results_.push_back(program_.outputs[i].slot);
  for (std::size_t i = 0; i < leaves_.size(); ++i)
    leaves_[i].slot = program_.outputs[wanted.size() + i].slot;
  const int lanes = suitable_lanes(program_);
  width_ = static_cast<std::size_t>(lanes);
  kernel_ = best_instruction_set().kernel(lanes);
  slots_.resize(program_.slot_count * width_);
  for (const auto& constant : program_.constants)
    std::fill_n(slots_.data() + constant.slot * width_, width_, constant.value);
}

void Evaluator::evaluate(std::size_t points, std::span<const double* const> leaves,
                         std::span<double* const> results) {
  KernelContext context;
  context.program = &program_;
  context.lookups = program_.lookups->data();
  for (std::size_t at = 0; at < points; at += width_) {
    const auto inside = std::min(width_, points - at);
    for (const auto& leaf : leaves_) {
      double* lanes = slots_.data() + leaf.slot * width_;
      std::copy_n(leaves[leaf.index] + at, inside, lanes);
      std::fill(lanes + inside, lanes + width_, lanes[inside - 1]);
    }
    kernel_(program_.fixed.data(), program_.fixed.size(), slots_.data(), context);
    kernel_(program_.dynamic.data(), program_.dynamic.size(), slots_.data(), context);
    for (std::size_t i = 0; i < results_.size(); ++i)
      std::copy_n(slots_.data() + results_[i] * width_, inside, results[i] + at);
  }
}

}  // namespace holon::engine::loops
