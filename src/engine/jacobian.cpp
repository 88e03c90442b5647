// SPDX-License-Identifier: Apache-2.0
#include "engine/jacobian.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "engine/equations.h"
#include "model/differentiate.h"

namespace holon::engine {
namespace {

using model::Expr;
using model::Op;
using model::Role;
using model::VariableId;

/// Slopes of one value, by the stock or the time they are taken by.
using Gradient = std::map<std::size_t, Expr>;

bool is_one(const Expr& e) { return e->op == Op::number && e->value == 1; }

class Builder {
 public:
  Builder(const model::Model& model, const std::vector<Output>& outputs)
      : equations_(model), order_(equations_.order_for(outputs)) {
    out_.model = model;
  }

  Jacobian build() {
    for (std::size_t s = 0; s < order_.stocks.size(); ++s)
      gradients_[order_.stocks[s]] = {{s, model::number(1)}};
    for (const auto i : order_.running) {
      const auto source = equations_.source(i, Phase::running);
      if (!source) continue;
      auto gradient = gradient_of(source, equations_.case_of(i));
      if (gradient.empty()) continue;
      for (auto& [by, slope] : gradient) slope = named(slope);
      gradients_.emplace(i, std::move(gradient));
    }
    for (std::size_t s = 0; s < order_.stocks.size(); ++s) {
      const auto i = order_.stocks[s];
      for (auto& [by, slope] : gradient_of(equations_.subject(i).equation, equations_.case_of(i)))
        out_.slopes.push_back({s, by, std::move(slope)});
    }
    return std::move(out_);
  }

 private:
  // the chain rule over what an equation reads
  [[nodiscard]] Gradient gradient_of(const Expr& equation, std::size_t in_case) const {
    const auto e = model::read_in_case(equation, static_cast<int>(in_case));
    std::vector<std::pair<VariableId, int>> reads;
    model::for_each_variable(e,
                             [&](VariableId id, int read_in) { reads.emplace_back(id, read_in); });
    std::sort(reads.begin(), reads.end());
    reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
    Gradient out;
    const auto add = [&](std::size_t by, const Expr& slope) {
      auto& sum = out[by];
      sum = sum ? sum + slope : slope;
    };
    for (const auto& [id, read_in] : reads) {
      const auto inner = gradients_.find(equations_.instance(id, read_in, in_case));
      if (inner == gradients_.end()) continue;
      const auto outer = model::differentiated(e, id, read_in);
      if (!outer) continue;
      for (const auto& [by, slope] : inner->second)
        add(by, is_one(slope) ? outer : is_one(outer) ? slope : outer * slope);
    }
    if (const auto by_time = model::differentiated_by_time(e)) add(Jacobian::by_time, by_time);
    return out;
  }

  // a slope that others read: a variable, unless it is short
  Expr named(const Expr& slope) {
    if (slope->op == Op::number || slope->op == Op::variable) return slope;
    model::Variable variable;
    variable.equation = slope;
    out_.model.variables.push_back(std::move(variable));
    return model::variable(out_.model.variables.size() - 1, 0);
  }

  Equations equations_;
  Order order_;
  Jacobian out_;
  std::unordered_map<std::size_t, Gradient> gradients_;  // of instances
};

}  // namespace

Jacobian jacobian_of(const model::Model& model, const std::vector<Output>& outputs) {
  return Builder(model, outputs).build();
}

}  // namespace holon::engine
