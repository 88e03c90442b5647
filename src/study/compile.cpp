// SPDX-License-Identifier: Apache-2.0
#include "study/compile.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "model/unit_check.h"
#include "study/field.h"
#include "study/life_cycle.h"
#include "study/statement_reader.h"

namespace holon::study {
namespace {

using base::Code;
using model::Expr;
using model::VariableId;

class StudyCompiler {
 public:
  StudyCompiler(const Study& study, const catalog::Catalog& catalog,
                const std::vector<Setting>& settings)
      : study_(study),
        catalog_(catalog),
        settings_(settings),
        diagnostics_(study.diagnostics),
        draft_(study.arrays, diagnostics_),
        inventory_(study, catalog, draft_, diagnostics_),
        life_cycle_(study, inventory_, draft_, diagnostics_) {}

  base::Result<Compiled> compile() {
    // every value as a variable, then every name in every equation
    inventory_.declare();
    life_cycle_.declare();
    declare_feedback();
    declare_totals();
    apply_settings();
    draft_.resolve_all();

    // flows of the life cycle, and what they add up to
    build_flows();
    write_totals();

    // scenarios as cases
    build_cases();
    check_functional_unit();
    return finish();
  }

 private:
  void report(Code code, std::string message, const base::Span& where,
              std::vector<std::string> help = {}) {
    diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
  }

  void declare_feedback() {
    for (const auto& variable : study_.feedback) {
      const auto path = "feedback." + variable.name;
      if (variable.value) {
        draft_.add(*variable.value);
      } else if (variable.stock && variable.change) {
        if (!study_.time)
          report(Code::time_needed,
                 fmt::format("`{}` is a stock, and a stock changes in time", variable.name),
                 variable.span, {"add `time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}`"});
        draft_.add_stock(path, *variable.stock, *variable.change, variable.span);
      } else if (variable.lookup && variable.table) {
        declare_lookup(variable, path);
      }
    }
  }

  void declare_lookup(const FeedbackVariable& variable, const std::string& path) {
    auto lookup = std::make_shared<model::Expression>();
    lookup->op = model::Op::lookup;
    lookup->table = variable.table;
    lookup->arguments = {model::variable(draft_.add(*variable.lookup))};
    lookup->span = variable.span;
    draft_.add(path, lookup, {1, variable.table->y_dimension, ""}, variable.span);
  }

  // names that the user's equations may read: totals.climate, rates.climate
  void declare_totals() {
    for (std::size_t i = 0; i < categories().size(); ++i) {
      const auto& unit = unit_of(i);
      totals_.push_back(
          draft_.add(fmt::format("totals.{}", categories()[i].name), model::number(0), unit));
      if (!study_.time) continue;
      rates_.push_back(
          draft_.add(fmt::format("rates.{}", categories()[i].name), model::number(0),
                     {unit.scale / (365.0 * 86400), unit.dimension / quantity::Dimension("time"),
                      unit.text + "/year"}));
    }
  }

  void apply_settings() {
    for (const auto& setting : settings_) {
      const auto whole = std::make_shared<const base::SourceText>(
          "--set", fmt::format("{}={}", setting.path, setting.value->text()));
      const base::Span where{whole, 0, setting.path.size()};
      for (const auto& target : study_.arrays.targets(setting.path, where, diagnostics_))
        apply(setting, target, where);
    }
  }

  void apply(const Setting& setting, const Target& target, const base::Span& where) {
    const auto id = draft_.look_up(target.path, "", where);
    if (!id) return;
    auto statement = parsed(setting, target, {setting.value, 0, setting.value->text().size()});
    if (!statement) return;
    draft_.replace(*id, *statement);
    check_bounds(draft_[*id].name, *statement);
  }

