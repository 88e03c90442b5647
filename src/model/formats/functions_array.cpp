// SPDX-License-Identifier: Apache-2.0
//
// Functions over arrays.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "model/formats/along.h"
#include "model/formats/conveyor.h"

namespace holon::model::formats {
namespace {

Expr sum_of(std::vector<Expr> values) {
  if (values.empty()) return number(0);
  return values.size() == 1 ? values.front() : call("sum", std::move(values));
}

Expr sum(Call& c) { return sum_of(c.all(0)); }

Expr product(Call& c) {
  auto values = c.all(0);
  return values.empty() ? number(1) : call("product", std::move(values));
}

template <bool kLargest>
Expr extreme(Call& c) {
  std::vector<Expr> values;
  if (c.size() == 1) {
    values = c.all(0);
  } else {
    for (std::size_t i = 0; i < c.size(); ++i) values.push_back(c[i]);
  }
  if (values.size() == 1) return values.front();
  return call(kLargest ? "max" : "min", std::move(values));
}

Expr mean_of(const std::vector<Expr>& values) {
  return sum_of(values) / number(static_cast<double>(values.size()));
}

Expr mean(Call& c) {
  if (c.size() == 1) return mean_of(c.all(0));
  std::vector<Expr> values;
  for (std::size_t i = 0; i < c.size(); ++i) values.push_back(c[i]);
  return mean_of(values);
}

// over n - 1, as a sample's
Expr standard_deviation(Call& c) {
  const auto values = c.all(0);
  const auto middle = c.auxiliary("mean", mean_of(values));
  std::vector<Expr> squares;
  for (const auto& value : values) {
    const auto off = c.auxiliary("deviation", value - middle);
    squares.push_back(off * off);
  }
  return call("sqrt", {sum_of(squares) / number(std::max(1.0, double(values.size()) - 1))});
}

Expr size(Call& c) { return number(static_cast<double>(c.all(0).size())); }

Expr element_count(Call& c) {
  const auto range = c.builder().ranges().find(c.term().arguments[0]->text);
  if (!range) return c.refuse("this is no range", "name a subscript range");
  return number(static_cast<double>(c.builder().ranges()[*range].elements.size()));
}

template <const char* kName>
Expr ordered(Call& c) {
  const auto along = along_last(c, 0);
  std::vector<Expr> arguments{number(static_cast<double>(along.here)), c[1]};
  for (auto& value : values_along(c, along, 0)) arguments.push_back(std::move(value));
  return call(kName, std::move(arguments));
}
constexpr char kSortOrder[] = "sort order";
constexpr char kRank[] = "rank";

// the element of the first that the second names, in the order it gives
Expr reorder(Call& c) {
  const auto along = along_last(c, 0);
  std::vector<Expr> arguments{c[1]};
  for (auto& value : values_along(c, along, 0)) arguments.push_back(std::move(value));
  return call("element", std::move(arguments));
}

// the element that stands `offset` after the one named, in the whole array row by row
Expr element_map(Call& c) {
  const auto& term = *c.term().arguments[0];
  auto* subject = c.builder().find(term.text, *c.at().scope);
  if (subject == nullptr || subject->domain.empty())
    return c.refuse("the first argument must be an array", "as in VECTOR ELM MAP(a[a1], offset)");
  const auto from = c.builder().place(*subject, term, c.at());
  if (!from) return number(0);
  std::vector<Expr> arguments{number(static_cast<double>(*from)) + c[1]};
  for (const auto id : subject->ids)
    arguments.push_back(id == Model::npos ? number(NAN) : variable(id));
  return call("element", std::move(arguments));
}

/// A lookup whose y are the elements of an array and whose x are evenly spread.
struct EvenLookup {
  Call& c;
  std::vector<Expr> y;  ///< two or more
  Expr least;           ///< x of the first
  Expr width;           ///< between two x

  [[nodiscard]] std::size_t lines() const { return y.size() - 1; }
  [[nodiscard]] double last() const { return static_cast<double>(lines()); }
  [[nodiscard]] static Expr within(const Expr& x, double most) {
    return call("max", {number(0), call("min", {number(most), x})});
  }
  /// The y of an element's number, from 0 and rounded down.
  [[nodiscard]] Expr at(const Expr& index) const {
    std::vector<Expr> arguments{index};
    arguments.insert(arguments.end(), y.begin(), y.end());
    return call("element", std::move(arguments));
  }
  [[nodiscard]] Expr x(const Expr& place) const { return least + width * place; }

