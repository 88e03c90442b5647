// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "findings/allowance.h"
#include "findings/break_even.h"
#include "findings/dominance.h"
#include "findings/findings.h"
#include "findings/human_audit.h"
#include "findings/questions.h"
#include "findings/rebound.h"
#include "findings/remarks.h"
#include "findings/subject.h"

namespace holon::findings {
namespace {

using study::ImpactFlow;

class Assessment {
 public:
  Assessment(const study::Study& study, const study::Compiled& compiled, const Plan& plan)
      : study_(study), compiled_(compiled), plan_(plan), subject_(study, compiled) {
    out_.categories = subject_.categories();
  }

  Findings assess(const engine::Progress& progress) {
    describe();
    ask_totals(0, out_.totals, out_.per_unit, out_.service);
    ask_breakdowns();
    ask_evidence();
    ask_series(0, out_.series);
    ask_scenarios();
    ask_budgets();
    ask_rebounds(subject_, wanted_cases(), questions_, out_.rebounds);
    ask_break_evens(subject_, wanted_cases(), questions_, out_.break_evens);
    const auto program = engine::compile(subject_.model(), questions_.outputs());
    questions_.answer(engine::run(program, plan_.engine, progress));
    drop_what_has_no_value();
    sort_breakdowns();
    drop_what_is_no_saving(out_.rebounds);
    drop_what_invests_nothing(out_.break_evens);
    out_.loops = find_loops(subject_, plan_.engine);
    out_.findings = remarks(out_);
    out_.human_audit = human_audit(out_);
    return std::move(out_);
  }

 private:
  void describe() {
    out_.study = study_.title;
    out_.seed = plan_.engine.seed;
    out_.samples = plan_.engine.samples;
    out_.boundary_stated = study_.boundary.stated;
    for (const auto& word : study_.boundary.in) out_.boundary_in.push_back(word.text);
    for (const auto& word : study_.boundary.out) out_.boundary_out.push_back(word.text);
    out_.excluded = compiled_.excluded;
    if (!study_.boundary.stated) {
      for (const auto& activity : study_.activities) {
        if (std::find(out_.boundary_in.begin(), out_.boundary_in.end(), activity.phase) ==
            out_.boundary_in.end())
          out_.boundary_in.push_back(activity.phase);
      }
    }
    out_.missing = compiled_.missing;
    out_.assumptions = compiled_.assumptions;
    out_.part_coverage = compiled_.part_coverage;
    out_.coverage_entries = compiled_.coverage_entries;
    if (study_.functional_unit) out_.functional_unit = quantity::to_text(*study_.functional_unit);
    if (compiled_.model.time.steps > 0) {
      out_.start_date = base::to_text(compiled_.model.time.from);
      out_.step_days = compiled_.model.time.step / 86400 * series_interval();
      out_.period_days = compiled_.model.time.length() / 86400;
    }
  }

  void ask_totals(int in_case, PerCategory& totals, PerCategory& per_unit,
                  std::optional<Summary>& delivered) {
    totals.resize(out_.categories.size());
    per_unit.resize(out_.categories.size());
    const auto units = subject_.service(in_case);
    if (units) questions_.ask_summary(units, 1, delivered);
    for (std::size_t c = 0; c < out_.categories.size(); ++c) {
      questions_.ask_summary(subject_.total(c, in_case), subject_.scale_of(c), totals[c]);
      if (units)
        questions_.ask_summary(subject_.total(c, in_case) / units, subject_.scale_of(c),
                               per_unit[c]);
    }
  }

