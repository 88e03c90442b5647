// SPDX-License-Identifier: Apache-2.0
//
// The courses of all candidates for break-even on one axis, asked before a run and drawn after it.
// In a study with time each alternative's total against what it has served (days, if nothing is
// served); in one without, the line F + v N from 0 to the most that an alternative serves, with F
// the activities that serve nothing and v the others per unit.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "findings/investments.h"
#include "findings/questions.h"
#include "findings/subject.h"

namespace holon::findings {

class CostCourses {
 public:
  /// Asks for `cases`, the unchanged study first, in every main category.
  CostCourses(const Subject& subject, const std::vector<int>& cases, Questions& questions);

  /// A chart for each category with a candidate among `results`.
  [[nodiscard]] std::vector<CostChart> charts(const std::vector<BreakEven>& results) const;

 private:
  struct Course {
    std::string name;
    bool is_baseline = false;
    std::size_t category = 0;
    std::vector<double> served;             // by point in time, means
    std::vector<double> total;              // the same
    std::optional<Summary> fixed, by_unit;  // F and v, without time
    std::optional<Summary> service;
  };

  void ask_times(const Subject& subject, int in_case, Questions& questions, Course& into) const;
  static void ask_line(const Subject& subject, int in_case, Questions& questions, Course& into);
  [[nodiscard]] CostCurve curve_of(const Course& course) const;
  [[nodiscard]] double most_served() const;

  double point_days_ = 0;       // between two points in time; 0: no time
  std::uint32_t interval_ = 0;  // the same in steps
  bool has_service_ = true;     // every alternative serves something
  std::deque<Course> courses_;  // answers are written into them
};

}  // namespace holon::findings
