// SPDX-License-Identifier: Apache-2.0
#include "findings/archetypes.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "findings/readings.h"

namespace holon::findings {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::LoopReport;
using engine::loops::Polarity;
using model::VariableId;

constexpr std::array<std::string_view, kArchetypes> kNames{"limits to growth", "fixes that fail",
                                                           "shifting the burden"};

// the sign of the equations, or else the one of the run
Polarity sign_of(const LoopReport& loop) {
  return loop.structure != Polarity::unknown ? loop.structure : loop.acted;
}

bool reads(const model::Expr& expression, VariableId id) {
  bool out = false;
  model::for_each_variable(expression, [&](VariableId read, int) { out = out || read == id; });
  return out;
}

// whether somewhere in the expression one side of a difference, ratio, minimum or maximum reads
// `value` and another side `limit`
bool holds_against(const model::Expr& e, VariableId value, VariableId limit, bool ratios) {
  if (!e) return false;
  const bool is_call = e->op == model::Op::call && (e->name == "min" || e->name == "max");
  if (e->op == model::Op::subtract || is_call || (ratios && e->op == model::Op::divide)) {
    for (const auto& one : e->arguments) {
      for (const auto& other : e->arguments) {
        if (one != other && reads(one, value) && reads(other, limit)) return true;
      }
    }
  }
  return std::any_of(e->arguments.begin(), e->arguments.end(), [&](const model::Expr& argument) {
    return holds_against(argument, value, limit, ratios);
  });
}

/// A loop as the rules see it: its variables, in order from a place that is asked for.
struct Ring {
  std::size_t index = 0;  ///< in the report
  std::vector<VariableId> path;
  std::vector<std::size_t> links;  ///< links[i] leaves path[i]
  std::set<VariableId> members;

  [[nodiscard]] bool has(VariableId id) const { return members.contains(id); }

  [[nodiscard]] Ring from(VariableId start) const {
    Ring out = *this;
    const auto at = std::find(path.begin(), path.end(), start) - path.begin();
    std::rotate(out.path.begin(), out.path.begin() + at, out.path.end());
    std::rotate(out.links.begin(), out.links.begin() + at, out.links.end());
    return out;
  }
};

/// Two loops that share one way, and part at its end.
struct Fork {
  VariableId start = 0;  ///< where they meet again
  VariableId end = 0;    ///< where they part
  std::vector<VariableId> own_a;
  std::vector<VariableId> own_b;
  std::size_t delays_a = 0;  ///< from `end` to `start`
  std::size_t delays_b = 0;
  std::size_t shared_links = 0;
};

class Finder {
 public:
  Finder(const model::Model& model, const FeedbackReport& report, std::size_t most)
      : model_(model), report_(report), readings_(model) {
    for (const auto& partition : report.partitions)
      stocks_.insert(partition.stocks.begin(), partition.stocks.end());
    for (std::size_t i = 0; i < report.loops.size() && i < most; ++i) add(i);
  }

  std::vector<ArchetypeMatch> find() {
    for (const auto& r : reinforcing_) {
      for (const auto& b : balancing_) {
        if (!same_partition(r, b)) continue;
        look_for_limits(r, b);
        look_for_failing_fix(b, r);
      }
    }
    for (const auto& quick : balancing_) {
      for (const auto& lasting : balancing_) {
        if (quick.index != lasting.index && same_partition(quick, lasting))
          look_for_burden(quick, lasting);
      }
    }
    std::vector<ArchetypeMatch> out;
    for (auto& [key, match] : found_) out.push_back(std::move(match));
    std::stable_sort(out.begin(), out.end(), [](const ArchetypeMatch& a, const ArchetypeMatch& b) {
      return a.weight > b.weight;
    });
    return out;
  }

 private:
  void add(std::size_t index) {
    const auto& loop = report_.loops[index];
    const auto sign = sign_of(loop);
    if (sign == Polarity::unknown || loop.mean_share < kLeastShare) return;
    Ring ring{index, loop.path, loop.links, {loop.path.begin(), loop.path.end()}};
    (sign == Polarity::positive ? reinforcing_ : balancing_).push_back(std::move(ring));
  }

  [[nodiscard]] bool same_partition(const Ring& a, const Ring& b) const {
    return report_.loops[a.index].partition == report_.loops[b.index].partition;
  }

  // stocks that the links enter, and links that hold a delay
  [[nodiscard]] std::size_t delays(const std::vector<std::size_t>& links, std::size_t from) const {
    std::size_t out = 0;
    for (std::size_t i = from; i < links.size(); ++i) {
      const auto& link = report_.links[links[i]];
      if (link.delayed || stocks_.contains(link.to)) ++out;
    }
    return out;
  }

  // nothing where the loops share no way, or more than one
  [[nodiscard]] std::optional<Fork> fork(const Ring& a, const Ring& b) const {
    const auto start = std::find_if(a.path.begin(), a.path.end(), [&](VariableId id) {
      // what comes into it in `a` is not what comes into it in `b`
      return b.has(id) && a.from(id).links.back() != b.from(id).links.back();
    });
    if (start == a.path.end()) return std::nullopt;
    const auto one = a.from(*start);
    const auto other = b.from(*start);
    std::size_t shared = 0;
    while (shared < one.links.size() && shared < other.links.size() &&
           one.links[shared] == other.links[shared])
      ++shared;
    Fork out;
    out.start = *start;
    out.end = one.path[shared % one.path.size()];
    out.shared_links = shared;
    out.own_a.assign(one.path.begin() + static_cast<std::ptrdiff_t>(shared) + 1, one.path.end());
    out.own_b.assign(other.path.begin() + static_cast<std::ptrdiff_t>(shared) + 1,
                     other.path.end());
    const bool meets_again =
        std::any_of(out.own_a.begin(), out.own_a.end(), [&](VariableId id) { return b.has(id); });
    if (meets_again) return std::nullopt;
    out.delays_a = delays(one.links, shared);
    out.delays_b = delays(other.links, shared);
    return out;
  }

