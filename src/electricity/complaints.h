// SPDX-License-Identifier: Apache-2.0
//
// What went wrong with a service, and how to mend it.
#pragma once

#include "base/diagnostic.h"
#include "electricity/http.h"
#include "electricity/service.h"

namespace holon::electricity {

[[nodiscard]] base::Diagnostic has_no_key(const Service& service);
[[nodiscard]] base::Diagnostic has_no_zone(const Service& service, const Query& query);
[[nodiscard]] base::Diagnostic has_nothing(const Service& service, const Query& query,
                                           const std::string& reason);
[[nodiscard]] base::Diagnostic never_ends(const Service& service);
[[nodiscard]] base::Diagnostic is_not_kept(const Service& service, const Query& query);

/// Of an answer that is none, after so many tries.
[[nodiscard]] base::Diagnostic complaint(const Service& service, const Query& query,
                                         const HttpRequest& request, const HttpAnswer& answer,
                                         int tries);

/// Adds to what an answer has wrong what that means.
[[nodiscard]] base::Diagnostics explained(base::Diagnostics faults, const Service& service);

}  // namespace holon::electricity