  void ask_breakdowns() {
    const std::vector<std::pair<std::string, std::function<std::string(const ImpactFlow&)>>> cuts{
        {"phase", [](const ImpactFlow& f) { return f.phase; }},
        {"activity", [](const ImpactFlow& f) { return f.activity; }},
        {"source", [](const ImpactFlow& f) { return f.source; }},
        {"place", [](const ImpactFlow& f) { return f.place; }}};
    out_.breakdowns.resize(cuts.size());
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      auto& breakdown = out_.breakdowns[i];
      breakdown.by = cuts[i].first;
      for (const auto& flow : compiled_.flows) {
        const auto name = cuts[i].second(flow);
        const bool known = std::any_of(breakdown.parts.begin(), breakdown.parts.end(),
                                       [&](const Contribution& p) { return p.name == name; });
        if (!name.empty() && !known)
          breakdown.parts.push_back({name, PerCategory(out_.categories.size())});
      }
      for (auto& part : breakdown.parts) {
        for (std::size_t c = 0; c < out_.categories.size(); ++c) {
          const auto sum = subject_.total_of(
              c, 0, [&](const ImpactFlow& f) { return cuts[i].second(f) == part.name; });
          if (sum) questions_.ask_summary(sum, subject_.scale_of(c), part.totals[c]);
        }
      }
    }
  }

  // sizes, not sums: a credit does not make an estimate better known
  void ask_evidence() {
    out_.evidence.resize(out_.categories.size());
    for (std::size_t c = 0; c < out_.categories.size(); ++c) {
      for (const auto& flow : compiled_.flows) {
        if (flow.category != out_.categories[c].index) continue;
        const auto kind = static_cast<std::size_t>(flow.evidence);
        questions_.ask(model::call("abs", {model::variable(flow.total, 0)}),
                       [this, c, kind](const auto& statistics) {
                         out_.evidence[c].share[kind] += statistics[0].mean();
                       });
      }
    }
  }

  // a long study is shown at some of its steps, so that memory does not grow with them
  [[nodiscard]] std::uint32_t series_interval() const {
    constexpr std::uint32_t kMostPoints = 60;
    return (compiled_.model.time.steps + kMostPoints - 1) / kMostPoints;
  }

  void ask_series(int in_case, std::vector<Series>& into) {
    if (compiled_.model.time.steps == 0) return;
    for (std::size_t c = 0; c < out_.categories.size(); ++c) {
      if (!study::categories()[out_.categories[c].index].always_reported) continue;
      into.push_back({c, out_.categories[c].unit + "/year", {}});
    }
    for (auto& series : into) {
      const auto rate = subject_.rate(series.category, in_case);
      const double scale = subject_.scale_of(series.category) / (365.0 * 86400);
      questions_.ask_series(rate, series_interval(), [&series, scale](const auto& statistics) {
        for (const auto& moment : statistics) series.values.push_back(summary_of(moment, scale));
      });
    }
  }

  [[nodiscard]] bool is_wanted(const std::string& scenario) const {
    return plan_.scenarios.empty() ||
           std::any_of(plan_.scenarios.begin(), plan_.scenarios.end(), [&](const std::string& s) {
             return base::name_key(s) == base::name_key(scenario);
           });
  }

  // the cases of the scenarios that were asked for
  [[nodiscard]] std::vector<int> wanted_cases() const {
    std::vector<int> out;
    const auto& cases = compiled_.model.cases;
    for (std::size_t k = 1; k < cases.size(); ++k) {
      if (is_wanted(cases[k].name)) out.push_back(static_cast<int>(k));
    }
    return out;
  }

  void ask_scenarios() {
    const auto cases = wanted_cases();
    out_.scenarios.reserve(cases.size());
    for (const int in_case : cases) {
      auto& result = out_.scenarios.emplace_back();
      // scenarios are the cases after the unchanged one
      const auto& scenario = study_.scenarios[static_cast<std::size_t>(in_case) - 1];
      result.name = scenario.name;
      result.also = scenario.also ? scenario.also->text : "";
      result.capped = scenario.cap.has_value();
      ask_totals(in_case, result.totals, result.per_unit, result.service);
      result.difference.resize(out_.categories.size());
      result.p_better.resize(out_.categories.size());
      for (std::size_t c = 0; c < out_.categories.size(); ++c) {
        const auto after = subject_.total(c, in_case);
        const auto before = subject_.total(c, 0);
        questions_.ask_summary(after - before, subject_.scale_of(c), result.difference[c]);
        auto& p_better = result.p_better[c];
        questions_.ask(model::node(model::Op::less, {after, before}),
                       [&p_better](const auto& statistics) { p_better = statistics[0].mean(); });
      }
      ask_series(in_case, result.series);
    }
  }

