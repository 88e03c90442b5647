// SPDX-License-Identifier: Apache-2.0
//
// Stocks that stay above zero and feed each other. What leaves such a stock may take of what comes
// in, in the same step; where what comes in waits for what leaves, around a circle of stocks, no
// order of computing would do. There, what comes in counts from the next step on.
#pragma once

#include <vector>

#include "model/model.h"

namespace holon::model::formats {

/// Limits of outflows by inflows, kept open until all equations are written.
class FlowCircles {
 public:
  /// Stands for what comes into a stock, in the limit of what leaves it.
  [[nodiscard]] Expr stand_in(std::vector<Expr> inflows);

  /// Writes each limit out, without the inflows that wait for the equation it stands in.
  void resolve(Model& model) const;

 private:
  std::vector<std::vector<Expr>> inflows_;
};

}  // namespace holon::model::formats
