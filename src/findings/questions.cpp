// SPDX-License-Identifier: Apache-2.0
#include "findings/questions.h"

#include <fmt/format.h>

namespace holon::findings {

Summary summary_of(const engine::Statistics& statistics, double scale) {
  const auto all = static_cast<double>(statistics.count() + statistics.undefined());
  return {statistics.mean() / scale,
          statistics.sd() / scale,
          statistics.quantile(0.05) / scale,
          statistics.quantile(0.50) / scale,
          statistics.quantile(0.95) / scale,
          all > 0 ? static_cast<double>(statistics.undefined()) / all : 0};
}

void Questions::ask(const model::Expr& expression, Answer answer) {
  outputs_.push_back({fmt::format("output {}", outputs_.size()), expression, false, 1});
  answers_.push_back(std::move(answer));
}

void Questions::ask_series(const model::Expr& expression, std::uint32_t every, Answer answer) {
  outputs_.push_back({fmt::format("output {}", outputs_.size()), expression, true, every});
  answers_.push_back(std::move(answer));
}

void Questions::ask_summary(const model::Expr& expression, double scale,
                            std::optional<Summary>& into) {
  ask(expression,
      [&into, scale](const auto& statistics) { into = summary_of(statistics[0], scale); });
}

void Questions::ask_probability(const model::Expr& condition, double& into) {
  ask(condition, [&into](const auto& statistics) { into = statistics[0].mean(); });
}

void Questions::answer(const engine::Observations& observations) const {
  for (std::size_t i = 0; i < answers_.size(); ++i) answers_[i](observations.outputs[i]);
}

}  // namespace holon::findings
