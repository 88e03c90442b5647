// SPDX-License-Identifier: Apache-2.0
#include "findings/study_gap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "base/math.h"
#include "engine/run.h"
#include "findings/joint_model.h"
#include "findings/shapley.h"

namespace holon::findings {
namespace {

using Sets = std::vector<std::vector<bool>>;  // [set][switch]: taken from the first
using Values = std::vector<double>;

/// Cases of one run: they are all in memory.
constexpr std::size_t kCasesAtOnce = 64;

/// A part of the logarithm smaller than this is none.
constexpr double kNoPart = 1e-12;

/// Totals that are kept for intervals: 128 MiB.
constexpr std::size_t kMostKept = std::size_t{1} << 24;

/// Totals of a set of switches: their mean, and those of each future if they are kept.
struct Totals {
  double mean = 0;
  Values members;
};

class StudyGap {
 public:
  StudyGap(const StudySide& first, const StudySide& second, const StudyGapPlan& plan)
      : first_(first), second_(second), plan_(plan) {}

  base::Result<Gap> find() {
    auto joint = joint_model(first_, second_, plan_.category);
    if (!joint) return tl::unexpected(joint.error());
    joint_ = std::move(*joint);
    describe();
    if (!set_ends()) return tl::unexpected(diagnostics_);
    drop_without_effect();
    pool();
    // without a mix that counts nothing: first by one activity that stands for another, then as one
    bool is_split = split();
    for (const auto coarser : {&StudyGap::exchange_largest, &StudyGap::pool_structure}) {
      if (is_split) break;
      (this->*coarser)();
      is_split = split();
    }
    if (!is_split) return tl::unexpected(diagnostics_);
    rank();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::size_t size() const { return joint_.switches.size(); }

  void describe() {
    const auto& category = study::categories()[plan_.category];
    out_.what = category.name;
    out_.unit = category.unit;
    out_.title = fmt::format("{}: {} and {}", category.name, first_.name, second_.name);
    out_.first.name = first_.name;
    out_.second.name = second_.name;
    out_.method = "Shapley";
    out_.seed = plan_.engine.seed;
  }

  // ---- values of sets ----

  [[nodiscard]] std::vector<Totals> totals_of(const Sets& sets, bool keeps_members = false) const {
    std::vector<Totals> out;
    auto plan = plan_.engine;
    plan.keep_members = keeps_members;
    for (std::size_t from = 0; from < sets.size(); from += kCasesAtOnce) {
      const auto to = std::min(sets.size(), from + kCasesAtOnce);
      auto model = joint_.model;
      std::vector<engine::Output> outputs;
      for (auto i = from; i < to; ++i) {
        model.cases.push_back({fmt::format("set {}", i), changes_of(sets[i])});
        outputs.push_back(
            {"total", model::read_in_case(joint_.total, static_cast<int>(model.cases.size() - 1)),
             false, 1});
      }
      auto found = engine::run(engine::compile(model, outputs), plan, nullptr);
      for (std::size_t i = 0; i < outputs.size(); ++i)
        out.push_back({found.outputs[i].front().mean(),
                       keeps_members ? std::move(found.members[i]) : Values()});
    }
    return out;
  }

  [[nodiscard]] std::vector<model::Change> changes_of(const std::vector<bool>& set) const {
    auto out = joint_.always;
    for (std::size_t i = 0; i < size(); ++i) {
      const auto& changes = set[i] ? joint_.switches[i].first : joint_.switches[i].second;
      out.insert(out.end(), changes.begin(), changes.end());
    }
    return out;
  }

  // ---- the two estimates ----

  bool set_ends() {
    const auto ends =
        totals_of({std::vector<bool>(size(), true), std::vector<bool>(size(), false)});
    const double scale = study::unit_of(plan_.category).scale;
    out_.first.value = ends[0].mean / scale;
    out_.second.value = ends[1].mean / scale;
    for (const auto* one : {&out_.first, &out_.second}) {
      if (one->value > 0 && std::isfinite(one->value)) continue;
      refuse(fmt::format("the {} total of `{}` is not above zero, and so has no ratio to another",
                         out_.what, one->name),
             std::isfinite(one->value) ? "choose another `--category`"
                                       : "a factor that it needs is missing: state it");
    }
    out_.ratio = out_.first.value / out_.second.value;
    return diagnostics_.empty();
  }

  void refuse(std::string message, std::string help) {
    diagnostics_.push_back(
        {base::Code::out_of_range, std::move(message), {}, "", {}, {std::move(help)}});
  }

  // ---- which switches are factors ----

  // what each switch does alone, from either end
  [[nodiscard]] Values effects() const {
    Sets sets{std::vector<bool>(size(), false), std::vector<bool>(size(), true)};
    for (std::size_t i = 0; i < size(); ++i) {
      for (const bool rest : {false, true}) {
        sets.emplace_back(size(), rest);
        sets.back()[i] = !rest;
      }
    }
    const auto totals = totals_of(sets);
    Values out(size());
    for (std::size_t i = 0; i < size(); ++i) {
      for (const std::size_t end : {0U, 1U}) {
        const double change = std::abs(base::ln(totals[2 + 2 * i + end].mean / totals[end].mean));
        // what takes everything away does much
        out[i] = std::max(out[i], std::isfinite(change) ? change : 1e9);
      }
    }
    return out;
  }

  // in one state they are in all sets: as in the first
  void drop_without_effect() {
    if (size() == 0) return;
    effects_ = effects();
    JointModel kept{joint_.model, joint_.total, {}, {}};
    Values kept_effects;
    std::size_t dropped = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      const auto& one = joint_.switches[i];
      if (effects_[i] > kNoPart) {
        kept.switches.push_back(one);
        kept_effects.push_back(effects_[i]);
      } else {
        dropped += one.inputs.size();
        kept.always.insert(kept.always.end(), one.first.begin(), one.first.end());
      }
    }
    std::swap(joint_, kept);
    const double end = totals_of({std::vector<bool>(size(), false)}).front().mean;
    const double stated = out_.second.value * study::unit_of(plan_.category).scale;
    if (std::abs(end / stated - 1) > kNoPart) {
      // together they do something
      std::swap(joint_, kept);
      return;
    }
    effects_ = std::move(kept_effects);
    out_.without_effect = dropped;
  }

