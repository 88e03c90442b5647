// SPDX-License-Identifier: Apache-2.0
//
// Subscripts: which element each stands for, and all of them where a function runs over arrays.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

using base::Code;

/// What a term runs over: ranges by name, and unnamed places in their order.
struct Axes {
  std::vector<std::size_t> ranges;  // of `range!`
  std::vector<std::size_t> counts;  // of the n-th `*` or slice of a name
};

std::optional<std::size_t> index_in(const std::vector<Element>& elements, Element element) {
  const auto found = std::find(elements.begin(), elements.end(), element);
  if (found == elements.end()) return std::nullopt;
  return static_cast<std::size_t>(found - elements.begin());
}

// first and last place of a slice `a:b` by names or numbers
std::optional<std::pair<std::size_t, std::size_t>> slice_of(const Subscript& subscript,
                                                            const std::vector<Element>& elements,
                                                            const Ranges& ranges) {
  const auto end = [&](const std::string& text) -> std::optional<std::size_t> {
    if (const auto element = ranges.element(text)) {
      if (const auto found = index_in(elements, *element)) return found;
    }
    if (const auto n = base::parse_number(text); n && *n >= 1 && *n <= double(elements.size()))
      return static_cast<std::size_t>(*n) - 1;
    return std::nullopt;
  };
  const auto first = end(subscript.name);
  const auto last = end(subscript.upper);
  if (!first || !last || *last < *first) return std::nullopt;
  return std::pair{*first, *last};
}

class AxisFinder {
 public:
  AxisFinder(const Builder& builder, const Context& at) : builder_(builder), at_(at) {}

  void visit(const Term& term) {
    if (term.kind == Term::Kind::name) visit_name(term);
    if (term.kind == Term::Kind::call) {
      const auto* row = find_row(term.text, builder_.script().dialect);
      if (row != nullptr && row->over_arrays) return;
      visit_name(term);
    }
    for (const auto& argument : term.arguments) visit(*argument);
  }

  Axes axes;

 private:
  void visit_name(const Term& term) {
    const auto* subject = builder_.find(term.text, *at_.scope);
    std::size_t wild = 0;
    const auto note = [&](std::size_t count) {
      if (axes.counts.size() <= wild) axes.counts.push_back(count);
      ++wild;
    };
    if (subject != nullptr && term.subscripts.empty()) {
      for (const auto& elements : subject->domain) note(elements.size());
    }
    for (std::size_t p = 0; p < term.subscripts.size(); ++p) {
      const auto& subscript = term.subscripts[p];
      if (subscript.kind == Subscript::Kind::every && !subscript.name.empty()) {
        const auto range = builder_.ranges().find(subscript.name);
        const auto known = std::find(axes.ranges.begin(), axes.ranges.end(), range.value_or(0));
        if (range && known == axes.ranges.end()) axes.ranges.push_back(*range);
      } else if (subscript.kind == Subscript::Kind::every && subject != nullptr &&
                 p < subject->domain.size()) {
        note(subject->domain[p].size());
      } else if (subscript.kind == Subscript::Kind::slice && subject != nullptr &&
                 p < subject->domain.size()) {
        if (const auto slice = slice_of(subscript, subject->domain[p], builder_.ranges()))
          note(slice->second - slice->first + 1);
      } else if (subscript.kind == Subscript::Kind::name && subject != nullptr &&
                 p < subject->domain.size() && !builder_.is_vensim()) {
        // a range that nothing binds is all of it
        const auto range = builder_.ranges().find(subscript.name);
        const bool bound =
            range && std::any_of(at_.bound.begin(), at_.bound.end(), [&](const Bound& b) {
              return b.range == *range || builder_.ranges().mapped(b.range, b.element, *range);
            });
        if (range && !bound && !builder_.ranges().element(subscript.name)) {
          const auto known = std::find(axes.ranges.begin(), axes.ranges.end(), *range);
          if (known == axes.ranges.end()) axes.ranges.push_back(*range);
        }
      }
    }
  }

