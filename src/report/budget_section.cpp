// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "findings/phrase.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Allowance;
using findings::BudgetResult;
using findings::Findings;

std::string verdicts(const Findings& f, const Style& style) {
  Table table(
      {{Align::left}, {Align::right, 3}, {Align::left, 1}, {Align::right, 3}, {Align::right, 3}});
  table.head({{"Budget", Tone::heading},
              {"limit", Tone::dim},
              "",
              {"exceeded in", Tone::dim},
              {"allowed", Tone::dim}});
  bool on_partial = false;
  for (const auto& budget : f.budgets) {
    const auto& category = f.categories[budget.category];
    const auto scale = scale_for(budget.limit, category.unit);
    const auto tone = budget.holds() ? Tone::better : Tone::worse;
    on_partial = on_partial || category.is_partial;
    table.row({{fmt::format("{}{} {}", kIndent, budget.holds() ? "✓" : "✗", category.name), tone},
               stated_number(budget.limit / scale.size),
               scale.text(),
               {percent(budget.p_exceeded) + " of futures", tone},
               percent(1 - budget.certainty)});
  }
  const auto note = on_partial ? wrapped("  ≥ ", "judged on a lower bound", style.width) : "";
  return table.render(style).text + note;
}

std::string counted(double amount, const Allowance& item, const Findings& f) {
  if (!item.is_service) return small_number(std::floor(amount));
  const auto scale = service_scale(amount, f.functional_unit);
  return fmt::format("{} {}", small_number(amount / scale.size), scale.unit);
}

// spent, committed and left of one budget, and what the rest allows
std::string account(const Findings& f, const BudgetResult& budget, const Style& style) {
  const auto& category = f.categories[budget.category];
  const auto scale = scale_for(budget.limit, category.unit);
  const auto in_scale = [&](double value) { return small_number(value / scale.size); };
  auto out = wrapped(kIndent,
                     fmt::format("{}: {} spent, {} committed, {} {} of {} {}", category.name,
                                 in_scale(budget.spent->mean), in_scale(budget.committed->mean),
                                 in_scale(std::abs(budget.left->mean)),
                                 budget.left->mean < 0 ? "beyond the limit" : "left",
                                 stated_number(budget.limit / scale.size), scale.text()),
                     style.width);
  Table table({{Align::left},
               {Align::right},
               {Align::right, 2, 1, "what a unit of the budget buys"},
               {Align::right},
               {Align::right}});
  table.head({{"    allows", Tone::dim},
              {"one costs", Tone::dim},
              {fmt::format("one {} buys", scale.unit), Tone::dim},
              {"more", Tone::dim},
              {fmt::format("in {}", percent(budget.certainty)), Tone::dim}});
  for (const auto& item : budget.allowances) {
    if (!item.cost || item.cost->undefined >= 1 || item.cost->mean <= 0) continue;
    const double bought = scale.size / item.cost->mean;
    table.row({"    " + one_line(item.activity), findings::amount(item.cost->mean, category.unit),
               item.is_service ? counted(bought, item, f) : small_number(bought),
               item.more ? counted(item.more->p50, item, f) : "",
               counted(item.at_certainty, item, f)});
  }
  return out + with_note(table.render(style), style);
}

}  // namespace

std::string budget_section(const Findings& f, const Style& style) {
  if (f.budgets.empty()) return {};
  auto out = verdicts(f, style);
  for (const auto& budget : f.budgets) {
    if (budget.left && budget.left->undefined < 1) out += account(f, budget, style);
  }
  return out;
}

}  // namespace holon::report
