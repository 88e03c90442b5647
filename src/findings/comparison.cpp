// SPDX-License-Identifier: Apache-2.0
#include "findings/comparison.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "document/node.h"
#include "document/quantity_reader.h"
#include "model/model.h"

namespace holon::findings {
namespace {

using base::Code;
using document::Node;
using quantity::Dimension;

/// Factors that are multiplied, as each side states them: all of an estimate, or a phase of it.
struct Scope {
  std::string phase;  // empty: of all phases
  std::array<std::vector<StatedFactor>, 2> stated;
  std::array<bool, 2> present{false, false};
};

std::string key_of(const std::string& name) { return base::name_key(name); }

Dimension dimension_of(const std::vector<StatedFactor>& factors) {
  Dimension out;
  for (const auto& one : factors) out = out * one.quantity.unit.dimension;
  return out;
}

class ComparisonReader {
 public:
  explicit ComparisonReader(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Comparison read(const Node& root) {
    document::check_keys(root, {"compare", "title", "note", "unit", "formula", "estimates"},
                         "a comparison", diagnostics_);
    read_heading(root);
    read_estimates(root);
    if (base::has_errors(diagnostics_)) return std::move(out_);
    if (const auto* formula = root.find("formula"))
      use_formula(*formula);
    else
      multiply();
    if (!base::has_errors(diagnostics_)) settle_unit();
    return std::move(out_);
  }

 private:
  void report(Code code, std::string message, const base::Span& where, std::string label,
              std::vector<std::string> help) {
    diagnostics_.push_back(
        {code, std::move(message), where, std::move(label), {}, std::move(help)});
  }

  std::string text(const Node& block, const char* key) {
    const auto* node = block.find(key);
    if (node == nullptr) return {};
    if (node->is_scalar()) return node->text;
    report(Code::wrong_shape, fmt::format("`{}` is a text", key), node->span, "", {});
    return {};
  }

  void read_heading(const Node& root) {
    if (text(root, "compare") != "1") {
      report(Code::wrong_version, "this is no comparison that this holon reads",
             root.find("compare")->span, "", {"write `compare: 1`"});
    }
    out_.title = text(root, "title");
    (void)text(root, "note");
    const auto* unit = root.find("unit");
    if (unit == nullptr) return;
    const auto read = quantity::parse_unit(text(root, "unit"));
    if (!read)
      diagnostics_.push_back(quantity::diagnose(read.error(), unit->span));
    else
      stated_unit_ = *read;
  }

  void read_estimates(const Node& root) {
    const auto* node = root.find("estimates");
    const bool is_pair = node != nullptr && node->is_map() && node->entries.size() == 2;
    if (!is_pair) {
      report(node == nullptr ? Code::missing_key : Code::wrong_shape,
             "a comparison is of two estimates", node == nullptr ? root.span : node->span, "",
             {"as in `estimates: {first study: {factors: {…}}, second study: {factors: {…}}}`"});
      return;
    }
    scopes_.push_back({});
    for (std::size_t side = 0; side < 2; ++side) read_estimate(node->entries[side], side);
  }

  void read_estimate(const document::Entry& entry, std::size_t side) {
    places_[side] = entry.key_span;
    auto& estimate = out_.estimates[side];
    estimate.name = entry.key;
    if (!entry.value.is_map()) {
      report(Code::wrong_shape, fmt::format("`{}` is a block", entry.key), entry.value.span, "",
             {"as in `{factors: {energy: 7.5 MWh, carbon intensity: 431 g/kWh}}`"});
      return;
    }
    document::check_keys(entry.value, {"source", "prints", "factors", "phases"}, "an estimate",
                         diagnostics_);
    estimate.source = text(entry.value, "source");
    if (const auto* prints = entry.value.find("prints"))
      printed_[side] = document::read_quantity(*prints, {}, diagnostics_);
    const auto* factors = entry.value.find("factors");
    const auto* phases = entry.value.find("phases");
    if (factors == nullptr && phases == nullptr) {
      report(Code::missing_key, fmt::format("`{}` has no factors", entry.key), entry.key_span, "",
             {"as in `factors: {energy: 7.5 MWh, carbon intensity: 431 g/kWh}`"});
    }
    scopes_[0].present[side] = true;
    if (factors != nullptr) read_factors(*factors, scopes_[0], side);
    if (phases != nullptr) read_phases(*phases, side);
  }

  bool is_block(const Node& node, const std::string& what) {
    if (node.is_map() && !node.entries.empty()) return true;
    report(Code::wrong_shape, fmt::format("{} is a block of factors", what), node.span, "",
           {"as in `{energy: 7.5 MWh, carbon intensity: 431 g/kWh}`"});
    return false;
  }

  void read_factors(const Node& node, Scope& scope, std::size_t side) {
    if (!is_block(node, "`factors`")) return;
    for (const auto& entry : node.entries) {
      if (entry.value.is_equation()) {
        report(Code::wrong_shape, fmt::format("`{}` is a number, no equation", entry.key),
               entry.value.span, "", {"state what it comes to, or what it is the product of"});
        continue;
      }
      auto read = document::read_quantity(entry.value, {}, diagnostics_);
      if (!read) continue;
      if (read->pedigree.source.empty()) read->pedigree.source = out_.estimates[side].source;
      scope.stated[side].push_back({entry.key, std::move(*read), entry.value.span});
    }
  }

  void read_phases(const Node& node, std::size_t side) {
    if (!is_block(node, "`phases`")) return;
    for (const auto& entry : node.entries) {
      auto found = std::find_if(scopes_.begin() + 1, scopes_.end(), [&](const Scope& scope) {
        return key_of(scope.phase) == key_of(entry.key);
      });
      if (found == scopes_.end()) {
        scopes_.push_back({entry.key, {}, {}});
        found = scopes_.end() - 1;
      }
      found->present[side] = true;
      read_factors(entry.value, *found, side);
    }
  }

  // the factors of a formula: by name, what is absent has no place to hide
  void use_formula(const Node& node) {
    if (scopes_.size() > 1) {
      report(Code::stated_twice, "a comparison has phases or a formula, not both", node.span, "",
             {"write the sum into the formula"});
      return;
    }
    for (std::size_t side = 0; side < 2; ++side) {
      for (auto& one : scopes_[0].stated[side]) {
        check_name(one);
        auto& factor = factor_named(one.name);
        if (!one.quantity.unit.dimension.is_plain()) factor.absent = 0;
        (side == 0 ? factor.first : factor.second).push_back(std::move(one));
      }
    }
    for (const auto& factor : out_.factors) check_sides_fit(factor);
    if (!base::has_errors(diagnostics_)) read_formula(node);
  }

  void check_name(const StatedFactor& factor) {
    if (!model::is_reserved(factor.name)) return;
    report(Code::reserved_name,
           fmt::format("`{}` has a meaning of its own in equations", factor.name), factor.span, "",
           {"give the factor another name"});
  }

  ComparedFactor& factor_named(const std::string& name) {
    for (auto& factor : out_.factors) {
      if (key_of(factor.name) == key_of(name)) return factor;
    }
    out_.factors.push_back({name, {}, {}, 1});
    return out_.factors.back();
  }

  void read_formula(const Node& node) {
    if (!node.is_equation()) {
      report(Code::wrong_shape, "a formula begins with `=`", node.span, "",
             {"as in `formula: = energy * pue * carbon intensity`"});
      return;
    }
    const auto parsed =
        model::parse_expression(std::string_view(node.text).substr(1),
                                node.inside(1, node.text.size() - 1), true, {}, diagnostics_);
    if (!parsed) return;
    out_.formula =
        model::resolve_names(parsed, [&](const model::Expression& name) { return resolved(name); });
    if (!out_.formula || base::has_errors(diagnostics_)) return;
    check_units(node.span);
    if (auto addends = sum_of_products(out_.formula)) out_.addends = std::move(*addends);
  }

  model::Expr resolved(const model::Expression& name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < out_.factors.size(); ++i) {
      names.push_back(out_.factors[i].name);
      if (key_of(names.back()) == key_of(name.name)) return model::variable(i);
    }
    const auto near = base::nearest(name.name, names);
    report(Code::unknown_name, fmt::format("no estimate states `{}`", name.name), name.span, "",
           {near ? fmt::format("did you mean `{}`?", *near)
                 : fmt::format("they state {}", base::listed(names, "and"))});
    return nullptr;
  }

