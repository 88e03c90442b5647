// SPDX-License-Identifier: Apache-2.0
//
// Random runs that do not contradict themselves, for the tests of all who keep runs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/dice_test.h"
#include "record/run.h"

namespace holon::record {

namespace random_run_parts {

inline std::string text(base::Dice& dice) {
  return dice.one_of<std::string>({"", "a", "search", "GPU 0", "b\"q\\", "tab\tline\nend",
                                   "Ärger ± 5 %", "'; drop table run;--", "a,b", "=1+1",
                                   std::string("nul\0in", 6)});
}

inline std::string name(base::Dice& dice) { return "n" + text(dice); }

inline double amount(base::Dice& dice) {
  return dice.one_of(
      {0.0, 1.0, 1.0 / 3.0, 5e-324, 1.7976931348623157e308, 0.1, 3.6e6, dice.between(0, 1e9)});
}

inline std::optional<double> some(base::Dice& dice) {
  return dice.roll(2) == 0 ? std::nullopt : std::optional(amount(dice));
}

inline std::optional<double> some_share(base::Dice& dice) {
  return dice.roll(2) == 0 ? std::nullopt : std::optional(dice.between(0, 1));
}

inline std::optional<std::int64_t> some_count(base::Dice& dice) {
  if (dice.roll(2) == 0) return std::nullopt;
  return dice.one_of<std::int64_t>({0, 1, 9'007'199'254'740'993, INT64_MAX});
}

inline std::vector<std::string> texts(base::Dice& dice) {
  std::vector<std::string> out(dice.roll(3));
  for (auto& one : out) one = text(dice);
  return out;
}

inline Energy energy(base::Dice& dice, std::size_t number) {
  Energy out;
  out.device = name(dice) + std::to_string(number);
  out.component = name(dice);
  out.evidence =
      dice.one_of({Evidence::missing, Evidence::measured, Evidence::declared, Evidence::modelled});
  if (out.evidence != Evidence::missing) out.energy_J = amount(dice);
  out.uncertainty_J = some(dice);
  out.cause = text(dice);
  out.whole_J = some(dice);
  out.idle_J = some(dice);
  out.average_W = some(dice);
  out.peak_W = some(dice);
  out.sensor = text(dice);
  out.reason = text(dice);
  out.counted = dice.roll(2) == 0;
  return out;
}

inline Outcome outcome(base::Dice& dice) {
  Outcome out;
  out.ending = dice.one_of({Ending::unknown, Ending::exited, Ending::signalled, Ending::not_started,
                            Ending::interrupted});
  if (out.ending == Ending::exited) out.exit_code = static_cast<int>(dice.roll(256));
  if (out.ending == Ending::signalled) out.signal = static_cast<int>(dice.roll(64));
  out.failed = dice.roll(2) == 1;
  return out;
}

inline Impact impact(base::Dice& dice) {
  Impact out;
  out.category = name(dice);
  out.amount = amount(dice);
  out.unit = text(dice);
  out.uncertainty = some(dice);
  out.low = some(dice);
  out.high = some(dice);
  out.factor = some(dice);
  out.factor_unit = text(dice);
  out.kind = text(dice);
  out.source = text(dice);
  out.factor_from = some_count(dice);
  out.factor_until = some_count(dice);
  out.joined_at = some_count(dice);
  out.evidence = dice.one_of({Evidence::modelled, Evidence::declared});
  return out;
}

inline Hardware hardware(base::Dice& dice) {
  Hardware out{text(dice), text(dice), some_count(dice), some_count(dice), some_count(dice),
               {},         {}};
  out.accelerators.resize(dice.roll(3));
  for (auto& one : out.accelerators) one = {text(dice), text(dice), some_count(dice)};
  out.system = text(dice);
  return out;
}

}  // namespace random_run_parts

inline Run random_run(base::Dice& dice) {
  using namespace random_run_parts;  // NOLINT(google-build-using-namespace): a test's own parts
  Run out;
  out.id = name(dice);
  out.name = text(dice);
  out.project = text(dice);
  out.phase = dice.one_of<std::string>({"", "training", "search"});
  out.tags = texts(dice);
  out.command = texts(dice);
  out.commit = text(dice);
  out.start_ns = dice.one_of<Instant>({0, -5, 1'700'000'000'123'456'789});
  out.end_ns = out.start_ns + static_cast<Instant>(dice.roll(2'000'000));
  out.duration_ns = some_count(dice);
  out.outcome = outcome(dice);
  out.hardware = hardware(dice);
  out.place = {text(dice), text(dice), text(dice), text(dice), {}, some(dice)};
  if (dice.roll(2) == 1) out.place.pue = dice.between(1, 2);
  out.attribution = {dice.one_of({Scope::unknown, Scope::cgroup, Scope::pod}), text(dice),
                     dice.one_of({IdlePolicy::unknown, IdlePolicy::reserved}), some(dice)};
  out.energy.resize(dice.roll(4));
  for (std::size_t i = 0; i < out.energy.size(); ++i) out.energy[i] = energy(dice, i);
  out.course.resize(dice.roll(3));
  for (auto& one : out.course) one = {1, 3'600'000'000'000, amount(dice)};
  out.average_W = some(dice);
  out.peak_W = some(dice);
  out.compute = {some(dice),       some_count(dice), some_share(dice),
                 some_share(dice), some_count(dice), some_count(dice)};
  out.figures.resize(dice.roll(3));
  for (auto& one : out.figures) one = {name(dice), -amount(dice), text(dice)};
  out.impacts.resize(dice.roll(3));
  for (auto& one : out.impacts) one = impact(dice);
  out.gaps.resize(dice.roll(2));
  for (auto& one : out.gaps) one = {1, 2, text(dice), text(dice)};
  out.notes = texts(dice);
  out.origin = {text(dice), text(dice), text(dice), some_count(dice)};
  return out;
}

}  // namespace holon::record
