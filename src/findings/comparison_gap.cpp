// SPDX-License-Identifier: Apache-2.0
#include "findings/comparison.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "base/math.h"
#include "engine/run.h"
#include "findings/shapley.h"
#include "quantity/sampler.h"

namespace holon::findings {
namespace {

using Values = std::vector<double>;

/// Values of the formula that one run computes.
constexpr std::size_t kMostPoints = std::size_t{1} << kMostExactFactors;

/// Factors whose orders can be drawn in reasonable time.
constexpr std::size_t kMostFactors = 200;

/// Fewer futures than these make no interval.
constexpr std::size_t kFewestFutures = 100;

/// The factors of both estimates in one future [base units].
struct Future {
  Values first, second;
};

// mean of what is stated: its product
double mean_of(const std::vector<StatedFactor>& stated, double absent) {
  if (stated.empty()) return absent;
  double out = 1;
  for (const auto& one : stated)
    out *= quantity::mean(one.quantity.distribution) * one.quantity.unit.scale;
  return out;
}

// one number in both estimates is one draw; other numbers are their own
std::string draw_name(const ComparedFactor& factor, const StatedFactor& one, bool second) {
  const auto& others = second ? factor.first : factor.second;
  const bool shared = std::any_of(others.begin(), others.end(), [&](const StatedFactor& other) {
    return other.quantity.distribution == one.quantity.distribution &&
           other.quantity.unit == one.quantity.unit;
  });
  const auto* side = shared ? "" : second ? "second." : "first.";
  return fmt::format("{}{}.{}", side, factor.name, one.name);
}

class Futures {
 public:
  explicit Futures(const Comparison& comparison) : comparison_(comparison) {
    for (const auto& factor : comparison.factors) {
      for (const bool second : {false, true}) {
        auto& samplers = (second ? second_ : first_).emplace_back();
        for (const auto& one : second ? factor.second : factor.first) {
          samplers.emplace_back(one.quantity, draw_name(factor, one, second));
          certain_ = certain_ && samplers.back().is_constant();
        }
      }
    }
  }

  [[nodiscard]] bool are_certain() const { return certain_; }

  [[nodiscard]] Future at_means() const {
    Future out;
    for (const auto& factor : comparison_.factors) {
      out.first.push_back(mean_of(factor.first, factor.absent));
      out.second.push_back(mean_of(factor.second, factor.absent));
    }
    return out;
  }

  [[nodiscard]] Future drawn(std::uint64_t seed, std::uint64_t member) const {
    Future out;
    for (std::size_t i = 0; i < comparison_.factors.size(); ++i) {
      const double absent = comparison_.factors[i].absent;
      out.first.push_back(product(first_[i], absent, seed, member));
      out.second.push_back(product(second_[i], absent, seed, member));
    }
    return out;
  }

 private:
  using Samplers = std::vector<quantity::Sampler>;

  static double product(const Samplers& samplers, double absent, std::uint64_t seed,
                        std::uint64_t member) {
    if (samplers.empty()) return absent;
    double out = 1;
    for (const auto& one : samplers) out *= one.draw(seed, member);
    return out;
  }

  const Comparison& comparison_;
  std::vector<Samplers> first_, second_;  // by factor
  bool certain_ = true;
};

/// Each member takes every factor from one of the estimates, in one of the futures.
class SwitchedDraws final : public engine::Draws {
 public:
  using IsSwitched = std::function<bool(std::uint64_t point, std::size_t factor)>;

  SwitchedDraws(const std::vector<Future>& futures, std::uint64_t points, IsSwitched is_switched)
      : futures_(futures), points_(points), is_switched_(std::move(is_switched)) {}

  void fill(const engine::DrawSlot& draw, std::uint64_t first,
            std::span<double> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) {
      // lanes beyond the last member are not looked at
      const auto member = std::min(first + i, points_ * futures_.size() - 1);
      const auto& future = futures_[member / points_];
      out[i] =
          (is_switched_(member % points_, draw.input) ? future.first : future.second)[draw.input];
    }
  }

