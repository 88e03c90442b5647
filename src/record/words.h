// SPDX-License-Identifier: Apache-2.0
//
// The words for what can only be one of a few things.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "record/run.h"

namespace holon::record {

template <class T, std::size_t n>
using Words = std::array<std::pair<T, std::string_view>, n>;

inline constexpr Words<Evidence, 4> kEvidenceWords{{{Evidence::measured, "measured"},
                                                    {Evidence::declared, "declared"},
                                                    {Evidence::modelled, "modelled"},
                                                    {Evidence::missing, "missing"}}};

inline constexpr Words<Ending, 5> kEndingWords{{{Ending::unknown, "unknown"},
                                                {Ending::exited, "exited"},
                                                {Ending::signalled, "signalled"},
                                                {Ending::not_started, "not started"},
                                                {Ending::interrupted, "interrupted"}}};

inline constexpr Words<Scope, 7> kScopeWords{{{Scope::unknown, "unknown"},
                                              {Scope::machine, "machine"},
                                              {Scope::process, "process"},
                                              {Scope::cgroup, "cgroup"},
                                              {Scope::container, "container"},
                                              {Scope::job, "job"},
                                              {Scope::pod, "pod"}}};

inline constexpr Words<IdlePolicy, 4> kIdleWords{{{IdlePolicy::unknown, "unknown"},
                                                  {IdlePolicy::marginal, "marginal"},
                                                  {IdlePolicy::proportional, "proportional"},
                                                  {IdlePolicy::reserved, "reserved"}}};

inline constexpr const auto& words_of(Evidence) { return kEvidenceWords; }
inline constexpr const auto& words_of(Ending) { return kEndingWords; }
inline constexpr const auto& words_of(Scope) { return kScopeWords; }
inline constexpr const auto& words_of(IdlePolicy) { return kIdleWords; }

template <class T, std::size_t n>
std::string_view word_of(const Words<T, n>& words, T value) {
  for (const auto& [one, word] : words) {
    if (one == value) return word;
  }
  return {};
}

template <class T, std::size_t n>
std::optional<T> named(const Words<T, n>& words, std::string_view text) {
  for (const auto& [one, word] : words) {
    if (word == text) return one;
  }
  return std::nullopt;
}

}  // namespace holon::record
