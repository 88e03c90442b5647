// SPDX-License-Identifier: Apache-2.0
//
// Asks a service for hours: what is kept on disk first, then over the network, in pieces that the
// service takes at once, each tried again with growing pauses.
#pragma once

#include <functional>
#include <string>

#include "electricity/answer_cache.h"
#include "electricity/hourly.h"
#include "electricity/http.h"
#include "electricity/service.h"

namespace holon::electricity {

/// How to ask.
struct Policy {
  double patience_s = 60;   ///< for one piece: its tries and the pauses between them
  bool is_offline = false;  ///< what is kept, and nothing else
  bool is_anew = false;     ///< what is kept is not taken
};

/// What asking takes from outside.
struct Surroundings {
  std::function<record::Instant()> now;
  std::function<void(double pause_s)> pause;  ///< may throw `base::Interrupted`
  /// Made when the network is needed first.
  std::function<std::unique_ptr<Transport>()> transport;
};

/// What was asked, and how much of it came from where.
struct Fetched {
  HourlyIntensity hours;
  std::size_t asked = 0;  ///< pieces that came over the network
  std::size_t kept = 0;   ///< pieces that were on the disk
};

/// The hours of a query. What the network answers is kept in `cache`.
/// Errors: E0801 to E0808. Throws `base::WorldError` where the cache cannot be written,
/// `base::Interrupted`.
[[nodiscard]] base::Result<Fetched> fetch(const Service& service, const Query& query,
                                          const AnswerCache& cache, const Policy& policy,
                                          const Surroundings& surroundings,
                                          const TechnologyFactor& factor);

/// An answer that is kept serves again where its hours had been over for three days when it came,
/// so that the service has settled them, or where it is younger than an hour.
[[nodiscard]] bool is_fresh(const KeptAnswer& kept, const HttpRequest& request,
                            record::Instant now);

}  // namespace holon::electricity
