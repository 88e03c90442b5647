// SPDX-License-Identifier: Apache-2.0
//
// Answers in the shape that services document, with numbers made up for tests; and a transport that
// replays what it is given.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "electricity/http.h"

namespace holon::electricity {

/// A file of tests/electricity/answers.
inline std::string answer_text(const std::string& name) {
  return base::read_file("tests/electricity/answers/" + name);
}

inline base::SourcePtr answer_source(const std::string& name) {
  return std::make_shared<const base::SourceText>(name, answer_text(name));
}

/// What a replayed network was asked and has left to say.
struct Script {
  std::deque<HttpAnswer> answers;
  std::vector<HttpRequest> asked;
};

class Replay : public Transport {
 public:
  explicit Replay(Script& script) : script_(script) {}
  HttpAnswer get(const HttpRequest& request, double) override {
    script_.asked.push_back(request);
    if (script_.answers.empty()) return {Trouble::unreachable, "the script is over", 0, "", {}};
    auto out = std::move(script_.answers.front());
    script_.answers.pop_front();
    return out;
  }

 private:
  Script& script_;
};

/// Hours since 1970 of 2024-03-31 00:00 UTC, on which Europe's clocks go forward, and of
/// 2024-10-27, on which they go back.
inline constexpr std::int64_t kSpringDay = 475'512;
inline constexpr std::int64_t kAutumnDay = 480'552;

}  // namespace holon::electricity