  /// Where x lies among the elements; within them.
  [[nodiscard]] Expr place(const Expr& x) const {
    return c.auxiliary("place", (x - least) / width);
  }
  [[nodiscard]] Expr inside(const Expr& x) const {
    return c.auxiliary("inside", within(place(x), last()));
  }
  [[nodiscard]] Expr piece_at(const Expr& where) const {
    return c.auxiliary("piece", within(call("int", {where}), last() - 1));
  }

  /// On the line between two elements, or the outer ones continued.
  [[nodiscard]] Expr line(const Expr& where) const {
    const auto piece = piece_at(where);
    const auto low = c.auxiliary("low", at(piece));
    return low + (where - piece) * (at(piece + number(1)) - low);
  }
  [[nodiscard]] Expr slope(const Expr& x) const {
    const auto piece = piece_at(inside(x));
    return (at(piece + number(1)) - at(piece)) / width;
  }

  /// Of all lines from the first element to x; beyond, level or the outer lines continued.
  [[nodiscard]] Expr area(const Expr& x, bool continued) const {
    const auto where = place(x);
    std::vector<Expr> parts;
    for (std::size_t i = 0; i < lines(); ++i) {
      Expr along = where - number(static_cast<double>(i));
      if (i > 0 || !continued) along = call("max", {number(0), along});
      if (i + 1 < lines() || !continued) along = call("min", {number(1), along});
      const auto part = c.auxiliary("part", along);
      parts.push_back(part * (y[i] + part * number(0.5) * (y[i + 1] - y[i])));
    }
    if (!continued) {
      parts.push_back(call("min", {number(0), where}) * y.front());
      parts.push_back(call("max", {number(0), where - number(last())}) * y.back());
    }
    return width * sum_of(std::move(parts));
  }

  /// The first x at which the lines reach y. What no line reaches has the x of the nearest element,
  /// or lies on an outer line continued: the first one if that leads there.
  [[nodiscard]] Expr inverse(const Expr& wanted, bool continued) const {
    const auto on = [&](std::size_t i) {
      return number(static_cast<double>(i)) + (wanted - y[i]) / (y[i + 1] - y[i]);
    };
    const auto is_before = less((wanted - y[0]) * (y[1] - y[0]), number(0));
    Expr out = continued ? if_else(is_before, on(0), on(lines() - 1)) : nearest(wanted);
    for (std::size_t i = lines(); i-- > 0;) {
      const auto above = node(Op::less_equal, {call("min", {y[i], y[i + 1]}), wanted});
      const auto below = node(Op::less_equal, {wanted, call("max", {y[i], y[i + 1]})});
      const auto here =
          if_else(node(Op::equal, {wanted, y[i]}), number(static_cast<double>(i)), on(i));
      out = c.auxiliary("from here on", if_else(both(above, below), here, out));
    }
    return x(out);
  }

