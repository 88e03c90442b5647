// SPDX-License-Identifier: Apache-2.0
//
// Functions that share out what is scarce, and that find the price of a market.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "model/formats/along.h"

namespace holon::model::formats {
namespace {

/// The four parts of a priority profile at one place: shape, priority, width, extra. The profile is
/// an array whose last subscript names the first of them. Nothing after a mistake.
std::optional<std::vector<Expr>> parts_of(Call& c, const Term& profile, const Context& at) {
  auto* subject = c.builder().find(profile.text, *at.scope);
  if (subject == nullptr || profile.subscripts.empty() || subject->domain.empty()) {
    c.refuse("this function takes an array of priority profiles",
             "as in priority[buyer,ptype], with ptype, ppriority, pwidth, pextra");
    return std::nullopt;
  }
  const auto& kinds = subject->domain.back();
  const auto first = c.builder().ranges().element(profile.subscripts.back().name);
  const auto begin = first ? std::find(kinds.begin(), kinds.end(), *first) : kinds.begin();
  constexpr std::ptrdiff_t kParts = 4;
  if (kinds.end() - begin < kParts) {
    c.refuse("a priority profile has four parts", "ptype, ppriority, pwidth and pextra");
    return std::nullopt;
  }
  std::vector<Expr> out;
  for (std::ptrdiff_t k = 0; k < kParts; ++k) {
    auto part = std::make_shared<Term>(profile);
    part->subscripts.back().name = c.builder().ranges().name_of(*(begin + k));
    out.push_back(c.builder().translate(part, at));
  }
  return out;
}

// ALLOCATE AVAILABLE(request[r], profile[r, ptype], supply)
Expr allocate_available(Call& c) {
  const auto along = along_last(c, 0);
  const auto requests = values_along(c, along, 0);
  std::vector<Expr> arguments{number(static_cast<double>(along.here)), c[2]};
  for (std::size_t i = 0; i < along.places.size(); ++i) {
    const auto parts = parts_of(c, *c.term().arguments[1], along.places[i]);
    if (!parts) return number(0);
    arguments.push_back(requests[i]);
    arguments.insert(arguments.end(), parts->begin(), parts->end());
  }
  return call("allocate available", std::move(arguments));
}

// ALLOCATE BY PRIORITY(request[r], priority[r], size, width, supply)
Expr allocate_by_priority(Call& c) {
  const auto along = along_last(c, 0);
  const auto requests = values_along(c, along, 0);
  const auto priorities = values_along(c, along, 1);
  std::vector<Expr> arguments{number(static_cast<double>(along.here)), c[3], c[4]};
  for (std::size_t i = 0; i < requests.size(); ++i) {
    arguments.push_back(requests[i]);
    arguments.push_back(priorities[i]);
  }
  return call("allocate by priority", std::move(arguments));
}

/// Vensim's priority curves, by the number of their shape.
enum Shape { kFixed, kRectangular, kTriangular, kNormal, kExponential };

// Vensim takes no normal curve narrower than this; see engine/allocation.cpp
constexpr double kLeastDeviation = 0.05;

Expr is_shape(const Expr& shape, int wanted) {
  return node(Op::equal, {call("int", {shape}), number(wanted)});
}

Expr width_of(const Expr& shape, const Expr& width) {
  const auto wide = call("max", {width, number(kLeastDeviation)});
  return if_else(is_shape(shape, kNormal), wide, width);
}

// the normal distribution above z >= 0 as Vensim computes it; see engine/allocation.cpp
Expr normal_above(const Expr& z) {
  const auto t = number(1) / (number(1) + number(0.33267) * z);
  const auto density = call("exp", {z * z * number(-0.5)}) * number(0.39894228040143267794);
  return density * t * (number(0.4361836) + t * (number(-0.1201676) + t * number(0.9372980)));
}

// the part of a demand that is left at a price, or of a capacity that is supplied
Expr share_at(Call& c, const std::vector<Expr>& profile, const Expr& price, int side) {
  const auto& shape = profile[0];
  const auto away = (price - profile[1]) / width_of(shape, profile[2]);
  const auto z = c.auxiliary("distance", side == 0 ? away : number(0) - away);
  const auto size = c.auxiliary("size of distance", call("abs", {z}));
  const auto inside = call("max", {number(0), number(0.5) - size});

  // the upper halves; the curves are the same below, turned
  const auto triangle = number(2) * inside * inside;
  const auto exponential = number(0.5) * call("exp", {number(0) - size});
  const auto upper =
      if_else(is_shape(shape, kTriangular), triangle,
              if_else(is_shape(shape, kNormal), normal_above(size),
                      if_else(is_shape(shape, kExponential), exponential, number(NAN))));
  const auto half = c.auxiliary("upper half", upper);
  const auto turned = if_else(node(Op::less, {z, number(0)}), number(1) - half, half);
  const auto line = call("max", {number(0), call("min", {number(1), number(0.5) - z})});
  return if_else(is_shape(shape, kFixed), number(1),
                 if_else(is_shape(shape, kRectangular), line, turned));
}

// DEMAND AT PRICE(quantity, profile[ptype], price), and the same of a supply
template <int kSide>
Expr at_price(Call& c) {
  const auto profile = parts_of(c, *c.term().arguments[1], c.at());
  if (!profile) return number(0);
  return c[0] * share_at(c, *profile, c.shared(2, "price"), kSide);
}

/// The elements that an array is taken over, from the one that a subscript names, or all of a
/// range.
std::vector<Element> elements_from(Call& c, const Declared& subject, std::size_t position,
                                   const std::string& name) {
  const auto& ranges = c.builder().ranges();
  if (const auto range = ranges.find(name)) return ranges[*range].elements;
  const auto& all = subject.domain[position];
  const auto first = ranges.element(name);
  const auto begin = first ? std::find(all.begin(), all.end(), *first) : all.end();
  return {begin, all.end()};
}

/// A term with another element in one of its subscripts, counted from the last.
Expr at_element(Call& c, const Term& term, std::size_t from_last, const std::string& element) {
  auto here = std::make_shared<Term>(term);
  here->subscripts[here->subscripts.size() - 1 - from_last].name = element;
  return c.builder().translate(here, c.at());
}

// adds quantity, shape, priority, width and extra of each agent of one side; false after a mistake
bool add_agents(Call& c, std::size_t argument, std::vector<Expr>& out) {
  const auto& quantity = *c.term().arguments[argument];
  const auto& profile = *c.term().arguments[argument + 1];
  auto* subject = c.builder().find(quantity.text, *c.at().scope);
  if (subject == nullptr || quantity.subscripts.empty() || profile.subscripts.size() < 2 ||
      subject->domain.size() != quantity.subscripts.size()) {
    c.refuse("FIND MARKET PRICE takes arrays of quantities and of priority profiles",
             "as in FIND MARKET PRICE(demand[d1], profile[d1,ptype], supply[s1], other[s1,ptype])");
    return false;
  }
  const auto last = quantity.subscripts.size() - 1;
  for (const auto element : elements_from(c, *subject, last, quantity.subscripts[last].name)) {
    const auto name = c.builder().ranges().name_of(element);
    auto curve = profile;
    curve.subscripts[curve.subscripts.size() - 2].name = name;
    const auto parts = parts_of(c, curve, c.at());
    if (!parts) return false;
    out.push_back(at_element(c, quantity, 0, name));
    out.insert(out.end(), parts->begin(), parts->end());
  }
  return true;
}

// how far from its priority Vensim looks along a curve for a price, read off its output for a
// demand of 0 (SDEverywhere's test models allocate_price and allocate_normal_width, MIT)
Expr end_of(const Expr& shape, const Expr& width) {
  const auto far = if_else(is_shape(shape, kNormal), number(5),
                           if_else(is_shape(shape, kExponential), number(10), number(0.5)));
  return far * width_of(shape, width);
}

// The price at which an allocation clears: one more, who asks for next to nothing by a curve from
// the lowest price to the highest, tells it by the share that he gets. `arguments` are those of
// `allocate available` for everyone else.
Expr price_told(std::vector<Expr> arguments, const Expr& low, const Expr& high) {
  constexpr double kNextToNothing = 1e-100;
  arguments.insert(arguments.end(), {number(kNextToNothing), number(kRectangular),
                                     (low + high) * number(0.5), high - low, number(0)});
  const auto share = call("allocate available", std::move(arguments)) / number(kNextToNothing);
  return high - (high - low) * share;
}

// FIND MARKET PRICE(demand[d1], profile[d1, ptype], supply[s1], profile[s1, ptype]). A market is an
// allocation in which those who have something ask for it too: who gets nothing of his own at the
// price has sold it.
Expr find_market_price(Call& c) {
  constexpr std::size_t kEach = 5;
  std::vector<Expr> agents;
  if (!add_agents(c, 0, agents)) return number(0);
  const auto demanders = agents.size();
  if (!add_agents(c, 2, agents)) return number(0);
  if (agents.empty()) return c.refuse("this market has no agents", "name their first ones");

  // what is there for those who have a curve, and the prices between which the curves change
  Expr supply = number(0);
  std::vector<Expr> lowest;
  std::vector<Expr> highest;
  std::vector<Expr> arguments{number(static_cast<double>(agents.size() / kEach)), nullptr};
  for (std::size_t i = 0; i < agents.size(); i += kEach) {
    const auto& quantity = agents[i];
    const auto& shape = agents[i + 1];
    const auto is_fixed = is_shape(shape, kFixed);
    const auto end = end_of(shape, agents[i + 3]);
    lowest.push_back(if_else(is_fixed, number(HUGE_VAL), agents[i + 2] - end));
    highest.push_back(if_else(is_fixed, number(-HUGE_VAL), agents[i + 2] + end));
    supply = i < demanders ? supply - if_else(is_fixed, quantity, number(0)) : supply + quantity;
    const auto asked = if_else(is_fixed, number(0), quantity);
    arguments.insert(arguments.end(), {asked, shape, agents[i + 2], agents[i + 3], agents[i + 4]});
  }
  const auto low = c.auxiliary("lowest price", call("min", std::move(lowest)));
  const auto high = c.auxiliary("highest price", call("max", std::move(highest)));
  arguments[1] = call("max", {number(0), supply});
  return price_told(std::move(arguments), low, high);
}

// MARKETP(request[first], priority[first], size, width, supply): the priority at which requests,
// each spread evenly over `width` around its priority, are as large as the supply
Expr market_priority(Call& c) {
  const auto& request = *c.term().arguments[0];
  const auto& priority = *c.term().arguments[1];
  auto* subject = c.builder().find(request.text, *c.at().scope);
  if (subject == nullptr || request.subscripts.empty() || priority.subscripts.empty() ||
      subject->domain.size() != request.subscripts.size())
    return c.refuse("MARKETP takes arrays of requests and of priorities",
                    "as in MARKETP(request[r1], priority[r1], size, width, supply)");
  auto elements =
      elements_from(c, *subject, request.subscripts.size() - 1, request.subscripts.back().name);
  const double size = c.constant(2);
  if (size >= 1 && size < static_cast<double>(elements.size()))
    elements.resize(static_cast<std::size_t>(size));
  if (elements.empty()) return c.refuse("nobody requests anything here", "name the first element");

  const auto width = c.shared(3, "width");
  std::vector<Expr> arguments{number(static_cast<double>(elements.size())), c[4]};
  std::vector<Expr> priorities;
  for (const auto element : elements) {
    const auto name = c.builder().ranges().name_of(element);
    priorities.push_back(at_element(c, priority, 0, name));
    arguments.insert(arguments.end(), {at_element(c, request, 0, name), number(kRectangular),
                                       priorities.back(), width, number(0)});
  }
  const auto half = width * number(0.5);
  const auto low = c.auxiliary("lowest priority", call("min", priorities) - half);
  const auto high = c.auxiliary("highest priority", call("max", std::move(priorities)) + half);
  return price_told(std::move(arguments), low, high);
}

// ALLOC P(request, priority, width, market priority)
Expr allocate_at_priority(Call& c) {
  const auto share = number(0.5) + (c[1] - c[3]) / c[2];
  return c[0] * call("max", {number(0), call("min", {number(1), share})});
}

constexpr std::array kRows{
    Row{"ALLOCATE AVAILABLE", "", 3, 3, "request[r], profile[r,ptype], supply",
        "What each of several gets of a supply, by priority profiles.", allocate_available,
        "a ? a -> a", "ALLOCATE AVAILABLE(v[r], profile[r,ptype], 5)", 2},
    Row{"ALLOCATE BY PRIORITY", "", 5, 5, "request[r], priority[r], size, width, supply",
        "What each of several gets of a supply, by priorities.", allocate_by_priority,
        "a ? ? ? a -> a", "ALLOCATE BY PRIORITY(v[r], priority[r], 3, 1, 5)", 2},
    Row{"FIND MARKET PRICE", "", 4, 4,
        "demand[d1], profile[d1,ptype], supply[s1], profile[s1,ptype]",
        "The price at which demands and supplies meet, by their priority profiles.",
        find_market_price, "a ? a ? -> ?",
        "FIND MARKET PRICE(v[a1], profile[a1,ptype], v[a1], profile[a1,ptype])", 1.5},
    Row{"MARKETP", "", 5, 5, "request[r1], priority[r1], size, width, supply",
        "The priority at which what is requested from there on is as large as the supply.",
        market_priority, "a ? ? ? a -> ?", "MARKETP(v[a1], priority[a1], 3, 1, 4)",
        1.166666666666667},
    Row{"ALLOC P", "", 4, 4, "request, priority, width, market priority",
        "What a request gets where MARKETP has found the market's priority.", allocate_at_priority,
        "a ? ? ? -> a", "ALLOC P(v[r], priority[r], 1, 1)", 1.5},
    Row{"DEMAND AT PRICE", "", 3, 3, "quantity, profile[ptype], price",
        "What of a demand is left at a price.", at_price<0>, "a ? ? -> a",
        "DEMAND AT PRICE(v[r], profile[r,ptype], 1)", 1.5},
    Row{"SUPPLY AT PRICE", "", 3, 3, "quantity, profile[ptype], price",
        "What of a capacity is supplied at a price.", at_price<1>, "a ? ? -> a",
        "SUPPLY AT PRICE(v[r], profile[r,ptype], 1)", 1.5},
};

}  // namespace

std::span<const Row> allocation_rows() { return kRows; }

}  // namespace holon::model::formats
