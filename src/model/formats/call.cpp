// SPDX-License-Identifier: Apache-2.0
#include "model/formats/call.h"

#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

using Index = std::unordered_map<std::string, const Row*>;

const std::array<std::span<const Row>, 13>& all_rows() {
  static const std::array out{
      arithmetic_rows(),   statistics_rows(), finance_rows(),     time_rows(),  memory_rows(),
      passage_rows(),      past_rows(),       array_rows(),       table_rows(), allocation_rows(),
      simultaneous_rows(), chance_rows(),     distribution_rows()};
  return out;
}

void add_names(Index& index, std::string_view names, const Row& row) {
  if (names.empty()) return;
  for (const auto& name : base::split(names, '|')) index.emplace(base::name_key(name), &row);
}

Index index_of(Dialect dialect) {
  Index out;
  for (const auto rows : all_rows()) {
    for (const auto& row : rows) {
      add_names(out, dialect == Dialect::vensim ? row.vensim : row.xmile, row);
    }
  }
  if (dialect == Dialect::xmile) {
    for (const auto rows : all_rows()) {
      for (const auto& row : rows) add_names(out, row.vensim, row);
    }
  }
  return out;
}

const Index& index_for(Dialect dialect) {
  static const Index vensim = index_of(Dialect::vensim);
  static const Index xmile = index_of(Dialect::xmile);
  return dialect == Dialect::vensim ? vensim : xmile;
}

}  // namespace

const Row* find_row(std::string_view name, Dialect dialect) {
  const auto& index = index_for(dialect);
  const auto found = index.find(base::name_key(name));
  return found == index.end() ? nullptr : found->second;
}

std::vector<std::string> function_names(Dialect dialect) {
  std::vector<std::string> out;
  for (const auto& [name, row] : index_for(dialect)) out.push_back(name);
  return out;
}

double Call::constant(std::size_t i) {
  const double out = builder_.start_value((*this)[i]);
  if (std::isnan(out)) {
    builder_.error(base::Code::wrong_arguments,
                   fmt::format("this argument of `{}` must be known before the run", term_.text),
                   term_.arguments[i]->span, {"make it a number, or a constant of the model"});
  }
  return out;
}

Expr Call::chance() {
  auto out = std::make_shared<Expression>(*model::call("random uniform", {number(0), number(1)}));
  // names the stream of draws
  out->name = builder_.hidden_name(at_, "noise");
  return out;
}

Expr Call::refuse(std::string message, std::string help) {
  builder_.error(base::Code::not_here, std::move(message), term_.span, {std::move(help)});
  return number(0);
}

Expr if_else(const Expr& condition, const Expr& yes, const Expr& no) {
  return node(Op::if_else, {condition, yes, no});
}
Expr less(const Expr& a, const Expr& b) { return node(Op::less, {a, b}); }
Expr both(const Expr& a, const Expr& b) { return node(Op::logical_and, {a, b}); }

Expr lookup(const std::shared_ptr<const Table>& table, const Expr& x) {
  if (!table) return number(0);
  if (table->x.empty()) return number(std::numeric_limits<double>::quiet_NaN());
  auto out = std::make_shared<Expression>();
  out->op = Op::lookup;
  out->table = table;
  out->arguments = {x};
  return out;
}

std::vector<DialectFunction> dialect_functions() {
  std::vector<DialectFunction> out;
  for (const auto rows : all_rows()) {
    for (const auto& row : rows) {
      out.push_back({row.vensim, row.xmile, row.fewest, row.most, row.arguments, row.text,
                     row.units, row.example, row.value});
    }
  }
  return out;
}

}  // namespace holon::model::formats
