// SPDX-License-Identifier: Apache-2.0
//
// Subscript ranges: `name : a, b, (c1-c9) -> other, (another: x, y, z)` and `name <-> other`.
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/formats/vensim_statement.h"

namespace holon::model::formats::vensim {
namespace {

using base::Code;

constexpr std::size_t kMostElements = 100'000;

/// A name that ends with a number.
struct Numbered {
  std::string_view stem;
  std::size_t number = 0;
  std::size_t digits = 0;
};

std::optional<Numbered> numbered(std::string_view name) {
  auto at = name.size();
  while (at > 0 && name[at - 1] >= '0' && name[at - 1] <= '9') --at;
  Numbered out{name.substr(0, at), 0, name.size() - at};
  const auto read = std::from_chars(name.data() + at, name.data() + name.size(), out.number);
  if (out.digits == 0 || read.ec != std::errc{}) return std::nullopt;
  return out;
}

}  // namespace

void StatementReader::range(const Token& name) {
  lexer_.take();
  Range out;
  out.name = name.text;
  range_elements(out);
  while (lexer_.accept("->")) mappings(out);
  out.span = parser_.span_from(name.offset);
  end_of_statement(name.offset);
  script_.ranges.push_back(std::move(out));
}

void StatementReader::range_elements(Range& range) {
  // no elements, but something that they are mapped to: they come from elsewhere
  if (lexer_.is("->")) return;
  do {
    if (lexer_.is("(")) {
      sequence(range.elements);
      continue;
    }
    const auto name = parser_.name("an element of the range");
    if (lexer_.is("(") && range.elements.empty()) {
      range.from_file = parser_.call_of(name);
      return;
    }
    range.elements.emplace_back(name.text);
  } while (lexer_.accept(","));
}

// (a1-a9)
void StatementReader::sequence(std::vector<std::string>& elements) {
  const auto open = lexer_.take();
  const auto from = parser_.name("the first element, such as `a1`");
  parser_.expect("-", "the last element");
  const auto to = parser_.name("the last element, such as `a9`");
  parser_.close(")", open);
  const auto first = numbered(from.text);
  const auto last = numbered(to.text);
  const auto where = parser_.span_from(open.offset);
  if (!first || !last || first->stem != last->stem || first->number > last->number) {
    parser_.fail(Code::vensim_sequence,
                 fmt::format("from `{}` to `{}` cannot be counted", from.text, to.text), where,
                 {"both are the same name with rising numbers, as in (a1-a9)"});
  }
  if (last->number - first->number >= kMostElements) {
    parser_.fail(Code::vensim_sequence,
                 fmt::format("{} elements are too many", last->number - first->number + 1), where,
                 {fmt::format("a sequence has at most {} elements", kMostElements)});
  }
  // (a01-a12) keeps its zeros
  const auto digits = from.text[from.text.size() - first->digits] == '0' ? first->digits : 1;
  for (auto number = first->number; number <= last->number; ++number)
    elements.push_back(fmt::format("{}{:0{}}", first->stem, number, digits));
}

// -> other, (another: a, b)
void StatementReader::mappings(Range& range) {
  do {
    auto& out = range.mappings.emplace_back();
    if (lexer_.is("(")) {
      mapping(out);
    } else {
      out.other = parser_.name("the range it is mapped to").text;
    }
  } while (lexer_.accept(","));
}

void StatementReader::mapping(Range::Mapping& mapping) {
  const auto open = lexer_.take();
  mapping.other = parser_.name("the range it is mapped to").text;
  if (lexer_.accept(":")) {
    do {
      std::vector<std::string> elements;
      if (lexer_.is("(")) {
        sequence(elements);
      } else {
        elements.emplace_back(parser_.name("an element of that range").text);
      }
      for (auto& element : elements) mapping.elements.push_back({std::move(element)});
    } while (lexer_.accept(","));
  }
  parser_.close(")", open);
}

void StatementReader::equivalence(const Token& name) {
  lexer_.take();
  Range out;
  out.name = name.text;
  out.same_as = parser_.name("the range that is the same").text;
  out.span = parser_.span_from(name.offset);
  end_of_statement(name.offset);
  script_.ranges.push_back(std::move(out));
}

}  // namespace holon::model::formats::vensim
