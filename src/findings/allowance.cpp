// SPDX-License-Identifier: Apache-2.0
#include "findings/allowance.h"

#include <algorithm>

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;
using study::ImpactFlow;

constexpr double kDay = 86400;

Expr number(double value) { return model::number(value); }

// the total so far on the budget's day
Expr total_on_day(Subject& subject, std::size_t category, const base::Date& day) {
  const auto& time = subject.model().time;
  const auto days = base::days_since_epoch(day) - base::days_since_epoch(time.from);
  return subject.last_while(is_until(static_cast<double>(days) * kDay), subject.total(category, 0),
                            0, "budget spent " + std::to_string(category));
}

Expr measured_total(const Subject& subject, std::size_t category) {
  return subject.total_of(
      category, 0, [](const ImpactFlow& f) { return f.evidence == quantity::Evidence::measured; });
}

Expr spent_of(Subject& subject, std::size_t category) {
  const auto& as_of = subject.study().budget->as_of;
  if (as_of && subject.model().time.steps > 0) return total_on_day(subject, category, *as_of);
  const auto measured = measured_total(subject, category);
  return measured ? measured : number(0);
}

/// An activity as a budget sees it.
struct Item {
  std::string phase;
  std::string activity;
};

std::vector<Item> items_of(const Subject& subject, std::size_t category) {
  std::vector<Item> out;
  for (const auto& flow : subject.compiled().flows) {
    if (flow.category != subject.categories()[category].index) continue;
    const bool known = std::any_of(out.begin(), out.end(),
                                   [&](const Item& i) { return i.activity == flow.activity; });
    if (!known) out.push_back({flow.phase, flow.activity});
  }
  return out;
}

// how much of the functional unit one activity delivers; null where it delivers none of it
Expr served_by(const Subject& subject, const std::string& activity) {
  const auto& unit = subject.study().functional_unit;
  if (!unit) return nullptr;
  const double size =
      std::get<quantity::Constant>(unit->distribution.shape).value * unit->unit.scale;
  for (const auto& one : subject.compiled().services) {
    if (one.activity == activity && quantity::same_size(one.thing, unit->unit.dimension))
      return model::variable(one.total, 0) / number(size);
  }
  return nullptr;
}

void ask_allowance(const Subject& subject, const Item& item, const Expr& left, double scale,
                   Questions& questions, const BudgetResult& budget, Allowance& into) {
  const auto total = subject.total_of(
      budget.category, 0, [&](const ImpactFlow& f) { return f.activity == item.activity; });
  const auto served = served_by(subject, item.activity);
  const auto cost = served ? total / served : total;
  into.phase = item.phase;
  into.activity = item.activity;
  into.is_service = served != nullptr;
  questions.ask_summary(cost, scale, into.cost);
  const auto costs = model::node(Op::greater, {cost, number(0)});
  const auto more = only_where(costs, model::call("max", {number(0), left}) / cost);
  const double quantile = 1 - budget.certainty;
  questions.ask(more, [&into, quantile](const auto& statistics) {
    into.more = summary_of(statistics[0], 1);
    into.at_certainty = statistics[0].quantile(quantile);
  });
  questions.ask_probability(only_where(costs, model::node(Op::greater_equal, {left, cost})),
                            into.p_one_more);
}

}  // namespace

void ask_allowances(Subject& subject, double limit, Questions& questions, BudgetResult& result) {
  const auto category = result.category;
  const double scale = subject.scale_of(category);
  const auto total = subject.total(category, 0);
  const auto left = number(limit) - total;
  const auto spent = spent_of(subject, category);
  questions.ask_summary(spent, scale, result.spent);
  questions.ask_summary(total - spent, scale, result.committed);
  questions.ask_summary(left, scale, result.left);

  const auto items = items_of(subject, category);
  result.allowances.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    ask_allowance(subject, items[i], left, scale, questions, result, result.allowances[i]);
}

}  // namespace holon::findings