  // as the units of a study are checked
  void check_units(const base::Span& where) {
    model::Model draft;
    std::vector<bool> declared;
    for (const auto& factor : out_.factors) {
      model::Variable variable;
      variable.name = factor.name;
      variable.role = model::Role::input;
      variable.quantity = (factor.first.empty() ? factor.second : factor.first).front().quantity;
      variable.unit = variable.quantity.unit;
      draft.variables.push_back(std::move(variable));
      declared.push_back(true);
    }
    model::Variable total;
    total.name = "the formula";
    total.equation = out_.formula;
    total.span = where;
    draft.variables.push_back(std::move(total));
    declared.push_back(false);
    const auto checked = model::finished(std::move(draft), declared);
    if (!checked)
      diagnostics_.insert(diagnostics_.end(), checked.error().begin(), checked.error().end());
    else
      dimension_ = checked->variables[out_.factors.size()].unit.dimension;
  }

  // each estimate is the product of its factors, times the sum of its phases
  void multiply() {
    std::vector<std::size_t> common;
    std::vector<std::vector<std::size_t>> phases;
    for (const auto& scope : scopes_) {
      const auto from = out_.factors.size();
      match(scope);
      std::vector<std::size_t> own;
      for (auto i = from; i < out_.factors.size(); ++i) own.push_back(i);
      if (scope.phase.empty())
        common = own;
      else
        phases.push_back(own);
    }
    if (base::has_errors(diagnostics_) || !have_one_dimension()) return;
    if (phases.empty()) phases.push_back({});
    for (const auto& phase : phases) {
      Addend addend;
      for (const auto i : common) addend.powers.emplace_back(i, 1);
      for (const auto i : phase) addend.powers.emplace_back(i, 1);
      const auto product = product_of(addend);
      out_.formula = out_.formula ? out_.formula + product : product;
      out_.addends.push_back(std::move(addend));
    }
  }

