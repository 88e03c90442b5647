// SPDX-License-Identifier: Apache-2.0
#include "record/run.h"

#include "record/words.h"

namespace holon::record {

double duration_s(const Run& run) {
  constexpr double kNanosecond = 1e-9;
  return static_cast<double>(run.duration_ns.value_or(run.end_ns - run.start_ns)) * kNanosecond;
}

std::string_view name(Evidence evidence) { return word_of(kEvidenceWords, evidence); }
std::string_view name(Ending ending) { return word_of(kEndingWords, ending); }
std::string_view name(Scope scope) { return word_of(kScopeWords, scope); }
std::string_view name(IdlePolicy policy) { return word_of(kIdleWords, policy); }

}  // namespace holon::record