  void ask_budgets() {
    if (!study_.budget) return;
    out_.budgets.reserve(study_.budget->limits.size());
    for (const auto& limit : study_.budget->limits) {
      const auto found =
          std::find_if(out_.categories.begin(), out_.categories.end(),
                       [&](const CategoryInfo& c) { return c.index == limit.category; });
      if (found == out_.categories.end()) continue;
      const auto c = static_cast<std::size_t>(found - out_.categories.begin());
      const double amount = std::get<quantity::Constant>(limit.limit.distribution.shape).value *
                            limit.limit.unit.scale;
      auto& result = out_.budgets.emplace_back();
      result.category = c;
      result.limit = amount / subject_.scale_of(c);
      result.certainty = study_.budget->certainty;
      const auto exceeded =
          model::node(model::Op::greater, {subject_.total(c, 0), model::number(amount)});
      questions_.ask(exceeded, [&result](const auto& statistics) {
        result.p_exceeded = statistics[0].mean();
      });
      ask_allowances(subject_, amount, questions_, result);
    }
  }

  // a total without a value in any future is missing
  void drop_what_has_no_value() {
    const auto drop = [](PerCategory& figures) {
      for (auto& figure : figures) {
        if (figure && figure->undefined >= 1) figure.reset();
      }
    };
    drop(out_.totals);
    drop(out_.per_unit);
    for (auto& scenario : out_.scenarios) {
      drop(scenario.totals);
      drop(scenario.per_unit);
      drop(scenario.difference);
      for (std::size_t c = 0; c < out_.categories.size(); ++c) {
        if (!scenario.difference[c]) scenario.p_better[c].reset();
      }
    }
  }

  void sort_breakdowns() {
    for (auto& evidence : out_.evidence) {
      double sum = 0;
      for (const double share : evidence.share) sum += share;
      if (sum > 0)
        std::for_each(evidence.share.begin(), evidence.share.end(),
                      [&](double& share) { share /= sum; });
    }
    const auto climate = [](const Contribution& part) {
      return part.totals.empty() || !part.totals[0] ? 0.0 : part.totals[0]->mean;
    };
    for (auto& breakdown : out_.breakdowns) {
      std::stable_sort(
          breakdown.parts.begin(), breakdown.parts.end(),
          [&](const Contribution& a, const Contribution& b) { return climate(a) > climate(b); });
    }
    for (std::size_t i = 0; i < (out_.series.empty() ? 0 : out_.series[0].values.size()); ++i) {
      out_.step_start_days.push_back(static_cast<double>(i) * out_.step_days);
    }
  }

  const study::Study& study_;
  const study::Compiled& compiled_;
  const Plan& plan_;
  Subject subject_;
  Findings out_;
  Questions questions_;
};

}  // namespace

bool Findings::budget_holds() const {
  return std::all_of(budgets.begin(), budgets.end(),
                     [](const BudgetResult& b) { return b.holds(); });
}

std::string Findings::date_after(double days) const {
  const auto start = base::parse_date(start_date);
  if (!start) throw base::Bug("a day without a start");
  const auto day =
      base::days_since_epoch(*start) + static_cast<std::int64_t>(std::floor(days + 0.5));
  return base::to_text(base::date_of_day(day));
}

Findings assess(const study::Study& study, const study::Compiled& compiled, const Plan& plan,
                const engine::Progress& progress) {
  return Assessment(study, compiled, plan).assess(progress);
}

}  // namespace holon::findings