  static model::Expr product_of(const Addend& addend) {
    model::Expr out;
    for (const auto& [factor, exponent] : addend.powers) {
      const auto one = model::variable(factor);
      out = out ? out * one : one;
    }
    return out ? out : model::number(1);
  }

  void match(const Scope& scope) {
    const auto named = [&](const std::string& name) {
      return scope.phase.empty() ? name : fmt::format("{}: {}", scope.phase, name);
    };
    if (!scope.phase.empty() && scope.present[0] != scope.present[1]) {
      out_.factors.push_back({scope.phase, scope.stated[0], scope.stated[1], 0});
      return;
    }
    std::array<std::vector<StatedFactor>, 2> left;
    for (std::size_t side = 0; side < 2; ++side) {
      for (const auto& one : scope.stated[side]) {
        const auto& others = scope.stated[1 - side];
        const auto other = std::find_if(others.begin(), others.end(), [&](const auto& o) {
          return key_of(o.name) == key_of(one.name);
        });
        if (other == others.end())
          left[side].push_back(one);
        else if (side == 0)
          out_.factors.push_back({named(one.name), {one}, {*other}, 1});
        if (other != others.end() && side == 0) check_sides_fit(out_.factors.back());
      }
    }
    match_left(left, named);
  }

  // plain numbers are 1 where they are absent; of the rest, the products stand against each other
  template <class Named>
  void match_left(std::array<std::vector<StatedFactor>, 2>& left, const Named& named) {
    ComparedFactor pooled{"", {}, {}, 1};
    for (std::size_t side = 0; side < 2; ++side) {
      for (auto& one : left[side]) {
        if (one.quantity.unit.dimension.is_plain()) {
          ComparedFactor alone{named(one.name), {}, {}, 1};
          (side == 0 ? alone.first : alone.second).push_back(std::move(one));
          out_.factors.push_back(std::move(alone));
        } else {
          (side == 0 ? pooled.first : pooled.second).push_back(std::move(one));
        }
      }
    }
    if (pooled.first.empty() && pooled.second.empty()) return;
    if (pooled.first.empty() || pooled.second.empty()) {
      const auto& alone = pooled.first.empty() ? pooled.second.front() : pooled.first.front();
      report(Code::missing_key,
             fmt::format("only one of the estimates states `{}`, which is {}", alone.name,
                         quantity::in_words(alone.quantity.unit.dimension)),
             alone.span, "nothing stands against this",
             {"state it in both; only a plain number can be absent, and counts as 1"});
      return;
    }
    pooled.name = named(fmt::format("{} against {}", joined(pooled.first), joined(pooled.second)));
    check_sides_fit(pooled);
    out_.factors.push_back(std::move(pooled));
  }

  static std::string joined(const std::vector<StatedFactor>& factors) {
    std::vector<std::string> names;
    for (const auto& one : factors) names.push_back(one.name);
    return fmt::format("{}", fmt::join(names, " × "));
  }