  const Builder& builder_;
  const Context& at_;
};

}  // namespace

std::vector<std::vector<Expr>> Builder::translate_rows(const std::vector<TermPtr>& terms,
                                                       const Context& at) {
  AxisFinder finder(*this, at);
  for (const auto& term : terms) finder.visit(*term);
  const auto& axes = finder.axes;
  std::size_t count = 1;
  const auto multiply = [&](std::size_t size) {
    count = size != 0 && count > kBeyondAll / size ? kBeyondAll : count * size;
  };
  for (const auto range : axes.ranges) multiply(ranges_[range].elements.size());
  for (const auto size : axes.counts) multiply(size);
  const std::vector<std::vector<Expr>> nothing = {std::vector<Expr>(terms.size(), number(0))};
  if (is_full(terms.front()->span)) return nothing;
  terms_ += std::min(count, options_.most_elements) * terms.size();
  if (count > options_.most_elements) {
    error(Code::too_many_elements, fmt::format("this runs over {} elements", count),
          terms.front()->span, {"use fewer or smaller ranges"});
    return nothing;
  }
  std::vector<std::vector<Expr>> out(count);
  Context inner = at;
  for (const auto range : axes.ranges) inner.bound.push_back({range, 0, true});
  inner.wild.resize(axes.counts.size());
  for (std::size_t flat = 0; flat < count; ++flat) {
    auto rest = flat;
    for (std::size_t w = axes.counts.size(); w-- > 0; rest /= axes.counts[w])
      inner.wild[w] = rest % axes.counts[w];
    for (std::size_t r = axes.ranges.size(); r-- > 0;) {
      const auto& elements = ranges_[axes.ranges[r]].elements;
      inner.bound[at.bound.size() + r].element = elements[rest % elements.size()];
      rest /= elements.size();
    }
    for (const auto& term : terms) out[flat].push_back(translate(term, inner));
  }
  return out;
}

std::vector<Expr> Builder::translate_all(const TermPtr& term, const Context& at) {
  std::vector<Expr> out;
  for (auto& row : translate_rows({term}, at)) out.push_back(std::move(row.front()));
  return out;
}

std::optional<Element> Builder::element_of(const Subscript& subscript, const Declared& subject,
                                           std::size_t position, std::size_t wild,
                                           const Context& at) const {
  const auto& elements = subject.domain[position];
  const auto numbered = [&](std::size_t n) -> std::optional<Element> {
    if (n >= elements.size()) return std::nullopt;
    return elements[n];
  };
  switch (subscript.kind) {
    case Subscript::Kind::number:
      if (const auto named = ranges_.element(std::to_string(subscript.number));
          named && index_in(elements, *named))
        return named;
      return numbered(subscript.number - 1);
    case Subscript::Kind::position:
      return numbered(subscript.number - 1);
    case Subscript::Kind::slice:
      if (const auto slice = slice_of(subscript, elements, ranges_); slice && wild < at.wild.size())
        return numbered(slice->first + at.wild[wild]);
      return std::nullopt;
    case Subscript::Kind::every:
      if (subscript.name.empty())
        return wild < at.wild.size() ? numbered(at.wild[wild]) : std::nullopt;
      break;
    case Subscript::Kind::index:
      return std::nullopt;
    case Subscript::Kind::name:
      break;
  }
  const auto range = ranges_.find(subscript.name);
  if (!range) return ranges_.element(subscript.name);
  // an element of the same name as a range
  const auto own = ranges_.element(subscript.name);
  const bool every = subscript.kind == Subscript::Kind::every;
  for (auto bound = at.bound.rbegin(); bound != at.bound.rend(); ++bound) {
    if (bound->range == *range && (bound->every == every || !is_vensim())) return bound->element;
  }
  if (own && index_in(elements, *own)) return own;
  for (auto bound = at.bound.rbegin(); bound != at.bound.rend(); ++bound) {
    if (every && !bound->every) continue;
    const auto other = ranges_.mapped(bound->range, bound->element, *range);
    if (other && index_in(elements, *other)) return other;
  }
  if (ranges_[*range].elements.size() == 1) return ranges_[*range].elements.front();
  return std::nullopt;
}

