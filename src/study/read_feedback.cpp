// SPDX-License-Identifier: Apache-2.0
//
// Feedback variables, scenarios and caps.
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "document/quantity_reader.h"
#include "study/category.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using base::Code;
using document::Entry;
using document::Node;

constexpr std::string_view kBlock = "feedback";
constexpr std::string_view kInclude = "include";

// [[x, y], …], both columns in the units of their first row
std::shared_ptr<const model::Table> read_points(const Node& node, StatementReader& reader) {
  auto out = std::make_shared<model::Table>();
  if (!reader.expect(node, Node::Kind::list, "`points`")) return nullptr;
  for (const auto& item : node.items) {
    if (!item.is_list() || item.items.size() != 2) {
      reader.report(Code::wrong_shape, "a point is a pair", item.span,
                    {"as in `points: [[0, 1], [1, 0.5]]`"});
      return nullptr;
    }
    std::array<double, 2> values{};
    for (std::size_t i = 0; i < 2; ++i) {
      const auto read = reader.try_statement(item.items[i], "", "point", std::nullopt);
      if (!read) return nullptr;
      const auto* quantity = std::get_if<quantity::Quantity>(&read->value);
      const auto* constant = quantity == nullptr
                                 ? nullptr
                                 : std::get_if<quantity::Constant>(&quantity->distribution.shape);
      if (constant == nullptr) {
        reader.report(Code::not_here, "a point holds single numbers", item.items[i].span);
        return nullptr;
      }
      values[i] = constant->value * quantity->unit.scale;
      auto& dimension = i == 0 ? out->x_dimension : out->y_dimension;
      if (out->x.empty())
        dimension = quantity->unit.dimension;
      else if (!quantity::compatible(dimension, quantity->unit.dimension)) {
        reader.report(Code::wrong_dimension, "all points must have the same units",
                      item.items[i].span);
        return nullptr;
      }
    }
    if (!out->x.empty() && values[0] <= out->x.back()) {
      reader.report(Code::out_of_range, "the first numbers of the points must rise", item.span);
      return nullptr;
    }
    out->x.push_back(values[0]);
    out->y.push_back(values[1]);
  }
  if (out->x.empty()) {
    reader.report(Code::missing_key, "a table needs points", node.span);
    return nullptr;
  }
  return out;
}

void read_stock(const Node& node, const std::string& block, FeedbackVariable& out,
                StatementReader& reader) {
  out.stock = reader.statement(*node.find("stock"), block, "stock", std::nullopt);
  if (const Node* change = node.find("change"))
    out.change = reader.statement(*change, block, "change", std::nullopt);
  else
    out.change = Statement{block + ".change", block, model::number(0), std::nullopt, node.span};
  if (!node.find("change"))
    reader.report(Code::missing_key, "a stock needs its `change`", node.span,
                  {"as in `change: \"= (goal - level) / 6 [month]\"`"});
}

bool is_variable(const Node& node) {
  return node.find("stock") != nullptr || node.find("change") != nullptr ||
         node.find("lookup") != nullptr || node.find("points") != nullptr;
}

// an array has one unit, so that its elements can be added
void check_alike(std::span<const FeedbackVariable> elements, StatementReader& reader) {
  std::optional<quantity::Dimension> common;
  for (const auto& element : elements) {
    const auto& stated = element.stock ? element.stock : element.value;
    const auto* quantity = stated ? std::get_if<quantity::Quantity>(&stated->value) : nullptr;
    if (quantity == nullptr) continue;
    const auto& dimension = quantity->unit.dimension;
    if (!common) common = dimension;
    if (quantity::compatible(*common, dimension)) continue;
    reader.report(Code::mixed_units,
                  fmt::format("`{}` is {}, but elements before it are {}", element.name,
                              quantity::in_words(dimension), quantity::in_words(*common)),
                  stated->span, {"an array has one unit: keep what is unlike in two variables"});
    return;
  }
}

// of one element, where the target is one of an array
Override read_override(const Entry& entry, const Node& value, const std::string& target,
                       const std::string& block, StatementReader& reader) {
  Override out{{target, entry.key_span}, Reference{}};
  const auto key = base::name_key(target);
  if (key == "at" || key.ends_with(".at")) {
    if (reader.expect(value, Node::Kind::scalar, "the name of a place"))
      out.value = reader.of_dimension({value.text, value.span});
    return out;
  }
  out.value = reader.statement(value, block, target, std::nullopt);
  return out;
}

void read_overrides(const Entry& entry, const std::string& block, StatementReader& reader,
                    std::vector<Override>& out) {
  reader.for_each_target(entry.key, entry.key_span, [&](const std::string& target) {
    const Node* value = reader.of_element(entry.value, StatementReader::Elements::some);
    // elements that are not named keep what they have
    if (value != nullptr) out.push_back(read_override(entry, *value, target, block, reader));
  });
}