  void look_for_limits(const Ring& growth, const Ring& limiting) {
    const auto parted = fork(growth, limiting);
    if (!parted || parted->own_b.empty()) return;
    // both pass what grows, which is a stock
    for (const auto stock : growth.path) {
      if (!stocks_.contains(stock) || !limiting.has(stock)) continue;
      if (const auto limit = limit_on(parted->own_b, growth, limiting, stock)) {
        keep(Archetype::limits_to_growth, {growth.index, limiting.index},
             {{"what grows", stock}, {"limit", *limit}});
        return;
      }
    }
  }

  // what a variable of the limiting way is held against: off both loops, of the stock's dimension
  [[nodiscard]] std::optional<VariableId> limit_on(const std::vector<VariableId>& way,
                                                   const Ring& growth, const Ring& limiting,
                                                   VariableId stock) const {
    const auto& dimension = model_[stock].unit.dimension;
    for (const auto id : way) {
      const auto from = limiting.from(id).path.back();
      for (const auto read : readings_.read_by(id)) {
        if (growth.has(read) || limiting.has(read) || stocks_.contains(read)) continue;
        const bool fits = quantity::compatible(model_[read].unit.dimension, dimension);
        // plain numbers are factors more often than limits
        if (fits && holds_against(model_[id].equation, from, read, !dimension.is_plain()))
          return read;
      }
    }
    return std::nullopt;
  }

  void look_for_failing_fix(const Ring& fix, const Ring& failing) {
    const auto parted = fork(fix, failing);
    if (!parted || parted->shared_links == 0 || parted->delays_b <= parted->delays_a) return;
    keep(Archetype::fixes_that_fail, {fix.index, failing.index},
         {{"symptom", parted->start}, {"fix", parted->end}});
  }

  void look_for_burden(const Ring& quick, const Ring& lasting) {
    const auto parted = fork(quick, lasting);
    if (!parted || parted->own_a.empty() || parted->own_b.empty()) return;
    if (parted->delays_b <= parted->delays_a) return;
    for (const auto& side : reinforcing_) {
      if (!same_partition(side, quick) || !side.has(parted->end)) continue;
      const auto roles = side_effect(side.from(parted->end), *parted, quick, lasting);
      if (roles)
        keep(Archetype::shifting_the_burden, {quick.index, lasting.index, side.index},
             {{"symptom", parted->end},
              {"quick answer", roles->first},
              {"lasting answer", roles->second}});
    }
  }

  // the side effect's ends: it leaves the quick answer's own way, passes variables on neither,
  // and comes into the lasting one's own
  [[nodiscard]] static std::optional<std::pair<VariableId, VariableId>> side_effect(
      const Ring& side, const Fork& parted, const Ring& quick, const Ring& lasting) {
    const std::set<VariableId> own_quick(parted.own_a.begin(), parted.own_a.end());
    const std::set<VariableId> own_lasting(parted.own_b.begin(), parted.own_b.end());
    std::size_t i = 1;
    while (i < side.path.size() && own_quick.contains(side.path[i])) ++i;
    if (i == 1 || i == side.path.size()) return std::nullopt;
    const auto leaves = side.path[i - 1];
    while (i < side.path.size() && !quick.has(side.path[i]) && !lasting.has(side.path[i])) ++i;
    if (i == side.path.size() || !own_lasting.contains(side.path[i])) return std::nullopt;
    const auto enters = side.path[i];
    for (; i < side.path.size(); ++i) {
      if (!lasting.has(side.path[i])) return std::nullopt;
    }
    return std::pair(leaves, enters);
  }

  void keep(Archetype kind, std::vector<std::size_t> loops,
            std::vector<std::pair<std::string, VariableId>> roles) {
    ArchetypeMatch match{kind, std::move(loops), std::move(roles), 1};
    for (const auto loop : match.loops)
      match.weight = std::min(match.weight, report_.loops[loop].mean_share);
    std::vector<VariableId> parts;
    for (const auto& [role, id] : match.roles) parts.push_back(id);
    const auto [known, is_new] = found_.try_emplace({kind, parts}, match);
    if (!is_new && known->second.weight < match.weight) known->second = std::move(match);
  }

  const model::Model& model_;
  const FeedbackReport& report_;
  Readings readings_;
  std::set<VariableId> stocks_;
  std::vector<Ring> reinforcing_;
  std::vector<Ring> balancing_;
  std::map<std::pair<Archetype, std::vector<VariableId>>, ArchetypeMatch> found_;
};

}  // namespace

std::string_view name_of(Archetype archetype) {
  return kNames[static_cast<std::size_t>(archetype)];
}

std::vector<ArchetypeMatch> find_archetypes(const model::Model& model, const FeedbackReport& report,
                                            std::size_t most_loops) {
  return Finder(model, report, most_loops).find();
}

}  // namespace holon::findings
