// SPDX-License-Identifier: Apache-2.0
//
// What the cases of a model share: a variable that no change of a case can reach is the unchanged
// case's.
#pragma once

#include <cstddef>
#include <unordered_set>
#include <vector>

#include "model/model.h"

namespace holon::engine {

/// Which variables the changes of a case can reach.
class Reach {
 public:
  explicit Reach(const model::Model& model);

  [[nodiscard]] bool is_changed(model::VariableId id, std::size_t in_case) const {
    return changed_[in_case].contains(id);
  }
  /// A variable that no change reaches is the unchanged case's.
  [[nodiscard]] std::size_t effective_case(model::VariableId id, std::size_t in_case) const {
    return reached_[in_case][id] ? in_case : 0;
  }

 private:
  std::vector<std::unordered_set<model::VariableId>> changed_;  // by case
  std::vector<std::vector<bool>> reached_;
};

}  // namespace holon::engine
