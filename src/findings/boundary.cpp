// SPDX-License-Identifier: Apache-2.0
#include "findings/boundary.h"

#include <algorithm>

#include "base/text.h"
#include "findings/questions.h"
#include "findings/response.h"
#include "findings/subject.h"

namespace holon::findings {
namespace {

using model::Expr;
using model::Op;
using study::ImpactFlow;

/// A difference whose sign is so sure counts as a saving, or as a loss.
constexpr double kSure = 0.5;

bool is_phase(const ImpactFlow& flow, const char* name) {
  return base::name_key(flow.phase) == base::name_key(name);
}

bool is_electricity(const ImpactFlow& flow) { return flow.source == "electricity"; }

/// A boundary before the run: which flows it takes, and whether demand answers.
struct Fence {
  std::string name;
  std::string holds;
  FlowFilter takes;
  bool loops_closed = false;
};

/// A case twice: with its loops closed, and with demand held at the baseline's path.
struct CasePair {
  int closed = 0;
  int held = 0;
};

class Boundaries {
 public:
  Boundaries(const study::Study& study, const study::Compiled& compiled, const Plan& plan,
             const engine::Progress& progress)
      : subject_(study, compiled), plan_(plan), progress_(progress) {}

  std::optional<BoundaryReport> draw(std::size_t category) {
    if (!find(category)) return std::nullopt;
    describe();
    add_cases();
    fences_ = fences(largest_run());
    ask_views();
    tell_best();
    tell_flips();
    return std::move(out_);
  }

 private:
  bool find(std::size_t category) {
    const auto& all = subject_.categories();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const CategoryInfo& c) { return c.index == category; });
    if (found == all.end()) return false;
    category_ = static_cast<std::size_t>(found - all.begin());
    out_.category = *found;
    return true;
  }

  void describe() {
    out_.study = subject_.study().title;
    out_.seed = plan_.engine.seed;
    out_.samples = plan_.engine.samples;
  }

  void add_cases() {
    const Readings readings(subject_.compiled().model);
    const auto scenarios = subject_.compiled().model.cases.size();
    for (std::size_t k = 1; k < scenarios; ++k) {
      const auto name = subject_.model().cases[k].name;
      const bool wanted =
          plan_.scenarios.empty() ||
          std::any_of(plan_.scenarios.begin(), plan_.scenarios.end(), [&](const std::string& s) {
            return base::name_key(s) == base::name_key(name);
          });
      if (!wanted) continue;
      const int closed = static_cast<int>(k);
      const auto demand = Response(subject_, readings, closed).demand();
      const int with_held =
          demand.empty() ? closed : subject_.add_case(name + ", demand held", closed, held(demand));
      cases_.push_back({closed, with_held});
      out_.scenarios.push_back(name);
    }
  }

  // the training activity that uses the most electricity
  std::string largest_run() {
    std::vector<std::string> names;
    for (const auto& flow : subject_.compiled().flows) {
      const bool new_name = std::find(names.begin(), names.end(), flow.activity) == names.end();
      if (is_phase(flow, "training") && is_electricity(flow) && new_name)
        names.push_back(flow.activity);
    }
    if (names.size() < 2) return names.empty() ? std::string() : names[0];
    Questions questions;
    std::vector<std::optional<Summary>> totals(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto total = subject_.total_of(category_, 0, [&](const ImpactFlow& f) {
        return is_electricity(f) && f.activity == names[i];
      });
      if (total) questions.ask_summary(total, 1, totals[i]);
    }
    run(questions);
    const auto mean = [](const std::optional<Summary>& s) { return s ? s->mean : 0; };
    const auto most =
        std::max_element(totals.begin(), totals.end(),
                         [&](const auto& a, const auto& b) { return mean(a) < mean(b); });
    return names[static_cast<std::size_t>(most - totals.begin())];
  }

  [[nodiscard]] bool serves(const ImpactFlow& flow) const {
    const auto& services = subject_.compiled().services;
    return std::any_of(services.begin(), services.end(),
                       [&](const study::Service& s) { return s.activity == flow.activity; });
  }

