// SPDX-License-Identifier: Apache-2.0
//
// The processes that mpirun started together with this one.
#pragma once

#include <memory>
#include <string>

#include "base/ranks.h"

namespace holon::cluster {

/// Ranks of MPI, joined until they are left.
class MpiRanks : public base::Ranks {
 public:
  /// Waits for the others and ends MPI.
  virtual void leave() = 0;
  /// Ends all processes at once, with this exit code.
  virtual void end_all(int exit_code) = 0;
};

/// Opens `library` and starts MPI. Throws `base::WorldError` where that cannot be done.
[[nodiscard]] std::shared_ptr<MpiRanks> join_mpi(const std::string& library);

}  // namespace holon::cluster
