// SPDX-License-Identifier: Apache-2.0
#include "meter/attribution.h"

#include <algorithm>

#include "meter/energy_unit.h"

namespace holon::meter {
namespace {

// floor, so that parts never exceed what is shared
std::int64_t part_of(std::int64_t amount, std::uint64_t share, std::uint64_t all) {
  return static_cast<std::int64_t>(static_cast<Wide>(amount) * static_cast<Wide>(share) /
                                   static_cast<Wide>(all));
}

}  // namespace

Split split(const Pool& pool, std::span<const Consumer> consumers, record::IdlePolicy policy) {
  Split out;
  out.parts_uJ.resize(consumers.size());
  Wide claimed = 0;
  Wide reserved = 0;
  for (const auto& consumer : consumers) {
    claimed += consumer.busy;
    reserved += consumer.reserved_ppm;
  }
  const auto busy = static_cast<std::uint64_t>(std::max<Wide>(pool.busy, claimed));
  constexpr Wide kWhole = 1'000'000;
  const auto reservable = static_cast<std::uint64_t>(std::max(kWhole, reserved));
  const auto idle_uJ =
      std::clamp<std::int64_t>(pool.idle_uJ, 0, std::max<std::int64_t>(pool.energy_uJ, 0));
  const bool shares_idle = policy == record::IdlePolicy::proportional && busy > 0;
  const auto by_work_uJ = pool.energy_uJ - (shares_idle ? 0 : idle_uJ);
  const auto left_idle_uJ = pool.energy_uJ - by_work_uJ;
  std::int64_t given_uJ = 0;
  std::int64_t given_idle_uJ = 0;
  for (std::size_t i = 0; i < consumers.size(); ++i) {
    const auto work = busy == 0 ? 0 : part_of(by_work_uJ, consumers[i].busy, busy);
    const auto idle = policy == record::IdlePolicy::reserved
                          ? part_of(left_idle_uJ, consumers[i].reserved_ppm, reservable)
                          : 0;
    out.parts_uJ[i] = work + idle;
    given_uJ += work;
    given_idle_uJ += idle;
  }
  out.idle_uJ = left_idle_uJ - given_idle_uJ;
  // with nobody busy there is no one whose work it was
  (busy == 0 ? out.idle_uJ : out.unattributed_uJ) += by_work_uJ - given_uJ;
  return out;
}

}  // namespace holon::meter
