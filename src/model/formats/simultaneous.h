// SPDX-License-Identifier: Apache-2.0
//
// Equations of Vensim that wait for each other because the modeller wants them solved together:
// SIMULTANEOUS and FIND ZERO. The circle is opened at these variables, and what follows from a
// guess of them is written out a fixed number of times, each guess better than the one before. So
// every machine runs it like other equations, and its bits depend on nothing else.
#pragma once

#include <vector>

#include "model/formats/scope.h"

namespace holon::model::formats {

class Builder;

/// Where a circle is opened: a hidden variable whose equation gives the value that follows from all
/// guesses, or what must become 0.
struct Unknown {
  VariableId id = 0;
  Context at;
  Expr guess;       ///< where the search begins
  Expr scale;       ///< FIND ZERO: what the unknown is multiplied by to be about 1; else null
  Expr zero_scale;  ///< the same of what must become 0
  Expr tolerance;   ///< of that, when it counts as 0
};

/// All of a model.
class Simultaneous {
 public:
  void add(Unknown unknown) { unknowns_.push_back(std::move(unknown)); }

  /// Writes the solution of each circle. Where none is found, the value is missing.
  void resolve(Builder& builder) const;

 private:
  std::vector<Unknown> unknowns_;
};

}  // namespace holon::model::formats