  // another value lies in the bounds of the first
  void check_bounds(const std::string& path, const Statement& statement) {
    const auto* quantity = std::get_if<quantity::Quantity>(&statement.value);
    const auto field = field_at(path);
    if (quantity == nullptr || !field) return;
    // what has another dimension was refused as such
    const bool only_sign = field->low == 0 && field->high > 1e300;
    const bool fits =
        quantity::same_size(quantity->unit.dimension, quantity::unit(field->unit).dimension);
    if (only_sign || fits) check_range(*quantity, *field, statement.span, diagnostics_);
    if (fits) check_usual(*quantity, *field, statement.span, diagnostics_);
  }

  std::optional<Statement> parsed(const Setting& setting, const Target& target,
                                  const base::Span& where) {
    const auto& text = setting.value->text();
    const auto dot = setting.path.rfind('.');
    Statement out{setting.path,
                  dot == std::string::npos ? "feedback" : setting.path.substr(0, dot),
                  quantity::Quantity{},
                  {},
                  where};
    const auto document = document::parse(setting.value);
    if (!document) {
      diagnostics_.insert(diagnostics_.end(), document.error().begin(), document.error().end());
      return std::nullopt;
    }
    if (document->root.is_equation()) {
      const auto sign = text.find('=');
      const auto equation = model::parse_expression(std::string_view(text).substr(sign + 1),
                                                    where.part(sign + 1, text.size()), true,
                                                    study_.counted, diagnostics_);
      std::vector<DimensionId> own;
      for (const auto& bound : target.all()) own.push_back(bound.dimension);
      if (!equation || !study_.arrays.check(equation, own, diagnostics_)) return std::nullopt;
      out.value = study_.arrays.bound(equation, target.all());
      return out;
    }
    const auto quantity =
        document::read_quantity(document->root, {study_.counted, {}}, diagnostics_);
    if (!quantity) return std::nullopt;
    out.value = *quantity;
    return out;
  }

  void build_flows() {
    model::Model snapshot;
    snapshot.variables = draft_.variables();
    if (study_.time) snapshot.time = *study_.time;
    model::UnitCheck units(snapshot, draft_.declared());
    life_cycle_.build([&](VariableId id) { return units.dimension_of(id); });
  }

  void write_totals() {
    std::vector<Expr> totals(categories().size());
    std::vector<Expr> rates(categories().size());
    for (const auto& flow : life_cycle_.flows()) {
      const auto add = [&](Expr& sum, VariableId id) {
        sum = sum ? sum + model::variable(id) : model::variable(id);
      };
      add(totals[flow.category], flow.total);
      if (study_.time) add(rates[flow.category], flow.rate);
    }
    for (std::size_t i = 0; i < categories().size(); ++i) {
      if (totals[i]) draft_.set_equation(totals_[i], totals[i]);
      if (rates[i]) draft_.set_equation(rates_[i], rates[i]);
    }
  }

  void build_cases() {
    if (study_.cap) {
      const auto to = limit_of(*study_.cap);
      for (const auto& change : life_cycle_.capped(*study_.cap, to, 0))
        draft_.set_equation(change.variable, change.replacement);
    }
    for (const auto& scenario : study_.scenarios) {
      model::Case out{scenario.name, {}};
      std::vector<std::string> path;
      add_changes(scenario, out.changes, path);
      cases_.push_back(std::move(out));
    }
  }

  Expr limit_of(const Cap& cap) {
    if (!cap.to.is_equation()) return model::variable(draft_.add(cap.to));
    const auto out = draft_.resolved(std::get<Expr>(cap.to.value), cap.to.block);
    return out ? out : model::number(0);
  }

  // `path`: the scenarios that build on this one
  void add_changes(const Scenario& scenario, std::vector<model::Change>& changes,
                   std::vector<std::string>& path) {
    const auto again = std::find(path.begin(), path.end(), scenario.name);
    if (again != path.end()) {
      report_circle(scenario, {again, path.end()});
      return;
    }
    path.push_back(scenario.name);
    if (scenario.also) add_other(*scenario.also, changes, path);
    for (const auto& change : scenario.overrides) add_override(scenario, change, changes);
    if (scenario.cap) {
      for (const auto& change :
           life_cycle_.capped(*scenario.cap, limit_of(*scenario.cap), start_of(scenario)))
        changes.push_back(change);
    }
  }

