// SPDX-License-Identifier: Apache-2.0
//
// How findings that take long tell how far they are.
#pragma once

#include "base/error.h"
#include "engine/groups.h"

namespace holon::findings {

using engine::Progress;

/// Tells it, if anyone listens. Throws `base::Interrupted` if the listener has enough.
inline void tell(const Progress& progress, std::uint64_t done, std::uint64_t total) {
  if (progress && !progress(done, total)) throw base::Interrupted();
}

}  // namespace holon::findings
