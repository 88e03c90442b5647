// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/root_cycles.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <limits>

namespace holon::engine::loops {
namespace {

constexpr auto kUnnumbered = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kFirstTable = 1024;

/// What a step costs beside the numbers of its samples.
constexpr std::uint64_t kStepWork = 1000;

std::size_t words_for(std::size_t bits) { return (bits + kWordBits - 1) / kWordBits; }
void set(Word* bits, std::size_t i) { bits[i / kWordBits] |= Word{1} << (i % kWordBits); }
void clear(Word* bits, std::size_t i) { bits[i / kWordBits] &= ~(Word{1} << (i % kWordBits)); }
bool test(const Word* bits, std::size_t i) {
  return (bits[i / kWordBits] >> (i % kWordBits) & 1U) != 0;
}

// adds to `found` all of `within` that `next` leads to, step by step, from what is in `fresh`
void close(Word* found, Word* fresh, const Word* within, const std::vector<Word>& next,
           std::size_t words) {
  for (std::size_t w = 0; w < words;) {
    if (fresh[w] == 0) {
      ++w;
      continue;
    }
    const auto v = w * kWordBits + static_cast<std::size_t>(std::countr_zero(fresh[w]));
    fresh[w] &= fresh[w] - 1;
    std::size_t lowest = w;
    for (std::size_t u = words; u-- > 0;) {
      const auto more = next[v * words + u] & within[u] & ~found[u];
      found[u] |= more;
      fresh[u] |= more;
      if (more != 0) lowest = std::min(lowest, u);
    }
    w = lowest;
  }
}

}  // namespace

RootCycles::RootCycles(Chains chains, std::uint32_t nodes, std::uint32_t root, std::size_t samples,
                       std::atomic<std::uint64_t>& work, std::uint64_t most_work)
    : chains_(std::move(chains)),
      class_words_(chains_.front()->active.size()),
      table_(kFirstTable, kHome) {
  number_nodes(nodes, root);
  find_reach();
  back_.resize(2 * node_words_);
  next_.resize(key_words_);

  // home has a key that nothing else has: no node
  at_.push_back(kUnnumbered);
  keys_.resize(key_words_);
  first_.assign(2, 0);
  std::vector<Word> start(key_words_);
  for (std::size_t v = 1; v < out_.size(); ++v) set(start.data(), v);
  std::copy_n(reach_.begin(), class_words_,
              start.begin() + static_cast<std::ptrdiff_t>(node_words_));
  (void)state_of(kRoot, start.data());
  for (State s = kStart; s < at_.size(); ++s) {
    expand(s);
    const auto cost = (first_[s + 1] - first_[s] + 1) * (samples + kStepWork);
    if (work.fetch_add(cost) + cost > most_work) return;
  }
  find_order();
}

std::uint64_t RootCycles::count() const {
  std::vector<std::uint64_t> ways(states());
  ways[kHome] = 1;
  for (const auto s : order_) {
    for (const auto& step : steps(s)) {
      const auto sum = ways[s] + ways[step.to];
      ways[s] = sum < ways[s] ? std::numeric_limits<std::uint64_t>::max() : sum;
    }
  }
  return ways[kStart];
}

void RootCycles::number_nodes(std::uint32_t nodes, std::uint32_t root) {
  std::vector<std::uint32_t> number(nodes, kUnnumbered);
  std::uint32_t count = 0;
  number[root] = count++;
  const auto numbered = [&](std::uint32_t v) {
    if (number[v] == kUnnumbered) number[v] = count++;
    return number[v];
  };
  std::vector<std::uint32_t> from;
  std::vector<Way> ways;
  for (std::uint32_t i = 0; i < chains_.size(); ++i) {
    from.push_back(numbered(chains_[i]->from));
    ways.push_back({i, numbered(chains_[i]->to)});
  }
  out_.resize(count);
  node_words_ = words_for(count);
  key_words_ = node_words_ + class_words_;
  before_.resize(count * node_words_);
  after_.resize(count * node_words_);
  for (std::size_t i = 0; i < ways.size(); ++i) {
    out_[from[i]].push_back(ways[i]);
    set(before_.data() + ways[i].to * node_words_, from[i]);
    set(after_.data() + from[i] * node_words_, ways[i].to);
  }
}

// classes of samples at which the root can be reached from each node at all; from itself: any
void RootCycles::find_reach() {
  std::vector<std::vector<Way>> in(out_.size());
  for (std::uint32_t v = 0; v < out_.size(); ++v) {
    for (const auto& way : out_[v]) in[way.to].push_back({way.chain, v});
  }
  reach_.resize(out_.size() * class_words_);
  std::fill_n(reach_.begin(), class_words_, ~Word{0});
  std::deque<std::uint32_t> open{kRoot};
  while (!open.empty()) {
    const auto v = open.front();
    open.pop_front();
    for (const auto& way : in[v]) {
      bool grew = false;
      for (std::size_t w = 0; w < class_words_; ++w) {
        auto& to = reach_[way.to * class_words_ + w];
        const auto more = to | (reach_[v * class_words_ + w] & chains_[way.chain]->active[w]);
        grew = grew || more != to;
        to = more;
      }
      if (grew) open.push_back(way.to);
    }
  }
}

void RootCycles::expand(State from) {
  for (const auto& way : out_[at_[from]]) {
    const auto& chain = *chains_[way.chain];
    // the samples that are left
    Word left = 0;
    for (std::size_t w = 0; w < class_words_; ++w) {
      auto& to = next_[node_words_ + w];
      to = key(from)[node_words_ + w] & chain.active[w] & reach_[way.to * class_words_ + w];
      left |= to;
    }
    if (left == 0) continue;
    if (way.to == kRoot) {
      steps_.push_back({way.chain, kHome});
      continue;
    }
    if (!test(key(from), way.to) || !find_future(key(from), way.to, next_.data())) continue;
    steps_.push_back({way.chain, state_of(way.to, next_.data())});
  }
  first_.push_back(steps_.size());
}

// the nodes that lie on a way from `node` to the root through `usable` ones; false if there is none
bool RootCycles::find_future(const Word* usable, std::uint32_t node, Word* future) {
  Word* within = back_.data();
  Word* fresh = within + node_words_;
  // back from the root; `future` holds what is allowed in the meantime
  std::copy_n(usable, node_words_, future);
  clear(future, node);
  bool any = test(before_.data() + kRoot * node_words_, node);
  for (std::size_t w = 0; w < node_words_; ++w)
    within[w] = fresh[w] = before_[kRoot * node_words_ + w] & future[w];
  close(within, fresh, future, before_, node_words_);
  // onward from the node, inside of that
  const Word* after = after_.data() + node * node_words_;
  for (std::size_t w = 0; w < node_words_; ++w) {
    future[w] = fresh[w] = after[w] & within[w];
    any = any || future[w] != 0;
  }
  close(future, fresh, within, after_, node_words_);
  return any;
}

std::uint64_t RootCycles::hash(std::uint32_t node, const Word* key) const {
  std::uint64_t h = node;
  for (std::size_t w = 0; w < key_words_; ++w) {
    h = (h ^ key[w]) * 0x9e37'79b9'7f4a'7c15U;
    h ^= h >> 29U;
  }
  return h;
}

RootCycles::State RootCycles::state_of(std::uint32_t node, const Word* wanted) {
  if (2 * at_.size() > table_.size()) grow_table();
  const auto mask = table_.size() - 1;
  auto i = hash(node, wanted) & mask;
  for (; table_[i] != kHome; i = (i + 1) & mask) {
    const auto s = table_[i];
    if (at_[s] == node && std::equal(wanted, wanted + key_words_, key(s))) return s;
  }
  const auto fresh = static_cast<State>(at_.size());
  table_[i] = fresh;
  at_.push_back(node);
  keys_.insert(keys_.end(), wanted, wanted + key_words_);
  return fresh;
}

void RootCycles::grow_table() {
  table_.assign(2 * table_.size(), kHome);
  const auto mask = table_.size() - 1;
  for (State s = kStart; s < at_.size(); ++s) {
    auto i = hash(at_[s], key(s)) & mask;
    while (table_[i] != kHome) i = (i + 1) & mask;
    table_[i] = s;
  }
}

// every step makes the usable nodes fewer
void RootCycles::find_order() {
  std::vector<std::vector<State>> by_size(out_.size() + 1);
  for (State s = kStart; s < at_.size(); ++s) {
    std::size_t size = 0;
    for (std::size_t w = 0; w < node_words_; ++w)
      size += static_cast<std::size_t>(std::popcount(key(s)[w]));
    by_size[size].push_back(s);
  }
  order_.reserve(at_.size());
  for (const auto& some : by_size) order_.insert(order_.end(), some.begin(), some.end());
  table_ = {};
  keys_ = {};
}

}  // namespace holon::engine::loops