 private:
  const std::vector<Future>& futures_;
  std::uint64_t points_;  // in each future
  IsSwitched is_switched_;
};

/// The formula with each factor from the one or the other estimate.
class Formula {
 public:
  explicit Formula(const Comparison& comparison) {
    model::Model model;
    for (const auto& factor : comparison.factors) {
      model::Variable variable;
      variable.name = factor.name;
      variable.role = model::Role::input;
      variable.quantity.distribution.shape = quantity::Uniform{0, 1};  // drawn as told
      model.variables.push_back(std::move(variable));
    }
    program_ = engine::compile(model, {{"formula", comparison.formula, false, 1}});
  }

  /// Its logarithm in `points` ways of switching, future by future.
  [[nodiscard]] Values logarithms(const std::vector<Future>& futures, std::uint64_t points,
                                  SwitchedDraws::IsSwitched is_switched) const {
    auto out = values(futures, points, std::move(is_switched));
    for (auto& value : out) value = base::ln(value);
    return out;
  }

  [[nodiscard]] Values values(const std::vector<Future>& futures, std::uint64_t points,
                              SwitchedDraws::IsSwitched is_switched) const {
    engine::Plan plan;
    plan.samples = points * futures.size();
    plan.keep_members = true;
    plan.draws = std::make_shared<SwitchedDraws>(futures, points, std::move(is_switched));
    return engine::run(program_, plan, nullptr).members.at(0);
  }

 private:
  engine::Program program_;
};

class ComparisonGap {
 public:
  ComparisonGap(const Comparison& comparison, const GapPlan& plan)
      : comparison_(comparison),
        plan_(plan),
        futures_(comparison),
        formula_(comparison),
        by_means_(!comparison.addends.empty() && !plan.shapley) {}