  // once for a circle, not for each scenario in it
  void report_circle(const Scenario& scenario, const std::vector<std::string>& circle) {
    if (circular_.contains(scenario.name)) return;
    circular_.insert(circle.begin(), circle.end());
    report(Code::circular,
           fmt::format("scenario `{0}` builds on itself: {1} → {0}", scenario.name,
                       fmt::join(circle, " → ")),
           scenario.also->span, {"leave one `also` of the circle away"});
  }

  void add_other(const Reference& name, std::vector<model::Change>& changes,
                 std::vector<std::string>& path) {
    std::vector<std::string> names;
    for (const auto& other : study_.scenarios) {
      names.push_back(other.name);
      if (base::name_key(other.name) != base::name_key(name.text)) continue;
      add_changes(other, changes, path);
      return;
    }
    const auto near = base::nearest(name.text, names);
    report(
        Code::unknown_reference, fmt::format("this study has no scenario `{}`", name.text),
        name.span,
        {near ? fmt::format("did you mean `{}`?", *near) : "it has " + base::listed(names, "and")});
  }

  // the case that is being made is the next one of the model, in which the study itself is the
  // first
  void add_move(const LifeCycle::Move& move, double from, std::vector<model::Change>& changes) {
    for (auto change : move.changes) {
      change.from = from;
      changes.push_back(change);
    }
    for (const auto& activity : move.activities)
      relocations_.push_back({cases_.size() + 1, activity, move.place, from});
  }

  void add_override(const Scenario& scenario, const Override& change,
                    std::vector<model::Change>& changes) {
    const double from = start_of(scenario);
    if (const auto* place = std::get_if<Reference>(&change.value)) {
      // its absence was told
      if (place->text.empty()) return;
      add_move(life_cycle_.moved(change.target, *place), from, changes);
      return;
    }
    const auto id = draft_.look_up(change.target.text, "", change.target.span);
    if (!id) return;
    const auto& subject = draft_[*id];
    const auto& statement = std::get<Statement>(change.value);
    if (subject.role == model::Role::stock && from > 0) {
      report(Code::not_changeable,
             fmt::format("`{}` is a stock: it cannot jump at a date", subject.name),
             change.target.span, {"change what it flows from, or leave `from` away"});
      return;
    }
    if (statement.is_equation()) {
      const auto dot = subject.name.rfind('.');
      const auto resolved =
          draft_.resolved(std::get<Expr>(statement.value),
                          subject.name.substr(0, dot == std::string::npos ? 0 : dot));
      if (resolved) changes.push_back({*id, resolved, from});
      return;
    }
    auto quantity = std::get<quantity::Quantity>(statement.value);
    const bool is_known = draft_.declared()[*id];
    if (is_known && !document::expect_dimension(quantity, subject.unit.dimension,
                                                fmt::format("`{}`", subject.name), statement.span,
                                                diagnostics_))
      return;
    check_bounds(subject.name, statement);
    // the mark keeps it from being found by the name of what it replaces
    changes.push_back(
        {*id,
         model::variable(draft_.add(fmt::format("{}#{}", subject.name, statement.block), quantity)),
         from});
  }

  double start_of(const Scenario& scenario) {
    if (!scenario.from) return 0;
    if (!study_.time) {
      report(
          Code::time_needed, "a change from a date on needs `time`", scenario.from_span,
          {"add `time: {from: 2024-01-01, to: 2025-01-01, step: 1 month}`, or leave `from` away"});
      return 0;
    }
    const auto days =
        base::days_since_epoch(*scenario.from) - base::days_since_epoch(study_.time->from);
    const double out = static_cast<double>(days) * 86400;
    if (out < 0 || out >= study_.time->length()) {
      report(
          Code::outside_time,
          fmt::format("`from: {}` does not lie in the study's time", base::to_text(*scenario.from)),
          scenario.from_span,
          {fmt::format("the study runs from {} for {} days", base::to_text(study_.time->from),
                       base::readable(study_.time->length() / 86400))});
    }
    return out;
  }

