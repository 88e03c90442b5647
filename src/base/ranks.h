// SPDX-License-Identifier: Apache-2.0
//
// Several processes that work on one task. All of them do the same, in the same order; where work
// is shared out, each does its part and tells the others.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace holon::base {

/// This process among its fellows. Called from one thread.
class Ranks {
 public:
  virtual ~Ranks() = default;
  [[nodiscard]] virtual std::size_t rank() const = 0;
  [[nodiscard]] virtual std::size_t count() const = 0;

  /// Gives every process what each has to tell, in the order of ranks. All must call it together.
  [[nodiscard]] virtual std::vector<std::string> exchange(const std::string& mine) = 0;

  /// The pieces [first, end) of `pieces` that this process works on.
  [[nodiscard]] std::pair<std::size_t, std::size_t> share_of(std::size_t pieces) const {
    return {pieces * rank() / count(), pieces * (rank() + 1) / count()};
  }
};

}  // namespace holon::base
