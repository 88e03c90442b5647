// SPDX-License-Identifier: Apache-2.0
//
// Who reads whom in the unchanged study.
#pragma once

#include <vector>

#include "model/model.h"

namespace holon::findings {

class Readings {
 public:
  explicit Readings(const model::Model& model);

  [[nodiscard]] const std::vector<model::VariableId>& read_by(model::VariableId id) const {
    return reads_[id];
  }
  [[nodiscard]] const std::vector<model::VariableId>& readers_of(model::VariableId id) const {
    return readers_[id];
  }

  /// What hangs on any of these, themselves included.
  [[nodiscard]] std::vector<bool> reached_from(const std::vector<model::VariableId>& roots) const {
    return closure(roots, readers_);
  }

  /// What any of these hangs on, themselves included.
  [[nodiscard]] std::vector<bool> needed_by(const std::vector<model::VariableId>& roots) const {
    return closure(roots, reads_);
  }

 private:
  using Edges = std::vector<std::vector<model::VariableId>>;

  void note(model::VariableId reader, const model::Expr& equation);
  static std::vector<bool> closure(const std::vector<model::VariableId>& roots, const Edges& edges);

  Edges reads_;
  Edges readers_;
};

}  // namespace holon::findings