  void check_functional_unit() {
    if (!study_.functional_unit || base::has_errors(diagnostics_)) return;
    const auto& wanted = study_.functional_unit->unit.dimension;
    const auto& services = life_cycle_.services();
    const bool served = std::any_of(services.begin(), services.end(), [&](const Service& s) {
      return quantity::same_size(s.thing, wanted);
    });
    // what the boundary leaves out is served by somebody
    const bool nobody = std::none_of(study_.activities.begin(), study_.activities.end(),
                                     [](const Activity& a) { return a.serves.has_value(); });
    if (served || (services.empty() && !nobody)) return;
    std::vector<std::string> things;
    for (const auto& service : services) things.push_back(quantity::in_words(service.thing));
    const auto help = nobody ? std::string(
                                   "add `serves:` to an activity, as in `serves: 230768 request`, "
                                   "or leave the functional unit away")
                             : "this study serves " + base::listed(things, "and");
    report(Code::no_service, fmt::format("no activity serves {}", quantity::in_words(wanted)),
           study_.functional_unit_span, {help});
  }

  // what does not fit inside a part was made so where the study includes it
  void name_inclusions() {
    for (auto& diagnostic : diagnostics_) {
      for (const auto& inclusion : study_.inclusions) {
        if (diagnostic.where.source == inclusion.source)
          diagnostic.notes.push_back(
              {fmt::format("`{}` is included here", inclusion.part), inclusion.span});
      }
    }
  }

  base::Result<Compiled> finish() {
    Compiled out;
    out.model.variables = draft_.variables();
    if (study_.time) out.model.time = *study_.time;
    out.model.cases.insert(out.model.cases.end(), cases_.begin(), cases_.end());
    // units and circles are worth checking even when names were wrong: all mistakes at once
    auto finished = model::finished(std::move(out.model), draft_.declared());
    if (!finished)
      diagnostics_.insert(diagnostics_.end(), finished.error().begin(), finished.error().end());
    diagnostics_ = base::in_order(std::move(diagnostics_));
    drop_repeated(diagnostics_, 0);
    name_inclusions();
    if (base::has_errors(diagnostics_)) return tl::unexpected(diagnostics_);

    out.model = std::move(*finished);
    out.flows = life_cycle_.flows();
    out.relocations = std::move(relocations_);
    out.services = life_cycle_.services();
    out.amounts = life_cycle_.amounts();
    out.reported = life_cycle_.reported();
    for (const auto& missing : life_cycle_.missing()) {
      if (out.reported[missing.category]) out.missing.push_back(missing);
    }
    out.assumptions = inventory_.assumptions();
    out.part_coverage = life_cycle_.part_coverage();
    out.coverage_entries = catalog::coverage_entries(catalog_);
    out.excluded = life_cycle_.excluded();
    out.warnings = std::move(diagnostics_);
    return out;
  }

  const Study& study_;
  const catalog::Catalog& catalog_;
  const std::vector<Setting>& settings_;
  base::Diagnostics diagnostics_;
  Draft draft_;
  Inventory inventory_;
  LifeCycle life_cycle_;
  std::vector<VariableId> totals_;
  std::vector<VariableId> rates_;
  std::vector<model::Case> cases_;
  std::vector<Relocation> relocations_;
  std::set<std::string> circular_;  // scenarios that build on themselves, as far as told
};

}  // namespace

base::Result<Compiled> compile(const Study& study, const catalog::Catalog& catalog,
                               const std::vector<Setting>& settings) {
  return StudyCompiler(study, catalog, settings).compile();
}

}  // namespace holon::study
