// SPDX-License-Identifier: Apache-2.0
//
// An energy counter read now and then: wraps, resets, failed reads, suspends, jumps that cannot be.
// Everything is counted in the counter's own integer steps.
#pragma once

#include <cstdint>
#include <optional>

#include "meter/energy_unit.h"
#include "meter/reading.h"

namespace holon::meter {

/// What a counter's values mean.
struct CounterRule {
  EnergyUnit unit;
  std::uint64_t modulus = 0;  ///< values stay below it and go on at 0; 0: the counter never wraps
  double most_W = 1000;       ///< more power than this is never real
  double refresh_s = 0;       ///< the longest time for which the counter may stand still by itself
};

/// Seconds in which the counter may wrap once at the most power; infinite if it never wraps.
[[nodiscard]] double shortest_wrap_s(const CounterRule& rule);

/// What a counter has told so far.
struct CounterTotal {
  std::uint64_t units = 0;           ///< steps counted
  std::uint64_t possible_units = 0;  ///< further steps that wraps unseen in a gap may have hidden
  Nanoseconds covered = 0;           ///< time whose energy is in `units`
  Nanoseconds missing = 0;           ///< time whose energy was lost
  std::uint32_t values = 0;          ///< good readings
  std::uint32_t failed_reads = 0;
  std::uint32_t resets = 0;     ///< times the counter began anew, suspends included
  std::uint32_t glitches = 0;   ///< values that cannot be, dropped because the next one was right
  std::uint32_t ambiguous = 0;  ///< gaps in which a wrap may have been missed
  std::uint32_t still = 0;      ///< good readings that brought nothing new, in a row up to now
};

/// Sums what a counter says.
///
/// A failed read adds nothing and loses nothing: the counter itself bridges it. A value that cannot
/// follow from the last good one is *suspect*: the next value decides whether it was a glitch (the
/// old base stands, nothing is lost) or the counter began anew (the time between is missing).
/// For any schedule of reads, `units` is exact up to the one step that is always under way, over
/// all time that is not missing; where a gap is longer than the shortest wrap, the truth lies in
/// [units, units + possible_units].
class Counter {
 public:
  explicit Counter(CounterRule rule) : rule_(rule) {}

  /// Takes a reading made at `at`, which never goes back. True if energy up to `at` is counted.
  bool take(Reading reading, Nanoseconds at);

  /// The machine slept, or the counter was handed to us anew: what comes next has no past.
  void forget();

  /// The end: what is still suspect or unread by `at` is missing.
  void finish(Nanoseconds at);

  [[nodiscard]] const CounterTotal& total() const { return total_; }
  [[nodiscard]] const CounterRule& rule() const { return rule_; }
  [[nodiscard]] std::int64_t energy_uJ() const { return microjoules(total_.units, rule_.unit); }

 private:
  struct Seen {
    std::uint64_t value;
    Nanoseconds at;
  };
  /// Steps from one value to a later one, if they can be.
  [[nodiscard]] std::optional<std::uint64_t> between(const Seen& from, const Seen& to) const;
  void count(const Seen& to, std::uint64_t steps);
  void settle_suspect(const Seen& now);
  [[nodiscard]] double most_J(Nanoseconds elapsed) const;

  CounterRule rule_;
  CounterTotal total_;
  std::optional<Seen> base_;
  std::optional<Seen> suspect_;
};

}  // namespace holon::meter
