// SPDX-License-Identifier: Apache-2.0
//
// Property tests: a claim is held against many random things. The things are built by throwing
// dice, and rapidcheck shrinks the throws of a counterexample, so the thing itself gets simpler.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace holon::base {

/// Throws that were decided beforehand; when they are used up every further one is 0, which should
/// stand for the simplest choice.
class Dice {
 public:
  explicit Dice(std::vector<std::uint32_t> throws) : throws_(std::move(throws)) {}

  /// A whole number in [0, sides).
  std::size_t roll(std::size_t sides) {
    const std::uint32_t thrown = at_ < throws_.size() ? throws_[at_++] : 0;
    return thrown % sides;
  }

  /// True once in `times`.
  bool once_in(std::size_t times) { return roll(times) == times - 1; }

  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return *(choices.begin() + static_cast<std::ptrdiff_t>(roll(choices.size())));
  }

  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[roll(choices.size())];
  }

  /// Low, or some number below high.
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(roll(100'003)) / 100'003;
  }

 private:
  std::vector<std::uint32_t> throws_;
  std::size_t at_ = 0;
};

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
