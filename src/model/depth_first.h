// SPDX-License-Identifier: Apache-2.0
//
// Walks what reads what, without recursion: chains may be as long as a model is large.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace holon::model {

/// Visits numbered things so that what one reads is done before it. Keeps what is done between
/// calls, so that many roots cost no more than all they reach.
class DepthFirst {
 public:
  explicit DepthFirst(std::size_t count) : state_(count, State::untouched) {}

  /// `reads(thing, list)` appends what `thing` reads; `done(thing)` is called once for each thing
  /// reached; `circle(path)` for a path whose last thing reads its first, and which is then passed
  /// over.
  template <class Reads, class Done, class Circle>
  void visit(std::size_t root, const Reads& reads, const Done& done, const Circle& circle) {
    if (state_[root] != State::untouched) return;
    open(root, reads);
    while (!frames_.empty()) {
      auto& frame = frames_.back();
      if (frame.next == read_.size()) {
        state_[frame.thing] = State::done;
        const auto thing = frame.thing;
        read_.resize(frame.first);
        frames_.pop_back();
        if (!frames_.empty()) ++frames_.back().next;
        done(thing);
        continue;
      }
      const auto next = read_[frame.next];
      if (state_[next] == State::untouched) {
        open(next, reads);
        continue;
      }
      if (state_[next] == State::open) {
        const auto path = path_to(next);
        circle(std::span<const std::size_t>(path));
      }
      ++frame.next;
    }
  }

 private:
  enum class State : std::uint8_t { untouched, open, done };
  /// A thing whose reads are being visited: `read_` from `first` on, `next` the one at work.
  struct Frame {
    std::size_t thing;
    std::size_t first;
    std::size_t next;
  };

  template <class Reads>
  void open(std::size_t thing, const Reads& reads) {
    state_[thing] = State::open;
    frames_.push_back({thing, read_.size(), read_.size()});
    reads(thing, read_);
  }

  [[nodiscard]] std::vector<std::size_t> path_to(std::size_t thing) const {
    auto from = std::find_if(frames_.begin(), frames_.end(),
                             [&](const Frame& frame) { return frame.thing == thing; });
    std::vector<std::size_t> out;
    for (; from != frames_.end(); ++from) out.push_back(from->thing);
    return out;
  }

  std::vector<State> state_;
  std::vector<Frame> frames_;
  std::vector<std::size_t> read_;
};

}  // namespace holon::model
