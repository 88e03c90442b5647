// SPDX-License-Identifier: Apache-2.0
//
// Functions of lookups and data.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "base/text.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

std::shared_ptr<const Table> of_kind(const std::shared_ptr<const Table>& table, TableKind kind) {
  if (!table) return nullptr;
  auto out = std::make_shared<Table>(*table);
  out->kind = kind;
  return out;
}

template <TableKind kKind>
Expr read(Call& c) {
  return lookup(of_kind(c.table(0), kKind), c[1]);
}

Expr plain(Call& c) { return lookup(c.table(0), c[1]); }

// WITH LOOKUP(x, points)
Expr with_lookup(Call& c) { return lookup(c.table(1), c[0]); }

// the first x at which the lines reach y: by y, what lies above and below all that came before
Expr inverse(Call& c) {
  const auto table = c.table(0);
  if (!table || table->x.empty()) return lookup(table, c[1]);
  const auto& x = table->x;
  const auto& y = table->y;
  using Reached = std::vector<std::pair<double, double>>;  // y and its x, away from the first
  Reached above;
  Reached below;
  const auto reach = [&](Reached& side, double edge, double beyond, std::size_t i) {
    // where the line comes back to the edge; the edge itself was reached before
    const double after = std::nextafter(edge, beyond);
    if (y[i] != edge && after != beyond)
      side.emplace_back(after, x[i] + (edge - y[i]) / (beyond - y[i]) * (x[i + 1] - x[i]));
    side.emplace_back(beyond, x[i + 1]);
  };
  double most = y.front();
  double least = y.front();
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double next = y[i + 1];
    if (next > most) reach(above, std::exchange(most, next), next, i);
    if (next < least) reach(below, std::exchange(least, next), next, i);
  }
  auto out = std::make_shared<Table>();
  const auto add = [&](const std::pair<double, double>& point) {
    out->x.push_back(point.first);
    out->y.push_back(point.second);
  };
  std::for_each(below.rbegin(), below.rend(), add);
  add({y.front(), x.front()});
  std::for_each(above.begin(), above.end(), add);
  return lookup(out, c[1]);
}

// between two places
Expr area(Call& c) {
  const auto integral = of_kind(c.table(0), TableKind::area);
  return lookup(integral, c[2]) - lookup(integral, c[1]);
}

// of Stella: between two places in either order, from the first point on, or all; only what lies
// within the points counts, unless the outer lines are continued
Expr area_within(Call& c) {
  const auto table = c.table(0);
  if (!table || table->x.empty()) return lookup(table, number(0));
  const bool is_open = table->kind == TableKind::extrapolate;
  const auto integral = of_kind(table, TableKind::area);
  const auto up_to = [&](const Expr& x) {
    const auto within =
        call("max", {number(table->x.front()), call("min", {number(table->x.back()), x})});
    if (!is_open) return lookup(integral, within);
    // the outer lines continued: a trapezium with a side at x and one at the nearest point
    const auto sides = lookup(table, x) + lookup(table, within);
    return lookup(integral, within) + (x - within) * sides * number(0.5);
  };
  if (c.size() == 1) return up_to(number(table->x.back()));
  if (c.size() == 2) return up_to(c[1]);
  const auto from = c.shared(1, "from");
  const auto to = c.shared(2, "to");
  return up_to(call("max", {from, to})) - up_to(call("min", {from, to}));
}

// the slope left of x (mode -1), right of it (1), or the mean of both (0)
Expr slope(Call& c) {
  const auto table = c.table(0);
  if (!table || table->x.size() < 2) return lookup(table, c[1]) * number(0);
  auto right = std::make_shared<Table>();
  auto left = std::make_shared<Table>();
  right->kind = TableKind::hold;
  left->kind = TableKind::next;
  for (std::size_t i = 0; i + 1 < table->x.size(); ++i) {
    const double rise = (table->y[i + 1] - table->y[i]) / (table->x[i + 1] - table->x[i]);
    right->x.push_back(table->x[i]);
    left->x.push_back(table->x[i + 1]);
    right->y.push_back(rise);
    left->y.push_back(rise);
  }
  const double mode = c.constant(2);
  if (mode > 0.5) return lookup(right, c[1]);
  if (mode < -0.5) return lookup(left, c[1]);
  return (lookup(left, c[1]) + lookup(right, c[1])) * number(0.5);
}