  // the largest stay alone
  void pool() {
    if (size() <= plan_.most_factors) return;
    std::vector<std::size_t> order(size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return effects_[a] > effects_[b]; });
    std::vector<bool> is_small(size(), true);
    for (std::size_t i = 0; i + 1 < plan_.most_factors; ++i) is_small[order[i]] = false;
    const auto count = size() + 1 - plan_.most_factors;
    pool_those(is_small, fmt::format("{} smaller differences", count));
  }

  // the largest of what only the first counts, in place of the largest of what only the second does
  void exchange_largest() {
    const auto mine = largest_alone(&GapInput::second);
    const auto theirs = largest_alone(&GapInput::first);
    if (!mine || !theirs) return;
    std::vector<bool> is_pooled(size(), false);
    is_pooled[*mine] = is_pooled[*theirs] = true;
    pool_those(is_pooled,
               fmt::format("{} or {}", joint_.switches[*mine].name, joint_.switches[*theirs].name));
  }

  // of the switches that one side lacks
  [[nodiscard]] std::optional<std::size_t> largest_alone(
      std::optional<std::string> GapInput::* absent) const {
    std::optional<std::size_t> out;
    for (std::size_t i = 0; i < size(); ++i) {
      const auto& one = joint_.switches[i];
      const bool is_alone = one.is_structure && std::none_of(one.inputs.begin(), one.inputs.end(),
                                                             [&](const GapInput& input) {
                                                               return (input.*absent).has_value();
                                                             });
      if (is_alone && (!out || effects_[i] > effects_[*out])) out = i;
    }
    return out;
  }

