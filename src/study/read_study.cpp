// SPDX-License-Identifier: Apache-2.0
//
// The study as a whole; its larger blocks are in read_life_cycle.cpp and read_feedback.cpp.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "study/category.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using base::Code;
using document::Node;

std::vector<std::string> counted_things(const Node& root, base::Diagnostics& diagnostics) {
  std::vector<std::string> out;
  const Node* units = root.find("units");
  if (units == nullptr) return out;
  const bool is_list_of_words =
      units->is_list() &&
      std::all_of(units->items.begin(), units->items.end(), [](const Node& item) {
        return item.is_scalar() && !item.text.empty() &&
               item.text.find_first_of(" */^()[]0123456789-.") == std::string::npos;
      });
  if (!is_list_of_words) {
    diagnostics.push_back({Code::wrong_shape,
                           "`units` is a list of single words",
                           units->span,
                           "",
                           {},
                           {"as in `units: [page, widget]`"}});
    return out;
  }
  for (const auto& item : units->items) out.push_back(item.text);
  return out;
}

void read_version(const Node& root, StatementReader& reader) {
  const Node* version = root.find("holon");
  if (version == nullptr) {
    reader.report(Code::wrong_version, "this does not say which study language it is in",
                  {root.span.source, 0, 1}, {"begin the file with `holon: 1`"});
  } else if (version->text != "1") {
    reader.report(Code::wrong_version,
                  fmt::format("this is for version {} of the study language; this holon reads 1",
                              version->text),
                  version->span);
  }
}

std::optional<model::TimeAxis> read_time(const Node& root, StatementReader& reader) {
  const Node* node = root.find("time");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`time`")) return std::nullopt;
  reader.check_keys(*node, BlockKind::time);
  model::TimeAxis out;
  for (const auto* key : {"from", "to", "step"}) {
    if (node->find(key) == nullptr)
      reader.report(Code::missing_key, fmt::format("`time` has no `{}`", key), node->span,
                    {"as in `time: {from: 2024-01-01, to: 2026-01-01, step: 1 month}`"});
  }
  const Node* from_node = node->find("from");
  const Node* to_node = node->find("to");
  const Node* step_node = node->find("step");
  if (from_node == nullptr || to_node == nullptr || step_node == nullptr) return std::nullopt;
  const auto from = reader.date(*from_node);
  const auto to = reader.date(*to_node);
  const auto step = reader.certain(*step_node, "s", "step");
  if (const Node* method = node->find("method")) {
    if (const auto known = model::method_named(method->text))
      out.method = *known;
    else
      reader.report(Code::unknown_word, fmt::format("`{}` is no method", method->text),
                    method->span, {fmt::format("write {}", model::method_names())});
  }
  if (const Node* tolerance = node->find("tolerance")) {
    const auto number = reader.certain(*tolerance, "1", "tolerance");
    if (number && *number > 0 && *number < 1)
      out.tolerance = *number;
    else if (number)
      reader.report(Code::out_of_range, "a tolerance lies between 0 and 1", tolerance->span);
  }
  if (!from || !to || !step) return std::nullopt;
  const double span =
      static_cast<double>(base::days_since_epoch(*to) - base::days_since_epoch(*from)) * 86400;
  if (span <= 0) {
    reader.report(Code::outside_time, "`to` must lie after `from`", to_node->span);
    return std::nullopt;
  }
  // a whole number of equal steps: 24 months of 731 days are 24 steps of 30.46 days
  constexpr double kMostSteps = 1e6;
  const double steps = std::round(span / *step);
  if (*step <= 0 || steps < 1 || steps > kMostSteps) {
    reader.report(Code::out_of_range, "the time must hold between 1 and a million steps",
                  step_node->span);
    return std::nullopt;
  }
  out.from = *from;
  out.steps = static_cast<std::uint32_t>(steps);
  out.step = span / steps;
  return out;
}

std::vector<Reference> read_words(const Node* node, StatementReader& reader) {
  std::vector<Reference> out;
  if (node == nullptr || !reader.expect(*node, Node::Kind::list, "a side of the boundary"))
    return out;
  for (const auto& item : node->items) {
    if (reader.expect(item, Node::Kind::scalar, "a word of the boundary"))
      out.push_back({item.text, item.span});
  }
  return out;
}

Boundary read_boundary(const Node& root, StatementReader& reader, base::Diagnostics& diagnostics) {
  Boundary out;
  const Node* node = root.find("boundary");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`boundary`")) return out;
  document::check_keys(*node, {"in", "out"}, "`boundary`", diagnostics);
  out.stated = true;
  out.in = read_words(node->find("in"), reader);
  out.out = read_words(node->find("out"), reader);
  return out;
}

std::vector<std::size_t> read_categories(const Node& root, StatementReader& reader) {
  std::vector<std::size_t> out;
  const Node* node = root.find("categories");
  if (node == nullptr || !reader.expect(*node, Node::Kind::list, "`categories`")) return out;
  std::vector<std::string> names;
  for (const auto& one : categories()) names.emplace_back(one.name);
  for (const auto& item : node->items) {
    if (!reader.expect(item, Node::Kind::scalar, "a category")) continue;
    const int found = find_category(item.text);
    if (found >= 0) {
      out.push_back(static_cast<std::size_t>(found));
      continue;
    }
    const auto near = base::nearest(item.text, names);
    reader.report(Code::unknown_word, fmt::format("there is no category `{}`", item.text),
                  item.span,
                  {near ? fmt::format("did you mean `{}`?", *near)
                        : "the categories are " + base::listed(names, "and")});
  }
  return out;
}

