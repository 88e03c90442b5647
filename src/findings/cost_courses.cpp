// SPDX-License-Identifier: Apache-2.0
#include "findings/cost_courses.h"

#include <algorithm>
#include <cmath>

namespace holon::findings {
namespace {

constexpr std::uint32_t kPoints = 60;  // of a curve, at most
constexpr double kDay = 86400;

// the total of the activities that serve something, or of those that serve nothing
model::Expr total_by_service(const Subject& subject, std::size_t category, int in_case,
                             bool serves) {
  const auto& services = subject.compiled().services;
  const auto sum = subject.total_of(category, in_case, [&](const study::ImpactFlow& f) {
    return serves == std::any_of(services.begin(), services.end(),
                                 [&](const study::Service& s) { return s.activity == f.activity; });
  });
  return sum ? sum : model::number(0);
}

// the baseline's cost where a candidate stands; nothing beyond its ends
std::optional<double> cost_at(const CostCurve& curve, double at) {
  const auto after = std::lower_bound(curve.at.begin(), curve.at.end(), at);
  if (after == curve.at.end()) return std::nullopt;
  const auto i = static_cast<std::size_t>(after - curve.at.begin());
  if (i == 0) return *after == at ? std::optional(curve.cost[0]) : std::nullopt;
  const double width = curve.at[i] - curve.at[i - 1];
  const double share = width > 0 ? (at - curve.at[i - 1]) / width : 1;
  return curve.cost[i - 1] + share * (curve.cost[i] - curve.cost[i - 1]);
}

// the last point at which the candidate goes from above the baseline to below, between two points
std::optional<CostCrossing> crossing_of(const CostCurve& baseline, const CostCurve& candidate,
                                        std::size_t index) {
  std::optional<CostCrossing> out;
  std::optional<double> before;  // candidate - baseline at the last point
  for (std::size_t i = 0; i < candidate.at.size(); ++i) {
    const auto other = cost_at(baseline, candidate.at[i]);
    if (!other) continue;
    const double above = candidate.cost[i] - *other;
    if (before && *before > 0 && above <= 0) {
      const double share = *before / (*before - above);
      out =
          CostCrossing{index, candidate.at[i - 1] + share * (candidate.at[i] - candidate.at[i - 1]),
                       candidate.cost[i - 1] + share * (candidate.cost[i] - candidate.cost[i - 1])};
    }
    if (above > 0) out.reset();
    before = above;
  }
  return out;
}

}  // namespace

CostCourses::CostCourses(const Subject& subject, const std::vector<int>& cases,
                         Questions& questions) {
  const auto& time = subject.model().time;
  interval_ = (time.steps + kPoints - 1) / kPoints;
  point_days_ = time.step * interval_ / kDay;
  for (const int in_case : cases) {
    has_service_ = has_service_ && subject.service(in_case) != nullptr;
    for (const auto c : subject.main_categories()) {
      auto& course = courses_.emplace_back();
      course.is_baseline = in_case == 0;
      course.name = course.is_baseline
                        ? std::string("baseline")
                        : subject.model().cases[static_cast<std::size_t>(in_case)].name;
      course.category = c;
      if (interval_ > 0)
        ask_times(subject, in_case, questions, course);
      else
        ask_line(subject, in_case, questions, course);
    }
  }
}

void CostCourses::ask_times(const Subject& subject, int in_case, Questions& questions,
                            Course& into) const {
  const auto keep = [](std::vector<double>& values, double size) {
    return [&values, size](const std::vector<engine::Statistics>& statistics) {
      for (const auto& moment : statistics) values.push_back(moment.mean() / size);
    };
  };
  questions.ask_series(subject.total(into.category, in_case), interval_,
                       keep(into.total, subject.scale_of(into.category)));
  if (const auto served = subject.service(in_case))
    questions.ask_series(served, interval_, keep(into.served, 1));
}

void CostCourses::ask_line(const Subject& subject, int in_case, Questions& questions,
                           Course& into) {
  const auto served = subject.service(in_case);
  if (!served) return;
  const double scale = subject.scale_of(into.category);
  const auto part = [&](bool serves) {
    return total_by_service(subject, into.category, in_case, serves);
  };
  questions.ask_summary(part(false), scale, into.fixed);
  questions.ask_summary(part(true) / served, scale, into.by_unit);
  questions.ask_summary(served, 1, into.service);
}

double CostCourses::most_served() const {
  double out = 0;
  for (const auto& course : courses_) {
    if (course.service && std::isfinite(course.service->mean))
      out = std::max(out, course.service->mean);
  }
  return out;
}

CostCurve CostCourses::curve_of(const Course& course) const {
  CostCurve out{course.name, {}, {}};
  if (interval_ > 0) {
    out.cost = course.total;
    out.at = course.served;
    if (!has_service_) {
      out.at.clear();
      for (std::size_t i = 0; i < out.cost.size(); ++i)
        out.at.push_back(static_cast<double>(i) * point_days_);
    }
    return out;
  }
  if (!course.fixed || !course.by_unit) return out;
  for (std::uint32_t i = 0; i <= kPoints; ++i) {
    const double served = most_served() * i / kPoints;
    out.at.push_back(served);
    out.cost.push_back(course.fixed->mean + course.by_unit->mean * served);
  }
  return out;
}

std::vector<CostChart> CostCourses::charts(const std::vector<BreakEven>& results) const {
  std::vector<CostChart> out;
  if (interval_ == 0 && !has_service_) return out;
  for (const auto& baseline : courses_) {
    if (!baseline.is_baseline) continue;
    CostChart chart;
    chart.category = baseline.category;
    chart.is_of_service = has_service_;
    chart.curves.push_back(curve_of(baseline));
    for (const auto& course : courses_) {
      const bool is_candidate =
          !course.is_baseline && course.category == baseline.category &&
          std::any_of(results.begin(), results.end(), [&](const BreakEven& result) {
            return result.scenario == course.name && result.category == course.category;
          });
      if (!is_candidate) continue;
      chart.curves.push_back(curve_of(course));
      const auto found =
          crossing_of(chart.curves.front(), chart.curves.back(), chart.curves.size() - 1);
      if (found) chart.crossings.push_back(*found);
    }
    if (chart.curves.size() > 1) out.push_back(std::move(chart));
  }
  return out;
}

}  // namespace holon::findings