  void pool_structure() {
    std::vector<bool> is_structure;
    for (const auto& one : joint_.switches) is_structure.push_back(one.is_structure);
    pool_those(is_structure, "what is counted");
  }

  void pool_those(const std::vector<bool>& is_pooled, const std::string& name) {
    Switch pooled{name, {}, {}, {}, true};
    std::vector<Switch> kept;
    Values kept_effects;
    for (std::size_t i = 0; i < size(); ++i) {
      auto& one = joint_.switches[i];
      if (!is_pooled[i]) {
        kept.push_back(std::move(one));
        kept_effects.push_back(effects_[i]);
        continue;
      }
      for (const auto part : {&Switch::first, &Switch::second})
        (pooled.*part).insert((pooled.*part).end(), (one.*part).begin(), (one.*part).end());
      pooled.inputs.insert(pooled.inputs.end(), one.inputs.begin(), one.inputs.end());
    }
    if (!pooled.inputs.empty()) {
      kept.push_back(std::move(pooled));
      kept_effects.push_back(0);  // not asked for again
    }
    joint_.switches = std::move(kept);
    effects_ = std::move(kept_effects);
  }

  // ---- the split ----

  bool split() {
    diagnostics_.clear();
    out_.factors.clear();
    for (const auto& one : joint_.switches) {
      auto& factor = out_.factors.emplace_back();
      factor.name = one.name;
      factor.inputs = one.inputs;
    }
    Sets sets;
    for (std::size_t set = 0; set < std::size_t{1} << size(); ++set) {
      sets.emplace_back();
      for (std::size_t i = 0; i < size(); ++i) sets.back().push_back((set >> i & 1U) != 0);
    }
    const auto totals = totals_of(sets, sets.size() * plan_.engine.samples <= kMostKept);
    Values logarithms;
    for (const auto& one : totals) {
      logarithms.push_back(base::ln(one.mean));
      if (std::isfinite(logarithms.back())) continue;
      refuse(fmt::format("`{}` and `{}` share no part that could be changed one by one",
                         first_.name, second_.name),
             "compare what they come to as a comparison of factors");
      return false;
    }
    set_parts(out_, shapley_parts(size(), logarithms));
    spread(totals);
    return true;
  }

  // the parts in each future that all sets have a total in
  void spread(const std::vector<Totals>& totals) {
    std::vector<Values> parts(size());
    for (std::size_t m = 0; m < totals.front().members.size(); ++m) {
      Values logarithms;
      for (const auto& one : totals) logarithms.push_back(base::ln(one.members[m]));
      if (!std::all_of(logarithms.begin(), logarithms.end(),
                       [](double value) { return std::isfinite(value); }))
        continue;
      const auto own = shapley_parts(size(), logarithms);
      for (std::size_t i = 0; i < size(); ++i) parts[i].push_back(own[i]);
    }
    if (parts.empty() || parts.front().empty()) return;
    set_spreads(out_, parts);
    const bool is_uncertain =
        std::any_of(out_.factors.begin(), out_.factors.end(),
                    [](const GapFactor& one) { return one.spread.has_value(); });
    if (is_uncertain) out_.samples = totals.front().members.size();
  }

  void rank() {
    std::stable_sort(out_.factors.begin(), out_.factors.end(),
                     [](const GapFactor& a, const GapFactor& b) {
                       return std::abs(base::ln(a.ratio)) > std::abs(base::ln(b.ratio));
                     });
  }

  const StudySide& first_;
  const StudySide& second_;
  StudyGapPlan plan_;
  JointModel joint_;
  Values effects_;
  base::Diagnostics diagnostics_;
  Gap out_;
};

}  // namespace

base::Result<Gap> gap_between(const StudySide& first, const StudySide& second,
                              const StudyGapPlan& plan) {
  return StudyGap(first, second, plan).find();
}

}  // namespace holon::findings
