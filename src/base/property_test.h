// SPDX-License-Identifier: Apache-2.0
//
// Property tests: a claim is held against many random things. The things are built by throwing
// dice, and rapidcheck shrinks the throws of a counterexample, so the thing itself gets simpler.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/dice_test.h"

namespace holon::base {

/// Holds `claim` against `count` random things, the same ones in every run, built of at most
/// `most_throws` throws each. The claim speaks by RC_ASSERT.
inline void check_always(int count, int most_throws, const std::function<void(Dice&)>& claim) {
  rc::detail::TestParams plan;
  plan.seed = 20'220'701;
  plan.maxSuccess = count;
  plan.maxSize = most_throws;
  constexpr std::uint32_t kLargest = 1U << 24U;
  const auto throws = rc::gen::container<std::vector<std::uint32_t>>(
      rc::gen::resize(100, rc::gen::inRange<std::uint32_t>(0, kLargest)));
  // a counterexample is made simpler, but only for a while
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> enough;
  std::string simplest;
  const auto result = rc::detail::checkTestable(
      [&] {
        Dice dice(*throws);
        if (enough && Clock::now() > *enough) return;
        const auto failed = [&](const std::string& why) {
          if (!enough) enough = Clock::now() + std::chrono::seconds(20);
          simplest = why;
        };
        try {
          claim(dice);
        } catch (const rc::detail::CaseResult& failure) {
          failed(failure.description);
          throw;
        } catch (const std::exception& failure) {
          failed(failure.what());
          throw;
        }
      },
      rc::detail::TestMetadata{}, plan);
  INFO(simplest);
  CHECK(result.is<rc::detail::SuccessResult>());
}

}  // namespace holon::base