  /// The first place with the greatest of all y for what is above them, the least for what is
  /// below.
  [[nodiscard]] Expr nearest(const Expr& wanted) const {
    const auto greatest = c.auxiliary("greatest", call("max", y));
    const auto smallest = c.auxiliary("smallest", call("min", y));
    const auto end = c.auxiliary("end", if_else(less(greatest, wanted), greatest, smallest));
    Expr out = number(last());
    for (std::size_t i = lines(); i-- > 0;)
      out = c.auxiliary("nearest",
                        if_else(node(Op::equal, {y[i], end}), number(static_cast<double>(i)), out));
    return out;
  }
};

// VECTOR LOOKUP(vector[first], x, least x, greatest x, mode): the vector's elements are the y of a
// lookup whose x are evenly spread
Expr vector_lookup(Call& c) {
  const auto& term = *c.term().arguments[0];
  auto* subject = c.builder().find(term.text, *c.at().scope);
  if (subject == nullptr || subject->domain.empty() || subject->domain.back().size() < 2)
    return c.refuse("the first argument must be an array of two elements or more",
                    "as in VECTOR LOOKUP(a[a1], x, 0, 1, 0)");
  const auto from = c.builder().place(*subject, term, c.at());
  if (!from) return number(0);
  const auto count = subject->domain.back().size();
  const auto first = *from - *from % count;
  std::vector<Expr> y;
  for (std::size_t i = first; i < first + count; ++i) {
    const auto id = subject->ids[i];
    y.push_back(id == Model::npos ? number(NAN) : variable(id));
  }
  const auto least = c.shared(2, "least");
  const auto width = c.auxiliary("width", (c[3] - least) / number(static_cast<double>(count - 1)));
  const EvenLookup evenly{c, std::move(y), least, width};
  const double mode = c.constant(4);
  switch (mode >= 0 && mode < 10 ? static_cast<int>(mode) : -1) {
    case 0:
      return evenly.line(evenly.inside(c[1]));
    case 1:
      return evenly.area(c[1], false);
    case 2:
      return evenly.at(call("int", {evenly.inside(c[1])}));
    case 3:
      return evenly.line(evenly.place(c[1]));
    case 4:
      return evenly.at(number(0) - call("int", {number(0) - evenly.inside(c[1])}));
    case 5:
      return evenly.inverse(c.shared(1, "y"), false);
    case 6:
    case 9:
      return evenly.slope(c[1]);
    case 7:
      return evenly.area(c[1], true);
    case 8:
      return evenly.inverse(c.shared(1, "y"), true);
    default:
      return c.refuse(
          "VECTOR LOOKUP knows the modes 0 to 9",
          "a line (0), an area (1), the value before (2) or after (4), a line continued "
          "(3), the x of a y (5), the slope (6)");
  }
}

// INTERPOLATE(array, weight, …): at a place between the elements, 0 the first and 1 the last of
// each dimension; lines along each dimension, between the corners around the place
Expr interpolate(Call& c) {
  auto* subject = c.builder().find(c.term().arguments[0]->text, *c.at().scope);
  if (subject == nullptr || subject->domain.empty() || subject->domain.size() != c.size() - 1)
    return c.refuse("INTERPOLATE needs an array, and a weight for each of its dimensions",
                    "as in INTERPOLATE(a, 0.5) of an array with one dimension");
  struct Corner {
    Expr index;
    Expr weight;
  };
  std::vector<Corner> corners{{number(0), number(1)}};
  for (std::size_t d = 0; d < subject->domain.size(); ++d) {
    const auto last = static_cast<double>(subject->domain[d].size()) - 1;
    const auto within = [](const Expr& x, double most) {
      return call("max", {number(0), call("min", {number(most), x})});
    };
    const auto place = c.auxiliary("place", within(c[d + 1], 1) * number(last));
    const auto low = c.auxiliary("low", within(call("int", {place}), std::max(0.0, last - 1)));
    std::vector<Corner> next;
    for (const auto& corner : corners) {
      const auto index = corner.index * number(last + 1) + low;
      next.push_back({index, corner.weight * (number(1) - (place - low))});
      if (last > 0) next.push_back({index + number(1), corner.weight * (place - low)});
    }
    corners = std::move(next);
  }
  std::vector<Expr> parts;
  for (const auto& corner : corners) {
    std::vector<Expr> arguments{corner.index};
    for (const auto id : subject->ids)
      arguments.push_back(id == Model::npos ? number(NAN) : variable(id));
    parts.push_back(corner.weight * call("element", std::move(arguments)));
  }
  return sum_of(std::move(parts));
}

/// What VECTOR SELECT makes of the selected values, by the number of the action.
struct Action {
  enum class Of { weighted, power, plain };
  std::string_view fold;  ///< empty: the mean
  Of of;
};
constexpr std::array kActions{
    Action{"sum", Action::Of::weighted}, Action{"product", Action::Of::weighted},
    Action{"min", Action::Of::weighted}, Action{"max", Action::Of::weighted},
    Action{"", Action::Of::weighted},    Action{"product", Action::Of::power},
    Action{"sum", Action::Of::plain},    Action{"product", Action::Of::plain},
    Action{"min", Action::Of::plain},    Action{"max", Action::Of::plain},
    Action{"", Action::Of::plain}};

// of rows of a selection and a value; `count` of them are selected
Expr selected(const std::vector<std::vector<Expr>>& rows, const Action& action, const Expr& count) {
  const double neutral = action.fold == "product" ? 1
                         : action.fold == "min"   ? HUGE_VAL
                         : action.fold == "max"   ? -HUGE_VAL
                                                  : 0;
  std::vector<Expr> values;
  for (const auto& row : rows) {
    const auto value = action.of == Action::Of::weighted ? row[0] * row[1]
                       : action.of == Action::Of::power  ? node(Op::power, {row[1], row[0]})
                                                         : row[1];
    values.push_back(if_else(row[0], value, number(neutral)));
  }
  if (action.fold.empty()) return sum_of(std::move(values)) / count;
  return call(action.fold, std::move(values));
}

// VECTOR SELECT(selection, values, if none, action, what if none): of the values whose selection is
// not 0. Action 5 raises the values to the selection, as Vensim does (PySD, pull request 334)
// though its manual says the converse.
Expr select(Call& c) {
  const auto rows =
      c.builder().translate_rows({c.term().arguments[0], c.term().arguments[1]}, c.at());
  if (rows.empty()) return c[2];
  std::vector<Expr> any;
  for (const auto& row : rows) any.push_back(node(Op::not_equal, {row[0], number(0)}));
  const auto count = c.auxiliary("selected", sum_of(std::move(any)));
  const auto wanted = c[3];
  if (c.builder().conveyors().changes(wanted)) {
    std::vector<Expr> all{wanted};
    for (const auto& action : kActions) all.push_back(selected(rows, action, count));
    return if_else(count, call("element", std::move(all)), c[2]);
  }
  const double how = c.constant(3);
  if (!(how >= 0 && how < kActions.size()))
    return c.refuse("VECTOR SELECT knows the actions 0 to 10",
                    "weighted sum, product, least, greatest, mean (0 to 4), power (5), and without "
                    "weights (6 to 10)");
  return if_else(count, selected(rows, kActions[static_cast<std::size_t>(how)], count), c[2]);
}

// one element of the inverse of a square matrix: the last two ranges on the left say which
Expr invert_matrix(Call& c) {
  const auto& term = *c.term().arguments[0];
  auto* subject = c.builder().find(term.text, *c.at().scope);
  if (subject == nullptr || term.subscripts.size() < 2 || c.at().bound.size() < 2)
    return c.refuse("INVERT MATRIX needs a matrix, and two subscripts on the left",
                    "as in b[row,column] = INVERT MATRIX(a[row,column], size)");
  const auto& ranges = c.builder().ranges();
  const auto rows = ranges.find(term.subscripts[term.subscripts.size() - 2].name);
  const auto columns = ranges.find(term.subscripts.back().name);
  if (!rows || !columns) return c.refuse("a matrix has two ranges", "name them as subscripts");
  const auto order = ranges[*rows].elements.size();
  const auto& left = c.at().bound;
  const auto row = ranges[left[left.size() - 2].range].position(left[left.size() - 2].element);
  const auto column = ranges[left.back().range].position(left.back().element);
  std::vector<Expr> arguments{number(static_cast<double>(row.value_or(0))),
                              number(static_cast<double>(column.value_or(0))),
                              number(static_cast<double>(order))};
  for (const auto i : ranges[*rows].elements) {
    for (const auto j : ranges[*columns].elements) {
      auto place = c.at();
      place.bound.push_back({*rows, i, false});
      auto moved = std::make_shared<Term>(term);
      // the same range may stand for rows and columns: say the elements themselves
      moved->subscripts[term.subscripts.size() - 2].name = ranges.name_of(i);
      moved->subscripts.back().name = ranges.name_of(j);
      arguments.push_back(c.builder().translate(moved, place));
    }
  }
  return call("inverse element", std::move(arguments));
}

// XMILE: RANK(array, k): the number of the k-th smallest element
Expr place_in_order(Call& c) {
  std::vector<Expr> arguments{c[1] - number(1), number(1)};
  for (auto& value : c.all(0)) arguments.push_back(std::move(value));
  return call("sort order", std::move(arguments)) + number(1);
}

// XMILE: TRANSPOSE(m), or m', in an equation of two dimensions: its element [i, j] is m[j, i]
Expr transpose(Call& c) {
  const auto& term = *c.term().arguments[0];
  auto* subject = c.builder().find(term.text, *c.at().scope);
  const auto& bound = c.at().bound;
  const bool is_matrix =
      subject != nullptr && subject->domain.size() == 2 && term.subscripts.empty();
  if (!is_matrix || bound.size() < 2)
    return c.refuse("a matrix is transposed as a whole, in an equation of two dimensions",
                    "as in b = a', where a has rows and columns, and b columns and rows");
  auto turned = std::make_shared<Term>(term);
  for (const auto at : {bound.size() - 1, bound.size() - 2}) {
    auto& subscript = turned->subscripts.emplace_back();
    subscript.name = c.builder().ranges().name_of(bound[at].element);
    subscript.span = term.span;
  }
  return c.builder().translate(turned, c.at());
}

constexpr std::array kRows{
    Row{"SUM", "SUM", 1, 1, "x[range!]", "The sum over an array.", sum, "a -> a", "SUM(v[r!])", 6,
        true},
    Row{"PROD", "PROD", 1, 1, "x[range!]", "The product over an array.", product, "? -> ?",
        "PROD(v[r!])", 6, true},
    Row{"VMAX", "", 1, 1, "x[range!]", "The largest of an array.", extreme<true>, "a -> a",
        "VMAX(v[r!])", 3, true},
    Row{"VMIN", "", 1, 1, "x[range!]", "The smallest of an array.", extreme<false>, "a -> a",
        "VMIN(v[r!])", 1, true},
    Row{"MAX", "MAX", 1, 200, "a, b", "The largest.", extreme<true>, "a ... -> a", "MAX(2, 5)", 5,
        true},
    Row{"MIN", "MIN", 1, 200, "a, b", "The smallest.", extreme<false>, "a ... -> a", "MIN(2, 5)", 2,
        true},
    Row{"", "MEAN", 1, 200, "x[*]", "The mean of an array.", mean, "a ... -> a", "MEAN(v[*])", 2,
        true},
    Row{"", "STDDEV", 1, 1, "x[*]", "The standard deviation of an array, as of a sample.",
        standard_deviation, "a -> a", "STDDEV(v[*])", 1, true},
    Row{"", "SIZE", 1, 1, "x[*]", "How many elements an array has.", size, "? -> 1", "SIZE(v[*])",
        3, true},
    Row{"", "RANK", 2, 2, "x[*], k", "The number of the k-th smallest element.", place_in_order,
        "? 1 -> 1", "RANK(v[*], 1)", 2, true},
    Row{"", "TRANSPOSE", 1, 1, "matrix", "A matrix with its rows as columns.", transpose, "a -> a",
        "TRANSPOSE(matrix)", 11, true},
    Row{"", "INTERPOLATE", 2, 7, "x, weight",
        "The value between the elements of an array, at 0 the first and at 1 the last; a weight "
        "for each dimension.",
        interpolate, "a 1 ... -> a", "INTERPOLATE(v, 0.75)", 1.5, true},
    Row{"ELMCOUNT", "", 1, 1, "range", "How many elements a range has.", element_count, "? -> 1",
        "ELMCOUNT(r)", 3, true},
    Row{"VECTOR SORT ORDER", "", 2, 2, "x[range], direction",
        "The numbers, from 0, of the elements in rising (1) or falling order.", ordered<kSortOrder>,
        "? 1 -> 1", "VECTOR SORT ORDER(v[r], 1)", 1},
    Row{"VECTOR RANK", "", 2, 2, "x[range], direction", "The place of each element in that order.",
        ordered<kRank>, "? 1 -> 1", "VECTOR RANK(v[r], 1)", 3},
    Row{"VECTOR REORDER", "", 2, 2, "x[range], order[range]",
        "The elements in the order that VECTOR SORT ORDER gives.", reorder, "a 1 -> a",
        "VECTOR REORDER(v[r], w[r])", 1},
    Row{"VECTOR ELM MAP", "", 2, 2, "x[element], offset",
        "The element at an offset from the one named.", element_map, "a 1 -> a",
        "VECTOR ELM MAP(v[a1], 2)", 2},
    Row{"VECTOR LOOKUP", "", 5, 5, "y[first element], x, least x, greatest x, mode",
        "A lookup whose y are an array and whose x are evenly spread: a line (mode 0), the area up "
        "to x (1), the value before (2) or after (4), a line continued (3), the x of a y (5), the "
        "slope (6); area and x of a y with the outer lines continued (7, 8).",
        vector_lookup, "a b b b ? -> a", "VECTOR LOOKUP(v[a1], 0.75, 0, 1, 0)", 1.5},
    Row{"VECTOR SELECT", "", 5, 5, "selection, x, none, how, error",
        "Of the elements whose selection is not 0, weighted by it: the sum (how 0), product (1), "
        "least (2), greatest (3), mean (4); x to the power of the selection, multiplied (5); and 0 "
        "to 4 without weights (6 to 10).",
        select, "? a a ? ? -> a", "VECTOR SELECT(w[r!], v[r!], 0, 0, 0)", 5, true},
    Row{"INVERT MATRIX", "", 2, 2, "a[row,column], size", "The inverse of a square matrix.",
        invert_matrix, "a 1 -> 1/a", "INVERT MATRIX(m[p,q], 2)", 0.5},
};

}  // namespace

std::span<const Row> array_rows() { return kRows; }

}  // namespace holon::model::formats
