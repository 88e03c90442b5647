// SPDX-License-Identifier: Apache-2.0
#include "model/formats/xmile_cursor.h"

#include <utility>

#include <fmt/format.h>

namespace holon::model::formats {
namespace {

using Kind = XmileToken::Kind;

// brackets and signs in each other; deeper ones would need as deep a stack
constexpr std::size_t kDeepest = 400;

// operations of one equation; a chain of them is as deep a tree
constexpr std::size_t kMostOperations = 3000;

}  // namespace

void XmileCursor::advance() {
  end_ = token_.end;
  token_ = tokens_.next(brackets_ > 0);
  if (token_.kind == Kind::broken) mistake(token_.text, "", token_.begin, 1);
}

bool XmileCursor::accept(std::string_view sign) {
  if (!is_sign(sign)) return false;
  advance();
  return true;
}

bool XmileCursor::accept_word(std::string_view word) {
  if (!is_word(word)) return false;
  advance();
  return true;
}

void XmileCursor::expect(std::string_view sign) {
  if (!accept(sign)) mistake(fmt::format("`{}` is missing", sign), "here", token_.begin, 1);
}

void XmileCursor::expect_word(std::string_view word, std::string_view shown) {
  if (!accept_word(word))
    mistake(fmt::format("`{}` is missing", shown), "here", token_.begin, 1,
            "a choice is written IF condition THEN value ELSE value");
}

void XmileCursor::mistake(std::string message, std::string label, std::size_t begin,
                          std::size_t count, std::string help) {
  if (!failed_) {
    base::Diagnostic out{
        base::Code::xmile_equation, std::move(message), {}, std::move(label), {}, {}};
    out.where = place_.span(begin, count);
    if (!help.empty()) out.help.push_back(std::move(help));
    diagnostics_.push_back(std::move(out));
  }
  failed_ = true;
  token_ = {};
  token_.begin = token_.end = place_.text().size();
}

void XmileCursor::unexpected() {
  const auto shown = place_.text().substr(token_.begin, token_.end - token_.begin);
  if (token_.kind == Kind::end) {
    mistake("the equation ends where a value is due", "", token_.begin, 1);
  } else {
    mistake(fmt::format("the equation cannot go on with `{}`", shown), "", token_.begin,
            shown.size());
  }
}

std::shared_ptr<Term> XmileCursor::term(Term::Kind kind, std::size_t begin) const {
  auto out = std::make_shared<Term>();
  out->kind = kind;
  out->span = place_.span(begin, end_ > begin ? end_ - begin : 0);
  return out;
}

TermPtr XmileCursor::operation(Op op, std::vector<TermPtr> arguments, std::size_t begin) {
  if (++operations_ > kMostOperations)
    mistake(fmt::format("the equation has more than {} operations", kMostOperations), "", begin, 1,
            "give a part of it a name of its own");
  auto out = term(Term::Kind::operation, begin);
  out->op = op;
  out->arguments = std::move(arguments);
  return out;
}

TermPtr XmileCursor::call(std::string_view name, std::vector<TermPtr> arguments,
                          std::size_t begin) {
  if (++operations_ > kMostOperations)
    mistake(fmt::format("the equation has more than {} operations", kMostOperations), "", begin, 1,
            "give a part of it a name of its own");
  auto out = term(Term::Kind::call, begin);
  out->text = name;
  out->arguments = std::move(arguments);
  return out;
}

bool XmileCursor::begin_level() {
  if (depth_ >= kDeepest) {
    mistake(fmt::format("the equation is nested deeper than {}", kDeepest), "", token_.begin, 1,
            "give a part of it a name of its own");
    return false;
  }
  ++depth_;
  return true;
}

}  // namespace holon::model::formats