  void check_sides_fit(const ComparedFactor& factor) {
    if (factor.first.empty() || factor.second.empty()) return;
    const auto first = dimension_of(factor.first);
    const auto second = dimension_of(factor.second);
    if (quantity::compatible(first, second)) return;
    report(quantity::same_size(first, second) ? Code::wrong_kind : Code::wrong_dimension,
           fmt::format("`{}` is {} in one estimate and {} in the other", factor.name,
                       quantity::in_words(first), quantity::in_words(second)),
           factor.second.front().span, "", {"both estimates must state the same kind of thing"});
  }

  // all phases of both sides add up
  bool have_one_dimension() {
    for (std::size_t side = 0; side < 2; ++side) {
      const auto common = dimension_of(scopes_[0].stated[side]);
      bool any = false;
      for (std::size_t i = 1; i < scopes_.size(); ++i) {
        if (!scopes_[i].present[side]) continue;
        any = true;
        if (!fits(common * dimension_of(scopes_[i].stated[side]), scopes_[i].stated[side], side))
          return false;
      }
      if (!any && !fits(common, scopes_[0].stated[side], side)) return false;
    }
    return true;
  }

  bool fits(const Dimension& dimension, const std::vector<StatedFactor>& factors,
            std::size_t side) {
    if (!dimension_) dimension_ = dimension;
    if (quantity::compatible(*dimension_, dimension)) return true;
    report(quantity::same_size(*dimension_, dimension) ? Code::wrong_kind : Code::wrong_dimension,
           fmt::format("the factors come to {} here, and to {} elsewhere",
                       quantity::in_words(dimension), quantity::in_words(*dimension_)),
           factors.empty() ? places_[side] : factors.front().span, "",
           {"all products of a comparison measure the same"});
    return false;
  }

  // the stated one, else that of what is printed, else a usual one
  void settle_unit() {
    if (stated_unit_) {
      out_.unit = *stated_unit_;
    } else if (printed_[0] || printed_[1]) {
      out_.unit = (printed_[0] ? printed_[0] : printed_[1])->unit;
    } else {
      const auto usual = quantity::example_units(*dimension_);
      const auto first = usual.substr(0, usual.find(','));
      out_.unit = quantity::parse_unit(first).value_or(quantity::Unit{1, *dimension_, ""});
    }
    check_result(out_.unit.dimension, places_[0], "the result");
    for (std::size_t side = 0; side < 2; ++side) {
      if (!printed_[side]) continue;
      check_result(printed_[side]->unit.dimension, places_[side], "what is printed");
      out_.estimates[side].printed = quantity::mean(printed_[side]->distribution) *
                                     printed_[side]->unit.scale / out_.unit.scale;
    }
  }

  void check_result(const Dimension& dimension, const base::Span& where, const char* what) {
    if (quantity::compatible(dimension, *dimension_)) return;
    report(quantity::same_size(dimension, *dimension_) ? Code::wrong_kind : Code::wrong_dimension,
           fmt::format("{} is {}, and the factors come to {}", what, quantity::in_words(dimension),
                       quantity::in_words(*dimension_)),
           where, "", {"check the units of the factors"});
  }

  base::Diagnostics& diagnostics_;
  Comparison out_;
  std::vector<Scope> scopes_;  // the first is that of all phases
  std::array<std::optional<quantity::Quantity>, 2> printed_;
  std::array<base::Span, 2> places_;
  std::optional<quantity::Unit> stated_unit_;
  std::optional<Dimension> dimension_;  // of the result
};

}  // namespace

bool is_comparison(const base::SourceText& source) {
  const auto document = document::parse(std::make_shared<const base::SourceText>(source));
  return document && document->root.find("compare") != nullptr;
}

base::Result<Comparison> read_comparison(const base::SourcePtr& source) {
  auto document = document::parse(source);
  if (!document) return tl::unexpected(document.error());
  auto diagnostics = document->diagnostics;
  if (!document->root.is_map() || document->root.find("compare") == nullptr) {
    diagnostics.push_back({Code::missing_key,
                           "this is no comparison",
                           document->root.span,
                           "",
                           {},
                           {"a comparison begins with `compare: 1`"}});
    return tl::unexpected(diagnostics);
  }
  auto out = ComparisonReader(diagnostics).read(document->root);
  if (base::has_errors(diagnostics)) return tl::unexpected(base::in_order(diagnostics));
  return out;
}

}  // namespace holon::findings
