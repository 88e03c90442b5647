// SPDX-License-Identifier: Apache-2.0
//
// How a study answers to a scenario: which amounts follow it without being stated by it, and where
// loops enter the study's behaviour.
#pragma once

#include <string_view>
#include <vector>

#include "findings/readings.h"
#include "findings/subject.h"

namespace holon::findings {

/// Of the names of feedback variables.
inline constexpr std::string_view kFeedbackPrefix = "feedback.";

/// One scenario's part of the model.
class Response {
 public:
  Response(const Subject& subject, const Readings& readings, int in_case);

  /// How much activities do, where that answers to the scenario without being stated by it.
  [[nodiscard]] std::vector<model::VariableId> demand() const;

  /// Feedback variables that read what the scenario changes outside of feedback, and on which
  /// demand hangs: where a loop enters behaviour. At most eight.
  [[nodiscard]] std::vector<model::VariableId> entries() const;

 private:
  [[nodiscard]] bool is_behaviour(model::VariableId id) const;
  [[nodiscard]] bool is_changed(model::VariableId id) const;

  const Subject& subject_;
  const Readings& readings_;
  std::vector<model::VariableId> changed_;
  std::vector<bool> reached_;
};

}  // namespace holon::findings