// something of all points, or of those between two times
Expr points(Call& c, double (*of)(const Table&)) {
  const auto table = c.table(0);
  if (!table) return number(0);
  Table some;
  const double from = c.size() > 1 ? c.constant(1) : -HUGE_VAL;
  const double until = c.size() > 2 ? c.constant(2) : HUGE_VAL;
  for (std::size_t i = 0; i < table->x.size(); ++i) {
    if (table->x[i] < from || table->x[i] > until || std::isnan(table->y[i])) continue;
    some.x.push_back(table->x[i]);
    some.y.push_back(table->y[i]);
  }
  return number(some.x.empty() ? NAN : of(some));
}

double mean_of(const Table& t) {
  double sum = 0;
  for (const auto y : t.y) sum += y;
  return sum / static_cast<double>(t.y.size());
}
double deviation_of(const Table& t) {
  const double mean = mean_of(t);
  double sum = 0;
  for (const auto y : t.y) sum += (y - mean) * (y - mean);
  return std::sqrt(sum / std::max(1.0, static_cast<double>(t.y.size()) - 1));
}
double median_of(const Table& t) {
  auto y = t.y;
  std::sort(y.begin(), y.end());
  const auto half = y.size() / 2;
  return y.size() % 2 == 1 ? y[half] : (y[half - 1] + y[half]) / 2;
}

Expr first_time(Call& c) {
  return points(c, [](const Table& t) { return t.x.front(); });
}
Expr last_time(Call& c) {
  return points(c, [](const Table& t) { return t.x.back(); });
}
Expr count(Call& c) {
  if (const auto table = c.table(0); table && table->x.empty()) return number(0);
  return points(c, [](const Table& t) { return static_cast<double>(t.x.size()); });
}
Expr largest(Call& c) {
  return points(c, [](const Table& t) { return *std::max_element(t.y.begin(), t.y.end()); });
}
Expr smallest(Call& c) {
  return points(c, [](const Table& t) { return *std::min_element(t.y.begin(), t.y.end()); });
}
Expr mean(Call& c) { return points(c, mean_of); }
Expr deviation(Call& c) { return points(c, deviation_of); }
Expr median(Call& c) { return points(c, median_of); }

// mode below 0: the value before, 0: a line between, above 0: the value after
Expr between_times(Call& c) {
  const auto table = c.table(0);
  const double mode = c.constant(2);
  const auto kind = mode > 0.5    ? TableKind::next
                    : mode < -0.5 ? TableKind::hold
                                  : TableKind::linear;
  return lookup(of_kind(table, kind), c[1]);
}

// --- a graphical function of two ---

bool is_graphical(Call& c, const Term& term) {
  if (term.kind != Term::Kind::name) return false;
  const auto* subject = c.builder().find(term.text, *c.at().scope);
  return subject != nullptr &&
         (subject->written->kind == Variable::Kind::lookup ||
          std::any_of(subject->written->equations.begin(), subject->written->equations.end(),
                      [](const Equation& e) { return e.points != nullptr; }));
}

