// SPDX-License-Identifier: Apache-2.0
#include "report/json.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "findings/coverage.h"
#include "report/investments.h"
#include "report/json_parts.h"
#include "study/category.h"

namespace holon::report {
namespace {

using findings::Findings;
using findings::PerCategory;
using findings::Summary;

Json object() { return Json::object(); }

Json per_category(const Findings& f, const PerCategory& values) {
  auto out = object();
  for (std::size_t c = 0; c < values.size(); ++c) {
    if (values[c]) out[f.categories[c].name] = summary(*values[c], f.categories[c].unit);
  }
  return out;
}

Json service(const Findings& f, const std::optional<Summary>& delivered) {
  return delivered ? summary(*delivered, f.functional_unit) : Json();
}

Json boundary(const Findings& f) {
  return {{"stated", f.boundary_stated},
          {"in", f.boundary_in},
          {"out", f.boundary_out},
          {"excluded", f.excluded}};
}

Json evidence(const Findings& f) {
  auto out = object();
  for (std::size_t c = 0; c < f.evidence.size(); ++c) {
    auto& shares = out[f.categories[c].name] = object();
    for (std::size_t kind = 0; kind < quantity::kEvidenceCount; ++kind) {
      const auto name = quantity::name(static_cast<quantity::Evidence>(kind));
      shares[std::string(name)] = f.evidence[c].share[kind];
    }
  }
  return out;
}

Json missing(const Findings& f) {
  auto out = Json::array();
  for (const auto& one : f.missing) {
    out.push_back({{"category", study::categories()[one.category].name},
                   {"activity", one.activity},
                   {"source", one.source},
                   {"what", one.what}});
  }
  return out;
}

Json assumptions(const Findings& f) {
  auto out = Json::array();
  for (const auto& one : f.assumptions) {
    out.push_back({{"path", one.path},
                   {"value", one.value},
                   {"evidence", quantity::name(one.evidence)},
                   {"source", one.source}});
  }
  return out;
}

// of the hardware's chain, and of the making of its parts; null without hardware
Json hardware_coverage(const Findings& f) {
  if (f.part_coverage.empty()) return {};
  const auto cells = findings::coverage(f);
  const auto [numbers, words, missing_cells] = findings::counted(cells);
  Json out{{"cells", cells.size()},
           {"numbers", numbers},
           {"words", words},
           {"missing", missing_cells},
           {"parts", object()}};
  for (const auto& [category, known, parts] : f.part_coverage) {
    out["parts"][std::string(study::categories()[category].name)] = {{"known", known},
                                                                     {"of", parts}};
  }
  return out;
}

Json breakdowns(const Findings& f) {
  auto out = object();
  for (const auto& breakdown : f.breakdowns) {
    auto& parts = out[breakdown.by] = object();
    for (const auto& part : breakdown.parts) parts[part.name] = per_category(f, part.totals);
  }
  return out;
}

// one list per figure: far shorter than an object per step
Json series_of_case(const Findings& f, const std::vector<findings::Series>& all) {
  auto out = object();
  for (const auto& series : all) {
    auto& lists = out[f.categories[series.category].name] = object();
    lists["unit"] = series.unit;
    const auto add = [&](const char* name, double Summary::* figure) {
      auto& list = lists[name] = Json::array();
      for (const auto& value : series.values) list.push_back(value.*figure);
    };
    add("mean", &Summary::mean);
    add("p05", &Summary::p05);
    add("p50", &Summary::p50);
    add("p95", &Summary::p95);
  }
  return out;
}

Json series(const Findings& f) {
  auto out = object();
  if (f.series.empty()) return out;
  out["start"] = f.start_date;
  out["step_days"] = f.step_days;
  out["baseline"] = series_of_case(f, f.series);
  out["scenarios"] = object();
  for (const auto& scenario : f.scenarios) {
    out["scenarios"][scenario.name] = series_of_case(f, scenario.series);
  }
  return out;
}

Json scenarios(const Findings& f) {
  auto out = object();
  for (const auto& scenario : f.scenarios) {
    auto p_better = object();
    for (std::size_t c = 0; c < scenario.p_better.size(); ++c) {
      if (scenario.p_better[c]) p_better[f.categories[c].name] = *scenario.p_better[c];
    }
    out[scenario.name] = {{"totals", per_category(f, scenario.totals)},
                          {"per_unit", per_category(f, scenario.per_unit)},
                          {"difference", per_category(f, scenario.difference)},
                          {"p_better", std::move(p_better)},
                          {"service", service(f, scenario.service)}};
  }
  return out;
}

Json budgets(const Findings& f) {
  auto out = Json::array();
  for (const auto& budget : f.budgets) {
    const auto& category = f.categories[budget.category];
    Json one{{"category", category.name},
             {"limit", budget.limit},
             {"unit", category.unit},
             {"p_exceeded", budget.p_exceeded},
             {"certainty", budget.certainty},
             {"holds", budget.holds()},
             {"spent", optional_summary(budget.spent, category.unit)},
             {"committed", optional_summary(budget.committed, category.unit)},
             {"left", optional_summary(budget.left, category.unit)}};
    auto& allows = one["allows"] = Json::array();
    for (const auto& item : budget.allowances) {
      allows.push_back({{"activity", item.activity},
                        {"phase", item.phase},
                        {"counted_in", item.is_service ? f.functional_unit : "repetitions"},
                        {"cost", optional_summary(item.cost, category.unit)},
                        {"more", optional_summary(item.more, "1")},
                        {"at_certainty", item.at_certainty},
                        {"p_one_more", item.p_one_more}});
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json rebounds(const Findings& f) {
  constexpr std::array<const char*, findings::kReboundClasses> kClasses{
      "super_conservation", "none", "partial", "full", "backfire"};
  auto out = Json::array();
  for (const auto& one : f.rebounds) {
    const auto& category = f.categories[one.category];
    Json classes = object();
    for (std::size_t i = 0; i < kClasses.size(); ++i) classes[kClasses[i]] = one.p_class[i];
    auto parts = object();
    for (const auto& part : one.parts) parts[part.through] = optional_summary(part.share, "1");
    out.push_back({{"scenario", one.scenario},
                   {"category", category.name},
                   {"engineering_saving", optional_summary(one.engineering, category.unit)},
                   {"actual_saving", optional_summary(one.actual, category.unit)},
                   {"rebound", optional_summary(one.rebound, "1")},
                   {"p_class", std::move(classes)},
                   {"through", std::move(parts)}});
  }
  return out;
}

Json break_evens(const Findings& f) {
  auto out = Json::array();
  for (const auto& one : f.break_evens) {
    const auto& category = f.categories[one.category];
    out.push_back({{"scenario", one.scenario},
                   {"category", category.name},
                   {"invested", optional_summary(one.invested, category.unit)},
                   {"returned", optional_summary(one.returned, category.unit)},
                   {"ratio", optional_summary(one.ratio, "1")},
                   {"p_repaid", one.p_repaid},
                   {"days", optional_summary(one.days, "day")},
                   {"service", optional_summary(one.service, f.functional_unit)}});
  }
  return out;
}

Json loop_system(const findings::LoopSystem& system) {
  Json out{{"stocks", system.stocks}, {"loops_found", system.loops_found}};
  out["loops"] = Json::array();
  for (const auto& loop : system.loops)
    out["loops"].push_back({{"name", loop.name},
                            {"kind", loop.kind},
                            {"path", loop.path},
                            {"share", summary(loop.share, "1")},
                            {"over_time", loop.over_time}});
  out["periods"] = Json::array();
  for (const auto& period : system.periods)
    out["periods"].push_back({{"from_days", period.from_days},
                              {"to_days", period.to_days},
                              {"loop", system.loops[period.loop].name},
                              {"share", summary(period.share, "1")},
                              {"p_strongest", period.p_strongest}});
  return out;
}

Json loops(const Findings& f) {
  Json out{{"futures", f.loops.futures}, {"moments_days", f.loops.moments_days}};
  out["systems"] = Json::array();
  for (const auto& system : f.loops.systems) out["systems"].push_back(loop_system(system));
  out["archetypes"] = Json::array();
  for (const auto& one : f.loops.archetypes) {
    auto roles = object();
    for (const auto& [role, name] : one.roles) roles[role] = name;
    out["archetypes"].push_back({{"kind", one.kind},
                                 {"loops", one.loops},
                                 {"roles", std::move(roles)},
                                 {"p_seen", one.p_seen},
                                 {"weight", one.weight}});
  }
  return out;
}

Json remarks(const std::vector<findings::Finding>& told) {
  auto out = Json::array();
  for (const auto& finding : told) {
    Json one{{"kind", finding.kind}, {"title", finding.title}, {"text", finding.text}};
    for (const auto& [name, value] : finding.numbers) one[name] = value;
    out.push_back(std::move(one));
  }
  return out;
}

void add_place(Json& out, const base::Span& where) {
  if (!where.source) {
    for (const auto* key : {"file", "line", "column", "end_column"}) out[key] = nullptr;
    return;
  }
  const auto start = where.source->locate(where.offset);
  const auto end = where.source->locate(where.offset + where.length);
  const auto line_end = base::display_width(where.source->line(start.line)) + 1;
  out["file"] = where.source->name();
  out["line"] = start.line;
  out["column"] = start.column;
  out["end_column"] = std::max(start.column, end.line == start.line ? end.column : line_end);
}

Json diagnostic(const base::Diagnostic& diagnostic) {
  const bool is_error = diagnostic.severity == base::Severity::error;
  Json out{{"code", base::code_name(diagnostic.code)},
           {"severity", is_error ? "error" : "warning"},
           {"message", diagnostic.message}};
  add_place(out, diagnostic.where);
  out["label"] = diagnostic.label;
  out["notes"] = Json::array();
  for (const auto& note : diagnostic.notes) {
    Json one{{"message", note.message}};
    add_place(one, note.where);
    out["notes"].push_back(std::move(one));
  }
  out["help"] = diagnostic.help;
  return out;
}

Json whole(const Findings& f) {
  return {{"study", f.study},
          {"seed", f.seed},
          {"samples", f.samples},
          {"quantile_error", f.quantile_error},
          {"boundary", boundary(f)},
          {"evidence", evidence(f)},
          {"missing", missing(f)},
          {"assumptions", assumptions(f)},
          {"hardware_coverage", hardware_coverage(f)},
          {"totals", per_category(f, f.totals)},
          {"functional_unit", f.functional_unit.empty() ? Json() : Json(f.functional_unit)},
          {"service", service(f, f.service)},
          {"per_unit", per_category(f, f.per_unit)},
          {"by", breakdowns(f)},
          {"series", series(f)},
          {"scenarios", scenarios(f)},
          {"budgets", budgets(f)},
          {"rebound", rebounds(f)},
          {"break_even", break_evens(f)},
          {"loops", loops(f)},
          {"findings", remarks(f.findings)},
          {"human_audit", remarks(f.human_audit)}};
}

}  // namespace

std::string json(const Findings& f) { return text_of(whole(f)); }

std::string json(const Findings& f, const findings::Investments& invested) {
  auto out = whole(f);
  add_to(out, f, invested);
  return text_of(out);
}

std::string json(const base::Diagnostics& diagnostics) {
  Json out{{"diagnostics", Json::array()}};
  for (const auto& one : diagnostics) out["diagnostics"].push_back(diagnostic(one));
  return text_of(out);
}

}  // namespace holon::report
