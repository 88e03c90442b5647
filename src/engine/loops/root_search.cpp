// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/root_search.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <limits>

namespace holon::engine::loops {
namespace {

constexpr auto kUnnumbered = std::numeric_limits<std::uint32_t>::max();

std::size_t words_for(std::size_t bits) { return (bits + kWordBits - 1) / kWordBits; }
void set(Word* bits, std::size_t i) { bits[i / kWordBits] |= Word{1} << (i % kWordBits); }
bool test(const Word* bits, std::size_t i) {
  return (bits[i / kWordBits] >> (i % kWordBits) & 1U) != 0;
}

}  // namespace

RootSearch::RootSearch(const Chains& chains, std::uint32_t nodes, std::uint32_t root,
                       std::size_t samples)
    : chains_(chains), samples_(samples), words_(words_for(samples)) {
  number_nodes(nodes, root);
  node_words_ = words_for(out_.size());
  before_.resize(out_.size() * node_words_);
  for (const auto& ways : out_) {
    for (const auto& way : ways) set(before_.data() + way.to * node_words_, way.from);
  }
  on_path_.resize(node_words_);
  find_reach();
}

bool RootSearch::run(std::uint64_t& work, const Found& found) {
  enter(kRoot);
  while (!frames_.empty()) {
    auto& frame = frames_.back();
    if (frame.next == out_[frame.node].size()) {
      leave();
      continue;
    }
    const auto& way = out_[frame.node][frame.next++];
    if (!test(levels_[frames_.size() - 1].usable.data(), way.to)) continue;
    if (work < samples_) return false;
    work -= samples_;
    follow(way, found);
  }
  return true;
}

void RootSearch::number_nodes(std::uint32_t nodes, std::uint32_t root) {
  std::vector<std::uint32_t> number(nodes, kUnnumbered);
  std::uint32_t count = 0;
  number[root] = count++;
  const auto numbered = [&](std::uint32_t v) {
    if (number[v] == kUnnumbered) number[v] = count++;
    return number[v];
  };
  std::vector<Way> all;
  for (std::uint32_t i = 0; i < chains_.size(); ++i)
    all.push_back({i, numbered(chains_[i]->from), numbered(chains_[i]->to)});
  out_.resize(count);
  for (const auto& way : all) out_[way.from].push_back(way);
}

// samples at which the root can be reached from each node at all
void RootSearch::find_reach() {
  std::vector<std::vector<Way>> in(out_.size());
  for (const auto& ways : out_) {
    for (const auto& way : ways) in[way.to].push_back(way);
  }
  reach_.resize(out_.size() * words_);
  std::fill_n(reach_.begin(), words_, ~Word{0});
  std::deque<std::uint32_t> open{kRoot};
  while (!open.empty()) {
    const auto v = open.front();
    open.pop_front();
    for (const auto& way : in[v]) {
      bool grew = false;
      for (std::size_t w = 0; w < words_; ++w) {
        auto& to = reach_[way.from * words_ + w];
        const auto more = to | (reach_[v * words_ + w] & chains_[way.chain]->active[w]);
        grew = grew || more != to;
        to = more;
      }
      if (grew) open.push_back(way.from);
    }
  }
}

void RootSearch::enter(std::uint32_t node) {
  const auto depth = frames_.size();
  frames_.push_back({node, 0});
  if (node != kRoot) set(on_path_.data(), node);
  reserve_level(depth);
  find_usable(levels_[depth].usable);
}

// back from the root, off the path
void RootSearch::find_usable(std::vector<Word>& usable) {
  std::fill(usable.begin(), usable.end(), 0);
  set(usable.data(), kRoot);
  open_.assign(1, kRoot);
  while (!open_.empty()) {
    const auto v = open_.back();
    open_.pop_back();
    for (std::size_t w = 0; w < node_words_; ++w) {
      auto fresh = before_[v * node_words_ + w] & ~usable[w] & ~on_path_[w];
      usable[w] |= fresh;
      for (; fresh != 0; fresh &= fresh - 1) {
        open_.push_back(static_cast<std::uint32_t>(
            w * kWordBits + static_cast<std::size_t>(std::countr_zero(fresh))));
      }
    }
  }
}

// the path and one chain more, in the next level; false where no sample is left at which it acts
// and can still come back
bool RootSearch::extend(const Way& way, std::size_t depth) {
  reserve_level(depth + 1);
  const auto& chain = *chains_[way.chain];
  const auto& level = levels_[depth];
  auto& next = levels_[depth + 1];
  const Word* reach = reach_.data() + way.to * words_;
  Word left = 0;
  for (std::size_t w = 0; w < words_; ++w) {
    next.active[w] = level.active[w] & chain.active[w];
    left |= next.active[w] & reach[w];
  }
  if (left == 0) return false;
  kernel_.multiply(level.score.data(), chain.score.data(), next.score.data(), samples_);
  return true;
}

void RootSearch::follow(const Way& way, const Found& found) {
  const auto depth = frames_.size() - 1;
  if (!extend(way, depth)) return;
  path_.push_back(way.chain);
  if (way.to != kRoot) {
    enter(way.to);
    return;
  }
  found(path_, levels_[depth + 1].score.data());
  path_.pop_back();
}

void RootSearch::leave() {
  const auto node = frames_.back().node;
  frames_.pop_back();
  on_path_[node / kWordBits] &= ~(Word{1} << (node % kWordBits));
  if (!frames_.empty()) path_.pop_back();
}

void RootSearch::reserve_level(std::size_t depth) {
  while (levels_.size() <= depth) levels_.emplace_back(words_, samples_, node_words_);
}

}  // namespace holon::engine::loops
