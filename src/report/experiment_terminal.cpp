// SPDX-License-Identifier: Apache-2.0
#include "report/experiment.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/series.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using experiment::Estimate;
using experiment::OutputEffects;

constexpr int kDigits = 4;
constexpr std::size_t kCourse = 16;

std::string shown(double value) {
  return std::isfinite(value) ? base::readable(value, kDigits) : "undefined";
}

// "0.612", a real minus sign
std::string index(double value) {
  if (!std::isfinite(value)) return "undefined";
  const auto digits = fmt::format("{:.3f}", std::abs(value));
  return value < 0 && digits != "0.000" ? "−" + digits : digits;
}

std::string reach(const Estimate& estimate) {
  if (!std::isfinite(estimate.value)) return "";
  return fmt::format("± {:.3f}", (estimate.high - estimate.low) / 2);
}

std::string heading(const std::string& text, const Style& style) {
  return painted(text, Tone::heading, style) + "\n";
}

// the most important first
std::vector<std::size_t> by_importance(const OutputEffects& effects) {
  const auto& sizes = effects.total.empty() ? effects.first : effects.total;
  std::vector<std::size_t> out(sizes.size());
  std::iota(out.begin(), out.end(), 0U);
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    return std::isfinite(sizes[a].value) && sizes[a].value > sizes[b].value;
  });
  return out;
}

std::string course(const SensitivityReport& report, std::size_t output, std::size_t factor) {
  std::vector<double> values;
  for (const auto& entry : report.found.outputs[output])
    values.push_back((entry.total.empty() ? entry.first : entry.total)[factor].value);
  // shares have a common scale: nothing and everything
  values.push_back(0);
  values.push_back(1);
  auto out = spark(values, values.size());
  const auto width = base::display_width(out);
  out = base::character_range(out, 0, width - 2);
  if (width - 2 <= kCourse) return out;
  std::string thin;
  for (std::size_t i = 0; i < kCourse; ++i)
    thin += base::character_range(out, i * (width - 3) / (kCourse - 1), 1);
  return thin;
}

std::string effects_table(const SensitivityReport& report, std::size_t output, const Style& style) {
  const auto& effects = report.found.outputs[output].back();
  const bool over_time = report.times.size() > 1;
  const bool has_total = !effects.total.empty();
  Table table({{Align::left},
               {Align::right, 3},
               {Align::left, 1, 1},
               {Align::right, 3},
               {Align::left, 1, 1},
               {Align::bar, 3, 2},
               {Align::left, 3, 3}});
  table.head({"  factor", "first order", "", has_total ? "total" : "", "", "",
              over_time ? "over time" : ""});
  for (const auto i : by_importance(effects)) {
    const auto& main = has_total ? effects.total[i] : effects.first[i];
    std::vector<Cell> cells{"  " + one_line(report.found.factors[i].name),
                            index(effects.first[i].value),
                            {reach(effects.first[i]), Tone::dim}};
    if (has_total) {
      cells.emplace_back(index(effects.total[i].value));
      cells.emplace_back(reach(effects.total[i]), Tone::dim);
    } else {
      cells.emplace_back("");
      cells.emplace_back("");
    }
    cells.push_back(bar_cell(std::isfinite(main.value) ? std::clamp(main.value, 0.0, 1.0) : 0));
    cells.emplace_back(over_time ? course(report, output, i) : "");
    table.row(std::move(cells));
  }
  return with_note(table.render(style), style);
}

std::string sum_line(const OutputEffects& effects, const Style& style) {
  double sum = 0;
  for (const auto& first : effects.first) sum += first.value;
  if (!std::isfinite(sum))
    return wrapped("  ", "the output does not vary: nothing to explain", style.width);
  return wrapped("  ",
                 fmt::format("alone the factors explain {} of the variance; the rest is what they "
                             "do together",
                             percent(std::clamp(sum, 0.0, 1.0))),
                 style.width);
}

}  // namespace

std::string terminal(const SensitivityReport& report, const Style& style) {
  std::string out;
  for (std::size_t o = 0; o < report.outputs.size(); ++o) {
    const auto& effects = report.found.outputs[o].back();
    const auto unit = report.time_unit.empty() ? "" : " " + report.time_unit;
    out += heading(fmt::format("What moves {} at {}{}", one_line(report.outputs[o]),
                               shown(report.times.back()), unit),
                   style);
    out += fmt::format("  mean {}, standard deviation {}, {} runs\n", shown(effects.mean),
                       shown(effects.sd), count(report.found.runs));
    if (effects.undefined > 0)
      out += fmt::format("  ! no value in {} of the runs; they are left out\n",
                         percent(effects.undefined));
    out += "\n" + effects_table(report, o, style) + "\n" + sum_line(effects, style) + "\n";
  }
  out += wrapped("  ± ", "95 % interval by bootstrap", style.width);
  return out;
}

