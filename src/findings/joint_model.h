// SPDX-License-Identifier: Apache-2.0
//
// Two studies, or two cases of one, as one model in which all that differs can be switched.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "findings/gap.h"
#include "findings/study_gap.h"
#include "model/model.h"

namespace holon::findings {

/// Something that differs: what makes it the one or the other.
struct Switch {
  std::string name;
  std::vector<GapInput> inputs;
  std::vector<model::Change> first, second;
  bool is_structure = false;  ///< an activity or an equation, no stated value
};

struct JointModel {
  model::Model model;  ///< one case: where nothing is switched, as the first
  model::Expr total;   ///< of the category, in the case it is read in [base units]
  std::vector<Switch> switches;
  std::vector<model::Change> always;  ///< in every case
};

/// Errors: E0409 for what cannot be switched.
[[nodiscard]] base::Result<JointModel> joint_model(const StudySide& first, const StudySide& second,
                                                   std::size_t category);

}  // namespace holon::findings