std::optional<std::size_t> Builder::place(const Declared& subject, const Term& term,
                                          const Context& at) {
  std::size_t flat = 0;
  std::size_t wild = 0;
  if (!term.subscripts.empty() && term.subscripts.size() != subject.domain.size()) {
    error(Code::bad_subscript,
          fmt::format("`{}` has {} subscripts, not {}", subject.written->name,
                      subject.domain.size(), term.subscripts.size()),
          term.span, {"name one element or range for each"});
    return std::nullopt;
  }
  for (std::size_t p = 0; p < subject.domain.size(); ++p) {
    std::optional<Element> element;
    if (term.subscripts.empty()) {
      // the whole array: where it is run over, else what the left side names
      if (p < at.wild.size() && at.wild[p] < subject.domain[p].size()) {
        element = subject.domain[p][at.wild[p]];
      } else {
        for (const auto& bound : at.bound) {
          if (subject.ranges.size() > p && bound.range == subject.ranges[p])
            element = bound.element;
        }
      }
    } else {
      const auto& subscript = term.subscripts[p];
      element = element_of(subscript, subject, p, wild, at);
      if ((subscript.kind == Subscript::Kind::every && subscript.name.empty()) ||
          subscript.kind == Subscript::Kind::slice)
        ++wild;
    }
    const auto index = element ? index_in(subject.domain[p], *element) : std::nullopt;
    if (!index) {
      const auto shown = term.subscripts.empty() ? subject.written->name : term.subscripts[p].name;
      const auto message =
          term.subscripts.empty()
              ? fmt::format("`{}` is an array: which of its elements is meant?", shown)
              : fmt::format("`{}` names no element of `{}` here", shown, subject.written->name);
      error(Code::bad_subscript, message,
            term.subscripts.empty() ? term.span : term.subscripts[p].span,
            {"a subscript is an element, or a range that stands on the left of the equation (or is "
             "mapped to one)"});
      return std::nullopt;
    }
    flat = flat * subject.domain[p].size() + *index;
  }
  return flat;
}

// subscripts that are expressions: the value is picked in each step
Expr Builder::read_dynamic(Declared& subject, const Term& term, const Context& at) {
  if (term.subscripts.size() != subject.domain.size()) {
    (void)place(subject, term, at);
    return number(0);
  }
  Expr index = number(0);
  for (std::size_t p = 0; p < subject.domain.size(); ++p) {
    const auto& subscript = term.subscripts[p];
    Expr here;
    if (subscript.kind == Subscript::Kind::index) {
      here = translate(subscript.index, at) - number(1);
    } else if (const auto element = element_of(subscript, subject, p, 0, at)) {
      here = number(static_cast<double>(index_in(subject.domain[p], *element).value_or(0)));
    } else {
      auto name_term = std::make_shared<Term>();
      name_term->kind = Term::Kind::name;
      name_term->text = subscript.name;
      name_term->span = subscript.span;
      here = translate(name_term, at) - number(1);
    }
    // a place outside the range gives 0, as the standard has it
    const auto size = number(static_cast<double>(subject.domain[p].size()));
    const auto inside = node(Op::logical_and, {node(Op::greater_equal, {here, number(0)}),
                                               node(Op::less, {here, size})});
    here = node(Op::if_else, {inside, here, number(-1e9)});
    index = p == 0 ? here : index * size + here;
  }
  std::vector<Expr> arguments{index};
  for (std::size_t flat = 0; flat < subject.size(); ++flat)
    arguments.push_back(at_place(subject, flat, term, at));
  const auto outside = node(Op::less, {index, number(0)});
  return node(Op::if_else, {outside, number(0), model::call("element", std::move(arguments))});
}

}  // namespace holon::model::formats
