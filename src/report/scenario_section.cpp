// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/layout.h"
#include "report/section.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::ScenarioResult;
using Number = std::optional<findings::Summary>;

double size_of(const Number& number) { return number ? std::abs(number->mean) : 0; }

bool is_change(const Number& difference) {
  return difference && (difference->mean != 0 || difference->sd > 0);
}

// a figure that a scenario loses is worth telling, too
bool anything_changes(const Findings& f, std::size_t c) {
  return std::any_of(f.scenarios.begin(), f.scenarios.end(), [&](const ScenarioResult& s) {
    return is_change(s.difference[c]) || !s.difference[c];
  });
}

/// The scales of one category's rows.
struct Scales {
  Scale total;
  Scale change;
  Scale per_unit;
};

Scales scales_of(const Findings& f, std::size_t c) {
  double total = size_of(f.totals[c]);
  double change = 0;
  double per_unit = size_of(f.per_unit[c]);
  for (const auto& scenario : f.scenarios) {
    total = std::max(total, size_of(scenario.totals[c]));
    change = std::max(change, size_of(scenario.difference[c]));
    per_unit = std::max(per_unit, size_of(scenario.per_unit[c]));
  }
  const auto& unit = f.categories[c].unit;
  return {scale_for(total, unit), scale_for(change, unit), scale_for(per_unit, unit)};
}

// "climate, t CO2e; change in kg, per request in g"
std::string group_title(const Findings& f, std::size_t c, const Scales& scales) {
  std::string out = fmt::format("{}{}, {}", kIndent, f.categories[c].name, scales.total.text());
  std::string joint = "; ";
  if (scales.change.unit != scales.total.unit) {
    out += fmt::format("{}change in {}", joint, scales.change.unit);
    joint = ", ";
  }
  if (f.per_unit[c] && scales.per_unit.unit != scales.total.unit) {
    out += fmt::format("{}per {} in {}", joint, per_what(f.functional_unit), scales.per_unit.unit);
  }
  return out;
}

std::string in_scale(const Number& number, const Scale& scale) {
  return number ? small_number(number->mean / scale.size) : "";
}

std::string relative(double difference, double before) {
  return before == 0 ? "" : change(difference / std::abs(before));
}

// green or red only where nearly every future agrees
Tone judged(std::optional<double> p_better) {
  constexpr double kSure = 0.95;
  if (!p_better) return Tone::plain;
  return *p_better >= kSure ? Tone::better : *p_better <= 1 - kSure ? Tone::worse : Tone::plain;
}

void add_scenario(Table& table, const Findings& f, const ScenarioResult& scenario, std::size_t c,
                  const Scales& scales) {
  const auto name = "    " + one_line(scenario.name);
  const auto total = in_scale(scenario.totals[c], scales.total);
  const auto per_unit = in_scale(scenario.per_unit[c], scales.per_unit);
  const auto& difference = scenario.difference[c];
  if (!difference) {
    table.row({name, total.empty() ? Cell{"missing", Tone::caution} : Cell{total}});
    return;
  }
  if (!is_change(difference)) {
    table.row({name, total, {"same", Tone::dim}, "", "", "", per_unit});
    return;
  }
  const auto tone = judged(scenario.p_better[c]);
  table.row({name,
             total,
             {signed_number(difference->mean / scales.change.size), tone},
             {relative(difference->mean, f.totals[c] ? f.totals[c]->mean : 0), tone},
             {signed_interval(difference, scales.change), Tone::dim},
             {scenario.p_better[c] ? percent(*scenario.p_better[c]) : "", tone},
             per_unit});
}

void add_category(Table& table, const Findings& f, std::size_t c) {
  const auto scales = scales_of(f, c);
  table.across({group_title(f, c, scales), Tone::dim});
  table.row({"    baseline", in_scale(f.totals[c], scales.total), "", "", "", "",
             in_scale(f.per_unit[c], scales.per_unit)});
  for (const auto& scenario : f.scenarios) add_scenario(table, f, scenario, c, scales);
}

// what is delivered belongs beside what it costs, where it changes
void add_service(Table& table, const Findings& f) {
  const bool changes =
      f.service && std::any_of(f.scenarios.begin(), f.scenarios.end(), [&](const auto& scenario) {
        return scenario.service && scenario.service->mean != f.service->mean;
      });
  if (!changes) return;
  const auto scale = service_scale(f.service->mean, f.functional_unit);
  table.across({fmt::format("{}service, {}", kIndent, scale.unit), Tone::dim});
  table.row({"    baseline", in_scale(f.service, scale)});
  for (const auto& scenario : f.scenarios) {
    if (!scenario.service) continue;
    const double more = scenario.service->mean - f.service->mean;
    table.row({"    " + one_line(scenario.name), in_scale(scenario.service, scale),
               more == 0 ? Cell{"same", Tone::dim} : Cell{signed_number(more / scale.size)},
               more == 0 ? "" : relative(more, f.service->mean)});
  }
}

}  // namespace

std::string scenario_section(const Findings& f, const Style& style) {
  if (f.scenarios.empty() || f.categories.empty()) return {};
  Table table({{Align::left},
               {Align::decimal},
               {Align::decimal},
               {Align::right, 2, 3},
               {Align::right, 2, 2, "the interval"},
               {Align::right},
               {Align::decimal, 2, 1, "per " + one_line(per_what(f.functional_unit))}});
  table.head(
      {{"Scenarios", Tone::heading}, "", "", "", "", {"lower in", Tone::dim}, {"per", Tone::dim}});
  table.head({"",
              {"total", Tone::dim},
              {"change", Tone::dim},
              "",
              {"90 % interval", Tone::dim},
              {"futures", Tone::dim},
              {one_line(per_what(f.functional_unit)), Tone::dim}});
  for (std::size_t c = 0; c < f.categories.size(); ++c) {
    if (c == 0 || anything_changes(f, c)) add_category(table, f, c);
  }
  add_service(table, f);
  return with_note(table.render(style), style);
}

}  // namespace holon::report