// Stella's LOOKUPXY: the y of two graphical functions are the x and the y of one; where among the
// three the place stands that is asked for, does not matter
Expr two_graphs(Call& c) {
  std::vector<std::size_t> graphs;
  for (std::size_t i = 0; i < c.size(); ++i)
    if (is_graphical(c, *c.term().arguments[i])) graphs.push_back(i);
  if (graphs.size() != 2)
    return c.refuse("LOOKUPXY takes two graphical functions and an expression that is none",
                    "as in LOOKUPXY(days, flows, TIME)");
  const auto x = c.table(graphs[0]);
  const auto y = c.table(graphs[1]);
  if (!x || !y) return number(0);
  std::vector<std::pair<double, double>> points;
  for (std::size_t i = 0; i < std::min(x->y.size(), y->y.size()); ++i)
    points.emplace_back(x->y[i], y->y[i]);
  const auto by_x = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::stable_sort(points.begin(), points.end(), by_x);
  auto out = std::make_shared<Table>();
  for (const auto& [at, value] : points) {
    if (!out->x.empty() && at == out->x.back()) {
      out->y.back() = value;
      continue;
    }
    out->x.push_back(at);
    out->y.push_back(value);
  }
  return lookup(out, c[3 - graphs[0] - graphs[1]]);
}

// --- data made of data ---

// the same values, so much earlier
std::shared_ptr<const Table> shifted(Call& c) {
  const auto data = c.table(0);
  const double by = c.constant(1);
  if (!data || std::isnan(by)) return nullptr;
  auto out = std::make_shared<Table>(*data);
  for (auto& x : out->x) x -= by;
  return out;
}

// the sum of all values up to each
std::shared_ptr<const Table> cumulated(Call& c) {
  const auto data = c.table(0);
  if (!data) return nullptr;
  auto out = std::make_shared<Table>();
  out->kind = data->kind;
  double sum = 0;
  for (std::size_t i = 0; i < data->x.size(); ++i) {
    if (std::isnan(data->y[i])) continue;
    out->x.push_back(data->x[i]);
    out->y.push_back(sum += data->y[i]);
  }
  return out;
}

// only the last of these sums, at its own time
std::shared_ptr<const Table> cumulated_at_end(Call& c) {
  const auto sums = cumulated(c);
  if (!sums || sums->x.empty()) return sums;
  auto out = std::make_shared<Table>();
  out->kind = sums->kind;
  out->x = {sums->x.back()};
  out->y = {sums->y.back()};
  return out;
}

template <std::shared_ptr<const Table> (*kMake)(Call&)>
Expr over_time(Call& c) {
  return lookup(kMake(c), c.time());
}