std::optional<quantity::Quantity> read_functional_unit(const Node& root, StatementReader& reader) {
  const Node* node = root.find("functional unit");
  if (node == nullptr) return std::nullopt;
  const auto read = reader.try_statement(*node, "", "functional unit", std::nullopt);
  if (!read || read->is_equation()) return std::nullopt;
  const auto& quantity = std::get<quantity::Quantity>(read->value);
  if (!quantity::is_constant(quantity.distribution) || quantity.unit.dimension.is_plain() ||
      std::get<quantity::Constant>(quantity.distribution.shape).value <= 0) {
    reader.report(Code::not_a_quantity, "a functional unit is an amount of what the system serves",
                  node->span, {"as in `1 request` or `1000 token`"});
    return std::nullopt;
  }
  return quantity;
}

std::optional<Budget> read_budget(const Node& root, StatementReader& reader) {
  const Node* node = root.find("budget");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`budget`")) return std::nullopt;
  std::vector<std::string> names;
  for (const auto& category : categories()) names.emplace_back(category.name);
  reader.check_keys(*node, BlockKind::budget, names);
  Budget out;
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const Node* value = node->find(categories()[i].name);
    if (value == nullptr) continue;
    const auto read =
        reader.try_statement(*value, "budget", std::string(categories()[i].name), unit_of(i));
    if (!read) continue;
    reader.check_not_negative(*read, categories()[i].name);
    if (read->is_equation())
      reader.report(Code::not_here, "a budget is a stated amount, not an equation", value->span);
    else if (!quantity::is_constant(std::get<quantity::Quantity>(read->value).distribution))
      reader.report(Code::not_here, "a budget is one number: what it is compared with is uncertain",
                    value->span);
    else
      out.limits.push_back({i, std::get<quantity::Quantity>(read->value)});
  }
  if (const Node* over = node->find("over");
      over != nullptr && base::name_key(over->text) != "whole life") {
    reader.report(Code::unknown_word,
                  fmt::format("a budget is over the whole life, not `{}`", over->text), over->span,
                  {"write `over: whole life`"});
  }
  if (const Node* certainty = node->find("certainty")) {
    const auto value = reader.certain(*certainty, "1", "certainty");
    if (value && (*value <= 0 || *value >= 1))
      reader.report(Code::out_of_range, "`certainty` must lie between 0 and 100 %",
                    certainty->span);
    else if (value)
      out.certainty = *value;
  }
  if (const Node* as_of = node->find("as of")) {
    out.as_of = reader.date(*as_of);
    if (root.find("time") == nullptr)
      reader.report(Code::missing_key, "a budget `as of` a day needs `time`", as_of->span,
                    {"add `time: {from: 2024-01-01, to: 2026-01-01}` with the study's days"});
  }
  const bool names_nothing =
      std::all_of(node->entries.begin(), node->entries.end(), [](const document::Entry& entry) {
        const auto key = base::name_key(entry.key);
        return key == "over" || key == "certainty" || key == base::name_key("as of");
      });
  if (names_nothing) {
    reader.report(Code::missing_key, "this budget limits nothing", node->span,
                  {"name a category and its limit, as in `climate: 60 t`"});
  }
  return out;
}

}  // namespace

base::Result<Study> read_study(const base::SourcePtr& source, const FileReader& read_file,
                               const RunsReader& read_runs) {
  auto document = document::parse(source);
  if (!document) return tl::unexpected(document.error());
  const Node& root = document->root;
  auto diagnostics = document->diagnostics;
  StatementReader reader({counted_things(root, diagnostics), read_file}, diagnostics);

  Study out;
  if (!root.is_map()) {
    reader.report(Code::wrong_version, "this file is not a study", {source, 0, 1},
                  {"a study begins with `holon: 1`"});
    return tl::unexpected(diagnostics);
  }
  reader.check_keys(root, BlockKind::study);
  read_version(root, reader);
  reader.use(out.arrays);
  reader.use(read_runs);
  out.arrays = read_arrays(root, reader);
  if (const auto title = reader.reference(root, "title")) out.title = title->text;
  out.counted = reader.counted();
  out.functional_unit = read_functional_unit(root, reader);
  if (const Node* unit = root.find("functional unit")) out.functional_unit_span = unit->span;
  out.time = read_time(root, reader);
  out.boundary = read_boundary(root, reader, diagnostics);
  out.categories = read_categories(root, reader);
  out.places = read_places(root, reader);
  if (const Node* places = root.find("places")) out.places_unread = !places->is_map();
  out.hardware = read_hardware(root, reader);
  out.activities = read_life_cycle(root, reader);
  read_feedback(root, reader, out);
  out.scenarios = read_scenarios(root, reader);
  if (const Node* cap = root.find("cap")) out.cap = read_cap(*cap, "cap", reader);
  out.budget = read_budget(root, reader);

  out.diagnostics = std::move(diagnostics);
  return out;
}

}  // namespace holon::study