  [[nodiscard]] std::vector<Fence> fences(const std::string& largest) const {
    const auto develops = [this](const ImpactFlow& f) {
      return !is_phase(f, "deployment") && !is_phase(f, "end of life") && !serves(f);
    };
    return {
        {"run", "electricity of " + (largest.empty() ? "one run" : largest),
         [largest](const ImpactFlow& f) { return is_electricity(f) && f.activity == largest; }},
        {"training", "electricity of training",
         [](const ImpactFlow& f) { return is_electricity(f) && is_phase(f, "training"); }},
        {"development", "electricity of all development",
         [develops](const ImpactFlow& f) { return is_electricity(f) && develops(f); }},
        {"deployment", "and of deployment", is_electricity},
        {"hardware", "and manufacture, cooling water, end of life",
         [](const ImpactFlow&) { return true; }},
        {"whole system", "and demand answers", [](const ImpactFlow&) { return true; }, true},
    };
  }

  void ask_views() {
    Questions questions;
    out_.views.reserve(fences_.size());
    for (const auto& fence : fences_) {
      const auto before = subject_.total_of(category_, 0, fence.takes);
      if (!before) continue;
      auto& view = out_.views.emplace_back();
      view.name = fence.name;
      view.holds = fence.holds;
      questions.ask_summary(before, scale(), view.total);
      view.changes.resize(cases_.size());
      for (std::size_t s = 0; s < cases_.size(); ++s) {
        const int in_case = fence.loops_closed ? cases_[s].closed : cases_[s].held;
        const auto after = subject_.total_of(category_, in_case, fence.takes);
        questions.ask_summary(after - before, scale(), view.changes[s].difference);
        questions.ask_probability(model::node(Op::less, {after, before}), view.changes[s].p_lower);
      }
    }
    run(questions);
  }

  // the alternative that each boundary would choose
  void tell_best() {
    for (const auto& view : out_.views) {
      std::string best = "baseline";
      double least = 0;
      for (std::size_t s = 0; s < view.changes.size(); ++s) {
        const auto& difference = view.changes[s].difference;
        if (!difference || difference->undefined >= 1 || difference->mean >= least) continue;
        least = difference->mean;
        best = out_.scenarios[s];
      }
      if (!out_.best.empty() && out_.best.back() != best) out_.rank_changes.push_back(view.name);
      out_.best.push_back(best);
    }
  }

  void tell_flips() {
    for (std::size_t s = 0; s < out_.scenarios.size(); ++s) {
      int last = 0;
      std::string within;
      for (const auto& view : out_.views) {
        const int sign = sign_of(view.changes[s]);
        if (sign != 0 && last != 0 && sign != last)
          out_.flips.push_back({out_.scenarios[s], within, view.name, last < 0});
        if (sign == 0) continue;
        last = sign;
        within = view.name;
      }
    }
  }

  // -1: a saving, 1: a loss, 0: no difference
  [[nodiscard]] static int sign_of(const BoundaryChange& change) {
    if (!change.difference || change.difference->undefined >= 1) return 0;
    if (change.difference->mean == 0 && change.difference->sd == 0) return 0;
    return change.p_lower > kSure ? -1 : 1;
  }

  [[nodiscard]] double scale() const { return subject_.scale_of(category_); }

  void run(const Questions& questions) const {
    if (questions.outputs().empty()) return;
    const auto program = engine::compile(subject_.model(), questions.outputs());
    questions.answer(engine::run(program, plan_.engine, progress_));
  }

  Subject subject_;
  const Plan& plan_;
  const engine::Progress& progress_;
  std::size_t category_ = 0;
  std::vector<CasePair> cases_;
  std::vector<Fence> fences_;
  BoundaryReport out_;
};

}  // namespace

std::optional<BoundaryReport> draw_boundaries(const study::Study& study,
                                              const study::Compiled& compiled, std::size_t category,
                                              const Plan& plan, const engine::Progress& progress) {
  return Boundaries(study, compiled, plan, progress).draw(category);
}

}  // namespace holon::findings