constexpr std::array kRows{
    Row{"WITH LOOKUP", "", 2, 2, "x, (points)", "The value of the points at x.", with_lookup,
        "? ? -> ?", "WITH LOOKUP(Time, ((0,0),(2,4),(4,12)))", 8},
    Row{"", "LOOKUP", 2, 2, "gf, x", "The value of a graphical function at x.", plain, "a ? -> a",
        "LOOKUP(line, 3)", 8},
    Row{"", "LOOKUPXY", 3, 3, "gf of x, gf of y, x",
        "The value of a graphical function whose x and y are the values of two others.", two_graphs,
        "? a ? -> a", "LOOKUPXY(line, other, 6)", 15},
    Row{"LOOKUP FORWARD", "LOOKUPFORWARD", 2, 2, "lookup, x",
        "The value of the next point at or after x.", read<TableKind::next>, "a ? -> a",
        "LOOKUP FORWARD(line, 3)", 12},
    Row{"LOOKUP BACKWARD", "LOOKUPBACKWARD", 2, 2, "lookup, x",
        "The value of the last point at or before x.", read<TableKind::hold>, "a ? -> a",
        "LOOKUP BACKWARD(line, 3)", 4},
    Row{"LOOKUP EXTRAPOLATE|TABXL", "", 2, 2, "lookup, x",
        "The outer lines continued beyond the points.", read<TableKind::extrapolate>, "a ? -> a",
        "LOOKUP EXTRAPOLATE(line, 5)", 16},
    Row{"LOOKUP INVERT", "LOOKUPINV", 2, 2, "lookup, y", "The first x at which a lookup gives y.",
        inverse, "a a -> ?", "LOOKUP INVERT(line, 8)", 3},
    Row{"LOOKUP AREA", "", 3, 3, "lookup, from, to", "The area under a lookup.", area,
        "a b b -> a*b", "LOOKUP AREA(line, 0, 2)", 4},
    Row{"", "LOOKUPAREA", 1, 3, "lookup, from, to",
        "The area under a lookup within its points; with one place, from the first point to it.",
        area_within, "a b b -> a*b", "LOOKUPAREA(line, 3)", 10},
    Row{"LOOKUP SLOPE", "", 3, 3, "lookup, x, mode",
        "The slope of a lookup left of x (mode -1), right of it (1), or their mean.", slope,
        "a b ? -> a/b", "LOOKUP SLOPE(line, 3, 1)", 4},
    Row{"GET DATA AT TIME", "", 2, 2, "data, time", "The data at a time.", plain, "a t -> a",
        "GET DATA AT TIME(line, 3)", 8},
    Row{"GET DATA BETWEEN TIMES", "", 3, 3, "data, time, mode",
        "The data at a time: value before (-1), a line between (0), value after (1).",
        between_times, "a t ? -> a", "GET DATA BETWEEN TIMES(line, 3, -1)", 4},
    Row{"GET DATA FIRST TIME", "", 1, 1, "data", "The time of the first point.", first_time,
        "? -> t", "GET DATA FIRST TIME(line)", 0},
    Row{"GET DATA LAST TIME", "", 1, 1, "data", "The time of the last point.", last_time, "? -> t",
        "GET DATA LAST TIME(line)", 4},
    Row{"GET DATA TOTAL POINTS", "", 1, 1, "data", "How many points the data has.", count, "? -> 1",
        "GET DATA TOTAL POINTS(line)", 3},
    Row{"GET DATA MAX", "", 1, 3, "data, from, until", "The largest value of the data.", largest,
        "a t t -> a", "GET DATA MAX(line)", 12},
    Row{"GET DATA MIN", "", 1, 3, "data, from, until", "The smallest value of the data.", smallest,
        "a t t -> a", "GET DATA MIN(line)", 0},
    Row{"GET DATA MEAN", "", 1, 3, "data, from, until", "The mean of the data's values.", mean,
        "a t t -> a", "GET DATA MEAN(line)", 5.333333333333333},
    Row{"GET DATA MEDIAN", "", 1, 3, "data, from, until", "The median of the data's values.",
        median, "a t t -> a", "GET DATA MEDIAN(line)", 4},
    Row{"GET DATA STDV", "", 1, 3, "data, from, until",
        "The standard deviation of the data's values.", deviation, "a t t -> a",
        "GET DATA STDV(line)", 6.110100926607787},
    Row{"TIME SHIFT", "", 2, 2, "data, by", "The data as they are so much later.",
        over_time<shifted>, "a t -> a", "TIME SHIFT(line, 1)", 12},
    Row{"CUMULATE", "", 1, 1, "data", "The sum of all points of the data up to now.",
        over_time<cumulated>, "a -> a", "CUMULATE(line)", 10},
    Row{"CUMULATEF", "", 1, 1, "data",
        "The sum of all points of the data, one point at its last time.",
        over_time<cumulated_at_end>, "a -> a", "CUMULATEF(line)", 16},
};

using MakeSeries = std::shared_ptr<const Table> (*)(Call&);
constexpr std::array kSeries{std::pair{"time shift", MakeSeries{shifted}},
                             std::pair{"cumulate", MakeSeries{cumulated}},
                             std::pair{"cumulatef", MakeSeries{cumulated_at_end}}};

}  // namespace

std::span<const Row> table_rows() { return kRows; }

std::shared_ptr<const Table> series_of(Call& c) {
  const auto name = base::name_key(c.term().text);
  const auto found = std::find_if(kSeries.begin(), kSeries.end(),
                                  [&](const auto& series) { return series.first == name; });
  const auto* row = find_row(name, Dialect::vensim);
  if (found == kSeries.end() || c.size() < row->fewest || c.size() > row->most) return nullptr;
  return found->second(c);
}

}  // namespace holon::model::formats