  base::Result<Gap> find() {
    describe();
    const std::vector<Future> means{futures_.at_means()};
    check_size();
    if (diagnostics_.empty()) check(means.front());
    if (!diagnostics_.empty()) return tl::unexpected(diagnostics_);
    split(means);
    if (!diagnostics_.empty()) return tl::unexpected(diagnostics_);
    if (!futures_.are_certain()) spread();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::size_t size() const { return comparison_.factors.size(); }

  void describe() {
    out_.title = comparison_.title;
    out_.unit = comparison_.unit.text;
    out_.first = comparison_.estimates[0];
    out_.second = comparison_.estimates[1];
    out_.seed = plan_.seed;
    for (const auto& factor : comparison_.factors) {
      GapFactor one;
      one.name = factor.name;
      add_inputs(factor, one.inputs);
      out_.factors.push_back(std::move(one));
    }
  }

  // what stands alone against something else is two inputs of one factor
  static void add_inputs(const ComparedFactor& factor, std::vector<GapInput>& inputs) {
    if (factor.first.size() == 1 && factor.second.size() == 1) {
      const auto& a = factor.first.front().quantity;
      const auto& b = factor.second.front().quantity;
      inputs.push_back(
          {factor.name, stated_text(a), stated_text(b), a.pedigree.source, b.pedigree.source});
      return;
    }
    for (const auto& one : factor.first)
      inputs.push_back(
          {one.name, stated_text(one.quantity), std::nullopt, one.quantity.pedigree.source, ""});
    for (const auto& one : factor.second)
      inputs.push_back(
          {one.name, std::nullopt, stated_text(one.quantity), "", one.quantity.pedigree.source});
  }

  void check_size() {
    if (by_means_ || size() <= kMostFactors) return;
    diagnostics_.push_back(
        {base::Code::too_large,
         fmt::format("{} factors are too many for Shapley's rule", size()),
         {},
         "",
         {},
         {fmt::format("{} are the most; a sum of products may have more", kMostFactors)}});
  }

  void check(const Future& means) {
    const auto totals =
        formula_.values({means}, 2, [](std::uint64_t point, std::size_t) { return point == 0; });
    for (const bool second : {false, true}) {
      auto& estimate = second ? out_.second : out_.first;
      estimate.value = totals[second ? 1 : 0] / comparison_.unit.scale;
      const bool above = check_factors(second ? means.second : means.first, second);
      if (above && !(estimate.value > 0 && std::isfinite(estimate.value)))
        refuse(fmt::format("`{}` does not come out above zero, and so has no ratio to another "
                           "estimate",
                           estimate.name),
               {}, "check its factors");
    }
    out_.ratio = totals[0] / totals[1];
  }

  void refuse(std::string message, const base::Span& where, std::string help) {
    diagnostics_.push_back(
        {base::Code::out_of_range, std::move(message), where, "", {}, {std::move(help)}});
  }

  // a factor of products is above zero wherever it is stated
  bool check_factors(const Values& values, bool second) {
    const auto before = diagnostics_.size();
    for (std::size_t i = 0; i < size() && by_means_; ++i) {
      const auto& factor = comparison_.factors[i];
      const auto& stated = second ? factor.second : factor.first;
      if (stated.empty() || (values[i] > 0 && std::isfinite(values[i]))) continue;
      refuse(fmt::format("`{}` must be above zero", factor.name), stated.front().span,
             "leave it away where it is absent");
    }
    return diagnostics_.size() == before;
  }

  void split(const std::vector<Future>& means) {
    out_.method = by_means_ ? "logarithmic means" : "Shapley";
    if (by_means_) {
      set_parts(out_, log_mean_parts(comparison_.addends, means[0].first, means[0].second));
    } else if (size() <= kMostExactFactors) {
      set_parts(out_, all_sets(means).front());
    } else {
      const auto sampled =
          sampled_shapley_parts(size(), plan_.pairs, plan_.seed, [&](const auto& sets) {
            return formula_.logarithms(means, sets.size(), [&](auto point, auto factor) {
              return static_cast<bool>(sets[point][factor]);
            });
          });
      set_parts(out_, sampled.parts);
      for (std::size_t i = 0; i < size(); ++i) out_.factors[i].error = sampled.errors[i];
    }
    const bool whole = std::all_of(out_.factors.begin(), out_.factors.end(),
                                   [](const auto& one) { return std::isfinite(one.share); });
    if (!whole)
      refuse(
          "some mix of the two estimates does not come out above zero, so that their gap "
          "cannot be split",
          {}, "write the formula so that factors of either estimate may stand in it");
  }

  // the parts in each future, by all sets of factors
  [[nodiscard]] std::vector<Values> all_sets(const std::vector<Future>& futures) const {
    const std::size_t sets = std::size_t{1} << size();
    const auto logarithms = formula_.logarithms(
        futures, sets,
        [](std::uint64_t point, std::size_t factor) { return (point >> factor & 1U) != 0; });
    std::vector<Values> out;
    for (std::size_t m = 0; m < futures.size(); ++m)
      out.push_back(shapley_parts(size(), std::span(logarithms).subspan(m * sets, sets)));
    return out;
  }

  [[nodiscard]] std::uint64_t possible_futures() const {
    if (by_means_) return plan_.samples;
    if (size() > kMostExactFactors) return 0;
    return std::min<std::uint64_t>(plan_.samples, kMostPoints >> size());
  }

  void spread() {
    const auto count = possible_futures();
    if (count < kFewestFutures) return;
    std::vector<Future> futures;
    for (std::uint64_t m = 0; m < count; ++m) futures.push_back(futures_.drawn(plan_.seed, m));
    std::vector<Values> parts;
    if (by_means_) {
      for (const auto& one : futures)
        parts.push_back(log_mean_parts(comparison_.addends, one.first, one.second));
    } else {
      parts = all_sets(futures);
    }
    out_.samples = count;
    set_spreads(out_, by_factor(parts));
  }

  // without the futures in which an estimate is not above zero
  [[nodiscard]] std::vector<Values> by_factor(const std::vector<Values>& parts) const {
    std::vector<Values> out(size());
    for (const auto& future : parts) {
      if (!std::all_of(future.begin(), future.end(),
                       [](double part) { return std::isfinite(part); }))
        continue;
      for (std::size_t i = 0; i < size(); ++i) out[i].push_back(future[i]);
    }
    if (out.empty() || out.front().empty()) return {};
    return out;
  }

  const Comparison& comparison_;
  const GapPlan& plan_;
  Futures futures_;
  Formula formula_;
  bool by_means_;
  base::Diagnostics diagnostics_;
  Gap out_;
};

}  // namespace

base::Result<Gap> gap_of(const Comparison& comparison, const GapPlan& plan) {
  return ComparisonGap(comparison, plan).find();
}

}  // namespace holon::findings
