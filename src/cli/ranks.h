// SPDX-License-Identifier: Apache-2.0
//
// The processes that mpirun started, where it started this one.
#pragma once

#include <memory>

#include "base/ranks.h"

namespace holon::cli {

/// Joins the other processes, if mpirun started this one among several; all but the first then say
/// and write nothing. To be called once, before anything else. Throws `base::WorldError`.
void join_ranks();

/// The processes joined; null when this one is alone.
[[nodiscard]] std::shared_ptr<base::Ranks> ranks();

/// Waits for the others at the end of the program.
void leave_ranks();

/// Ends all of them after a failure that the others may not share.
void abandon_ranks(int exit_code);

}  // namespace holon::cli