Scenario read_scenario(const Entry& entry, StatementReader& reader) {
  Scenario out;
  out.name = entry.key;
  out.span = entry.key_span;
  const Node& node = entry.value;
  if (!reader.expect(node, Node::Kind::map, "a scenario")) return out;
  const auto block = "scenarios." + entry.key;
  out.also = reader.reference(node, "also");
  if (const Node* from = node.find("from")) {
    out.from = reader.date(*from);
    out.from_span = from->span;
  }
  if (const Node* cap = node.find("cap")) out.cap = read_cap(*cap, block + ".cap", reader);
  for (const auto& inner : node.entries) {
    const auto key = base::name_key(inner.key);
    if (key == "also" || key == "from" || key == "cap" || key == "note") continue;
    read_overrides(inner, block, reader, out.overrides);
  }
  return out;
}

}  // namespace

FeedbackVariable read_variable(const std::string& block, const std::string& name,
                               const base::Span& span, const Node& stated,
                               StatementReader& reader) {
  const auto inner = fmt::format("{}.{}", block, name);
  FeedbackVariable out;
  out.name = inner.substr(kBlock.size() + 1);
  out.span = span;
  const Node* own = is_variable(stated) ? &stated : reader.of_element(stated);
  if (own == nullptr) {
    out.value = Statement{inner, block, model::number(0), std::nullopt, stated.span};
    return out;
  }
  const Node& node = *own;
  if (!node.is_map() || document::looks_like_quantity(node)) {
    out.value = reader.statement(node, block, name, std::nullopt);
    return out;
  }
  reader.check_keys(node, BlockKind::feedback);
  if (node.find("stock") != nullptr) {
    read_stock(node, inner, out, reader);
  } else if (const Node* lookup = node.find("lookup")) {
    out.lookup = reader.statement(*lookup, inner, "lookup", std::nullopt);
    const Node* points = node.find("points");
    if (points == nullptr)
      reader.report(Code::missing_key, "a lookup needs its `points`", node.span,
                    {"as in `points: [[0, 1], [1, 0.5]]`"});
    else
      out.table = read_points(*points, reader);
    // a stand-in, so that whoever reads this variable finds it
    if (!out.table) out.value = Statement{inner, block, model::number(0), std::nullopt, node.span};
  } else {
    out.value = Statement{inner, block, model::number(0), std::nullopt, node.span};
    reader.report(
        Code::missing_key, "this is neither a quantity, nor a stock, nor a lookup", node.span,
        {"write a value, an equation, `{stock: …, change: …}` or `{lookup: …, points: …}`"});
  }
  return out;
}

void read_feedback(const Node& root, StatementReader& reader, Study& study) {
  auto& out = study.feedback;
  const Node* node = root.find("feedback");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`feedback`")) return;
  for (const auto& entry : node->entries) {
    if (base::name_key(entry.key) == kInclude) {
      read_includes(entry.value, reader, study);
      continue;
    }
    const auto name = split_subscripts(entry.key).base;
    if (!reader.check_name(name, entry.key_span)) continue;
    if (entry.key.find('[') == std::string::npos) {
      out.push_back(
          read_variable(std::string(kBlock), entry.key, entry.key_span, entry.value, reader));
      continue;
    }
    const Array* array = reader.arrays().find(fmt::format("{}.{}", kBlock, name));
    if (array == nullptr || array->broken) continue;
    const auto first = out.size();
    reader.for_each_element(*array, [&](const std::string& element) {
      out.push_back(
          read_variable(std::string(kBlock), name + element, entry.key_span, entry.value, reader));
    });
    check_alike(std::span(out).subspan(first), reader);
  }
}

std::vector<Scenario> read_scenarios(const Node& root, StatementReader& reader) {
  std::vector<Scenario> out;
  const Node* node = root.find("scenarios");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`scenarios`")) return out;
  for (const auto& entry : node->entries) {
    if (base::name_key(entry.key) == "baseline") {
      reader.report(Code::reserved_name, "`baseline` is the unchanged study", entry.key_span,
                    {"choose another name for this scenario"});
      continue;
    }
    out.push_back(read_scenario(entry, reader));
  }
  return out;
}

std::optional<Cap> read_cap(const Node& node, const std::string& block, StatementReader& reader) {
  if (!reader.expect(node, Node::Kind::map, "a cap")) return std::nullopt;
  reader.check_keys(node, BlockKind::cap);
  Cap out;
  bool complete = true;
  for (const auto* key : {"limits", "category", "to"}) {
    if (node.find(key) != nullptr) continue;
    reader.report(Code::missing_key, fmt::format("a cap has no `{}`", key), node.span,
                  {"as in `cap: {limits: deployment.api, category: climate, to: 0.3 t/year}`"});
    complete = false;
  }
  if (!complete) return std::nullopt;
  const auto limits = reader.reference(node, "limits");
  const auto category = reader.reference(node, "category");
  if (!limits || !category) return std::nullopt;
  const int index = find_category(category->text);
  if (index < 0) {
    std::vector<std::string> names;
    for (const auto& row : categories()) names.emplace_back(row.name);
    reader.report(Code::unknown_word, fmt::format("`{}` is not a category", category->text),
                  category->span, {"the categories are " + base::listed(names, "and")});
    return std::nullopt;
  }
  out.limits = *limits;
  out.category = static_cast<std::size_t>(index);
  auto unit = unit_of(out.category);
  unit.dimension = unit.dimension / quantity::Dimension("time");
  unit.scale /= 365.0 * 86400;
  unit.text += "/year";
  out.to = reader.statement(*node.find("to"), block, "to", unit);
  reader.check_not_negative(out.to, "to");
  return out;
}

}  // namespace holon::study
