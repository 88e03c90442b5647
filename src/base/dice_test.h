// SPDX-License-Identifier: Apache-2.0
//
// Dice whose throws are known beforehand: random things are built from them, by property tests and
// by fuzzing alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

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

}  // namespace holon::base