std::string terminal(const CalibrationReport& report, const Style& style) {
  const auto& found = report.found;
  std::string out = heading("The parameters that meet the data best", style) + "\n";
  Table table(
      {{Align::left}, {Align::right, 3}, {Align::left, 1}, {Align::right, 3}, {Align::left, 3}});
  table.head(
      {"  parameter", "value", "", fmt::format("{:.0f} % interval", 100 * report.confidence), ""});
  for (std::size_t p = 0; p < report.parameters.size(); ++p) {
    const auto& one = found.parameters[p];
    const auto& unit = report.units[p];
    const auto end = [&](const std::optional<double>& value) {
      return value ? shown(*value / unit.scale) : std::string("?");
    };
    std::string interval;
    if (!one.profile.empty()) interval = end(one.low) + " … " + end(one.high);
    std::string remark;
    if (!std::isfinite(one.standard_error))
      remark = "the data do not tell";
    else if (one.at_bound)
      remark = "at its bound";
    table.row({"  " + one_line(report.parameters[p].name),
               shown(one.value / unit.scale),
               unit.text,
               {interval, Tone::dim},
               {remark, Tone::caution}});
  }
  out += with_note(table.render(style), style) + "\n";

  Table series({{Align::left}, {Align::right, 3}, {Align::right, 3}, {Align::right, 3}});
  series.head({"  series", "values", "error", "explained"});
  for (std::size_t s = 0; s < report.data.size(); ++s) {
    const auto& one = found.series[s];
    series.row({"  " + one_line(report.data[s].name), count(one.count), shown(one.error),
                std::isfinite(one.explained) ? percent(std::max(0.0, one.explained)) : "–"});
  }
  out += with_note(series.render(style), style) + "\n";
  out += wrapped("  ",
                 fmt::format("{} of {} searches ended at the same place; {} runs of the model",
                             found.agreeing, found.starts, count(found.runs)),
                 style.width);
  if (!found.converged) out += wrapped("  ! ", "the search had not settled", style.width);
  return out;
}

std::string terminal(const OptimisationReport& report, const Style& style) {
  const auto& found = report.found;
  std::string out = heading(one_line(report.goal), style) + "\n";
  Table table(
      {{Align::left}, {Align::right, 3}, {Align::right, 3}, {Align::left, 1}, {Align::left, 3}});
  table.head({"", found.before ? "now" : "", "best", "", ""});
  const auto cell = [](double value, const ShownUnit& unit) { return shown(value / unit.scale); };
  for (std::size_t p = 0; p < report.parameters.size(); ++p) {
    const auto& unit = report.units[p];
    table.row({"  " + one_line(report.parameters[p].name),
               {found.before ? cell(found.before->parameters[p], unit) : "", Tone::dim},
               cell(found.best.parameters[p], unit),
               unit.text,
               {found.at_bound[p] ? "at its bound" : "", Tone::caution}});
  }
  table.row({"", "", "", "", ""});
  table.row({"  goal",
             {found.before ? cell(found.before->goal, report.goal_unit) : "", Tone::dim},
             cell(found.best.goal, report.goal_unit),
             report.goal_unit.text,
             ""});
  if (report.samples > 1) {
    const auto range = [&](const experiment::PolicyOutcome& outcome) {
      return cell(outcome.p05, report.goal_unit) + " … " + cell(outcome.p95, report.goal_unit);
    };
    table.row({"  in nine of ten futures",
               {found.before ? range(*found.before) : "", Tone::dim},
               {range(found.best), Tone::dim},
               report.goal_unit.text,
               ""});
  }
  for (std::size_t c = 0; c < report.constraints.size(); ++c) {
    const auto& constraint = report.constraints[c];
    const double value = found.best.constraints[c];
    const bool holds = constraint.at_most ? value <= constraint.bound : value >= constraint.bound;
    table.row({"  " + one_line(report.constraint_names[c]),
               {found.before ? cell(found.before->constraints[c], report.constraint_units[c]) : "",
                Tone::dim},
               cell(value, report.constraint_units[c]),
               report.constraint_units[c].text,
               {holds ? "holds" : "broken", holds ? Tone::better : Tone::worse}});
  }
  out += with_note(table.render(style), style) + "\n";
  if (!found.feasible)
    out += wrapped("  ! ", "no policy within the bounds keeps every constraint", style.width);
  if (!found.converged)
    out += wrapped("  ! ", "the search had not settled; --rounds lets it go on", style.width);
  out += wrapped("  ", fmt::format("{} runs of the model", count(found.runs)), style.width);
  return out;
}

}  // namespace holon::report
