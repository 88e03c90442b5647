// SPDX-License-Identifier: Apache-2.0
#include "document/quantity_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace holon::document {
namespace {

using base::Code;
using base::Diagnostics;
using quantity::Distribution;
using quantity::Quantity;
using quantity::Unit;

// z of the 95th percentile, by which a 90 % interval spans a lognormal, comes from its own level
double z_of_level(double per_cent) { return quantity::normal_quantile(0.5 + per_cent / 200); }

/// Reads one block's parts; collects mistakes, and knows whether there were any.
class BlockReader {
 public:
  BlockReader(const Node& node, const QuantityContext& context, Diagnostics& diagnostics)
      : node_(node), context_(context), diagnostics_(diagnostics) {}

  std::optional<Quantity> read() {
    const auto before = diagnostics_.size();
    auto out = shape();
    pedigree(out);
    cut(out);
    if (base::has_errors(
            {diagnostics_.begin() + static_cast<std::ptrdiff_t>(before), diagnostics_.end()})) {
      return std::nullopt;
    }
    return out;
  }

 private:
  void report(Code code, std::string message, const base::Span& where,
              std::vector<std::string> help = {}) {
    diagnostics_.push_back({code, std::move(message), where, "", {}, std::move(help)});
  }

  Quantity shape() {
    std::vector<std::string> allowed = quantity_keys();
    const Entry* chosen = nullptr;
    for (const auto& entry : node_.entries) {
      if (!is_shape(entry.key)) continue;
      if (chosen != nullptr) {
        report(Code::stated_twice,
               fmt::format("a quantity is `{}` or `{}`, not both", chosen->key, entry.key),
               entry.key_span);
        return {};
      }
      chosen = &entry;
      allowed.push_back(entry.key);
    }
    check_keys(node_, allowed, "a quantity", diagnostics_);
    if (chosen == nullptr) {
      report(Code::missing_key, "this quantity has no value", node_.span,
             {"write `value: 3 kWh`, or a distribution such as `lognormal: {median: 3 kWh, gsd: "
              "1.3}`"});
      return {};
    }
    return of_shape(base::name_key(chosen->key), chosen->value);
  }

  static bool is_shape(std::string_view key) {
    static const std::vector<std::string> names{"value",      "normal", "lognormal", "uniform",
                                                "triangular", "beta",   "samples",   "choice"};
    return std::find(names.begin(), names.end(), base::name_key(key)) != names.end() ||
           level(key).has_value();
  }

  // "90 %"
  static std::optional<double> level(std::string_view key) {
    const auto inner = base::trim(key);
    if (!inner.ends_with('%')) return std::nullopt;
    return base::parse_number(base::trim(inner.substr(0, inner.size() - 1)));
  }

  Quantity of_shape(const std::string& name, const Node& node) {
    if (name == "value") return scalar(node).value_or(Quantity{});
    if (name == "samples") return samples(node);
    if (name == "choice") return choice(node);
    if (const auto per_cent = level(name)) return interval(*per_cent, node);
    if (!node.is_map()) {
      report(Code::wrong_shape, fmt::format("`{}` needs a block of parameters", name), node.span,
             {example(name)});
      return {};
    }
    if (name == "normal") return normal(node);
    if (name == "lognormal") return lognormal(node);
    if (name == "uniform") return uniform(node);
    if (name == "triangular") return triangular(node);
    return beta(node);
  }

  static std::string example(const std::string& name) {
    if (name == "normal") return "as in `normal: {mean: 4 Wh, sd: 0.5 Wh}`";
    if (name == "lognormal") return "as in `lognormal: {median: 4 Wh, gsd: 1.3}`";
    if (name == "uniform") return "as in `uniform: {low: 3 Wh, high: 6 Wh}`";
    if (name == "triangular") return "as in `triangular: {low: 3 Wh, mode: 4 Wh, high: 6 Wh}`";
    return "as in `beta: {a: 2, b: 5, low: 0 Wh, high: 6 Wh}`";
  }

  std::optional<Quantity> scalar(const Node& node) {
    if (!node.is_scalar()) {
      report(Code::wrong_shape,
             fmt::format("a value is expected here, not {}", in_words(node.kind)), node.span);
      return std::nullopt;
    }
    auto parsed = quantity::parse_quantity(node.text, context_.counted);
    if (parsed) return *parsed;
    diagnostics_.push_back(quantity::diagnose(parsed.error(), node.inside(0, node.text.size())));
    return std::nullopt;
  }

  // a certain number of the block, in `unit` (which the first one fixes)
  std::optional<double> number(const Node& block, std::string_view key, std::optional<Unit>& unit) {
    const Node* node = block.find(key);
    if (node == nullptr) {
      report(Code::missing_key, fmt::format("`{}` is missing here", key), block.span);
      return std::nullopt;
    }
    const auto value = scalar(*node);
    if (!value) return std::nullopt;
    if (!quantity::is_constant(value->distribution)) {
      report(Code::bad_distribution, "a parameter of a distribution is a single number",
             node->span);
      return std::nullopt;
    }
    const double raw = std::get<quantity::Constant>(value->distribution.shape).value;
    if (!unit) unit = value->unit;
    if (value->unit.text == unit->text) return raw;
    if (!quantity::compatible(value->unit.dimension, unit->dimension)) {
      report(Code::wrong_dimension,
             fmt::format("`{}` is {}, its neighbours are {}", key,
                         quantity::in_words(value->unit.dimension),
                         quantity::in_words(unit->dimension)),
             node->span);
      return std::nullopt;
    }
    return raw * value->unit.scale / unit->scale;
  }

  std::optional<double> plain(const Node& block, std::string_view key) {
    std::optional<Unit> unit = Unit{};
    return number(block, key, unit);
  }

  Quantity made(quantity::Shape shape, const std::optional<Unit>& unit) {
    return {{std::move(shape), {}, {}}, unit.value_or(Unit{}), {}, "", 1};
  }

  Quantity normal(const Node& node) {
    check_keys(node, {"mean", "sd"}, "`normal`", diagnostics_);
    std::optional<Unit> unit;
    const auto mean = number(node, "mean", unit);
    const auto sd = number(node, "sd", unit);
    if (sd && *sd <= 0)
      report(Code::bad_distribution, "a standard deviation must be above zero",
             node.find("sd")->span);
    return made(quantity::Normal{mean.value_or(0), sd.value_or(1)}, unit);
  }

  Quantity lognormal(const Node& node) {
    check_keys(node, {"median", "gsd"}, "`lognormal`", diagnostics_);
    std::optional<Unit> unit;
    const auto median = number(node, "median", unit);
    const auto gsd = plain(node, "gsd");
    if (median && *median <= 0) {
      report(Code::bad_distribution, "the median of a lognormal must be above zero",
             node.find("median")->span);
    }
    if (gsd && *gsd <= 1) {
      report(Code::bad_distribution, "a geometric standard deviation must be above 1",
             node.find("gsd")->span,
             {"1.1 spreads by about 10 %, 2 by a factor of two either way"});
    }
    return made(quantity::Lognormal{median.value_or(1), gsd.value_or(2)}, unit);
  }

  Quantity uniform(const Node& node) {
    check_keys(node, {"low", "high"}, "`uniform`", diagnostics_);
    std::optional<Unit> unit;
    const auto low = number(node, "low", unit);
    const auto high = number(node, "high", unit);
    if (low && high && *low >= *high)
      report(Code::bad_distribution, "`low` must be below `high`", node.span);
    return made(quantity::Uniform{low.value_or(0), high.value_or(1)}, unit);
  }

  Quantity triangular(const Node& node) {
    check_keys(node, {"low", "mode", "high"}, "`triangular`", diagnostics_);
    std::optional<Unit> unit;
    const auto mode = number(node, "mode", unit);
    const auto low = number(node, "low", unit);
    const auto high = number(node, "high", unit);
    if (low && mode && high && (*low > *mode || *mode > *high || *low >= *high)) {
      report(Code::bad_distribution, "`mode` must lie between `low` and `high`", node.span);
    }
    return made(quantity::Triangular{low.value_or(0), mode.value_or(0.5), high.value_or(1)}, unit);
  }

  Quantity beta(const Node& node) {
    check_keys(node, {"a", "b", "low", "high"}, "`beta`", diagnostics_);
    std::optional<Unit> unit;
    const auto a = plain(node, "a");
    const auto b = plain(node, "b");
    const auto high = node.find("high") != nullptr ? number(node, "high", unit) : 1.0;
    const auto low = node.find("low") != nullptr ? number(node, "low", unit) : 0.0;
    if ((a && (*a <= 0 || *a > 1e6)) || (b && (*b <= 0 || *b > 1e6))) {
      report(Code::bad_distribution, "the shapes of a beta must lie above zero and below a million",
             node.span);
    }
    if (low && high && *low >= *high)
      report(Code::bad_distribution, "`low` must be below `high`", node.span);
    return made(quantity::Beta{a.value_or(1), b.value_or(1), low.value_or(0), high.value_or(1)},
                unit);
  }

  // {90 %: 3 .. 6 Wh}: the lognormal whose central 90 % this is
  Quantity interval(double per_cent, const Node& node) {
    if (per_cent <= 0 || per_cent >= 100) {
      report(Code::bad_distribution, "the level of an interval must lie between 0 and 100 %",
             node.span);
      return {};
    }
    auto range = scalar(node);
    if (!range) return {};
    const auto* ends = std::get_if<quantity::Uniform>(&range->distribution.shape);
    if (ends == nullptr || ends->low <= 0) {
      report(Code::bad_distribution,
             "an interval has two ends above zero, as in `{90 %: 3 .. 6 Wh}`", node.span);
      return {};
    }
    const double median = std::sqrt(ends->low * ends->high);
    const double gsd = std::exp(std::log(ends->high / ends->low) / (2 * z_of_level(per_cent)));
    range->distribution.shape = quantity::Lognormal{median, gsd};
    return *range;
  }

  Quantity samples(const Node& node) {
    if (node.is_scalar()) return samples_of_file(node);
    if (!node.is_list() || node.items.empty()) {
      report(Code::wrong_shape, "samples are a list of values, or the name of a file", node.span,
             {"as in `samples: [3 Wh, 4 Wh]` or `samples: measured.csv, unit: Wh`"});
      return {};
    }
    quantity::Samples out;
    std::optional<Unit> unit;
    for (const auto& item : node.items) {
      const auto value = scalar(item);
      if (!value) return {};
      if (!quantity::is_constant(value->distribution)) {
        report(Code::bad_distribution, "a sample is a single number", item.span);
        return {};
      }
      if (!unit) unit = value->unit;
      if (!quantity::compatible(value->unit.dimension, unit->dimension)) {
        report(Code::wrong_dimension, "all samples must measure the same", item.span);
        return {};
      }
      const double number = std::get<quantity::Constant>(value->distribution.shape).value;
      out.values.push_back(
          value->unit.text == unit->text ? number : number * value->unit.scale / unit->scale);
    }
    std::sort(out.values.begin(), out.values.end());
    return made(std::move(out), unit);
  }

  // one number a line, or the first column of a CSV; lines that do not begin with a number are
  // heads
  Quantity samples_of_file(const Node& node) {
    quantity::Samples out;
    out.file = node.text;
    std::string content;
    try {
      content = context_.read_file ? context_.read_file(node.text)
                                   : throw base::WorldError("no files here");
    } catch (const base::WorldError& error) {
      report(Code::not_read, error.what(), node.span);
      return {};
    }
    std::istringstream lines(content);
    for (std::string line; std::getline(lines, line);) {
      const auto first = base::trim(std::string_view(line).substr(0, line.find_first_of(",;\t")));
      if (const auto value = base::parse_number(first)) out.values.push_back(*value);
    }
    if (out.values.empty()) {
      report(Code::not_read, fmt::format("`{}` holds no number at the start of a line", node.text),
             node.span);
      return {};
    }
    std::sort(out.values.begin(), out.values.end());
    Unit unit;
    const Node* unit_node = node_.find("unit");
    if (unit_node != nullptr && unit_node->is_scalar()) {
      auto parsed = quantity::parse_unit(unit_node->text, context_.counted);
      if (!parsed) {
        diagnostics_.push_back(
            quantity::diagnose(parsed.error(), unit_node->inside(0, unit_node->text.size())));
        return {};
      }
      unit = *parsed;
    }
    return made(std::move(out), unit);
  }

  // {choice: {act: 120 kg, boavizta: {value: 575 kg, weight: 0.5}}}
  Quantity choice(const Node& node) {
    if (!node.is_map() || node.entries.size() < 2) {
      report(Code::wrong_shape, "a choice names at least two rival models", node.span,
             {"as in `choice: {act: 120 kg, boavizta: 575 kg}`"});
      return {};
    }
    quantity::Choice out;
    std::optional<Unit> unit;
    for (const auto& entry : node.entries) {
      const auto rival = rival_of(entry);
      if (!rival) return {};
      const auto& [quantity, weight] = *rival;
      if (!unit) unit = quantity.unit;
      if (quantity.unit.text != unit->text) {
        // rivals in other units would need every shape converted
        report(
            Code::bad_distribution, "write all rivals of a choice in the same unit",
            entry.value.span,
            {fmt::format("the first one is in {}", unit->text.empty() ? "no unit" : unit->text)});
        return {};
      }
      out.rivals.push_back(
          {entry.key, weight, std::make_shared<const Distribution>(quantity.distribution)});
    }
    return made(std::move(out), unit);
  }

  std::optional<std::pair<Quantity, double>> rival_of(const Entry& entry) {
    Node block = entry.value;
    double weight = 1;
    const auto weighted =
        std::find_if(block.entries.begin(), block.entries.end(),
                     [](const Entry& e) { return base::name_key(e.key) == "weight"; });
    if (weighted != block.entries.end()) {
      const auto value = scalar(weighted->value);
      if (!value) return std::nullopt;
      const auto* number = std::get_if<quantity::Constant>(&value->distribution.shape);
      if (number == nullptr || number->value * value->unit.scale <= 0 ||
          !value->unit.dimension.is_plain()) {
        report(Code::bad_distribution, "a weight must be a plain number above zero",
               weighted->value.span);
        return std::nullopt;
      }
      weight = number->value * value->unit.scale;
      block.entries.erase(weighted);
    }
    auto quantity = read_quantity(block, context_, diagnostics_);
    if (!quantity) return std::nullopt;
    if (std::holds_alternative<quantity::Choice>(quantity->distribution.shape)) {
      report(Code::bad_distribution, "a rival of a choice is not itself a choice",
             entry.value.span);
      return std::nullopt;
    }
    return std::pair{*quantity, weight};
  }

  void pedigree(Quantity& out) {
    if (const Node* evidence = node_.find("evidence")) {
      const auto parsed = quantity::parse_evidence(base::name_key(evidence->text));
      if (parsed) {
        out.pedigree.evidence = *parsed;
      } else {
        report(Code::unknown_word, fmt::format("`{}` is no kind of evidence", evidence->text),
               evidence->span, {"write measured, declared, catalogue, modelled or assumed"});
      }
    }
    if (const Node* source = node_.find("source")) out.pedigree.source = source->text;
    if (const Node* cause = node_.find("cause")) out.cause = cause->text;
    if (const Node* correlation = node_.find("correlation")) {
      std::optional<Unit> unit = Unit{};
      const auto value = number(node_, "correlation", unit);
      if (value && (*value < 0 || *value > 1)) {
        report(Code::out_of_range, "a correlation with a cause must lie between 0 and 1",
               correlation->span);
      } else if (value) {
        out.correlation = *value;
      }
      if (out.cause.empty()) {
        report(Code::missing_key, "a correlation needs the `cause` it is with", correlation->span);
      }
    }
  }

  void cut(Quantity& out) {
    std::optional<Unit> unit = out.unit;
    if (node_.find("min") != nullptr) out.distribution.min = number(node_, "min", unit);
    if (node_.find("max") != nullptr) out.distribution.max = number(node_, "max", unit);
    const auto& [shape, min, max] = out.distribution;
    if (!min && !max) return;
    if (min && max && *min >= *max) {
      report(Code::bad_distribution, "`min` must be below `max`", node_.find("min")->span);
    } else if (const auto* choice = std::get_if<quantity::Choice>(&shape)) {
      for (const auto& rival : choice->rivals)
        check_cut(rival.distribution->shape, out.distribution);
    } else {
      check_cut(shape, out.distribution);
    }
  }

  void check_cut(const quantity::Shape& shape, const Distribution& whole) {
    // a sample that lies on the cut stays
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const double from =
        whole.min ? quantity::probability_below(shape, std::nextafter(*whole.min, -kInfinity)) : 0;
    const double to = whole.max ? quantity::probability_below(shape, *whole.max) : 1;
    const auto* constant = std::get_if<quantity::Constant>(&shape);
    const bool constant_inside = constant != nullptr &&
                                 (!whole.min || constant->value >= *whole.min) &&
                                 (!whole.max || constant->value <= *whole.max);
    if (constant_inside || (constant == nullptr && to - from > 1e-9)) return;
    report(Code::bad_distribution, "`min` and `max` leave nothing of this distribution",
           node_.span);
  }

  const Node& node_;
  const QuantityContext& context_;
  Diagnostics& diagnostics_;
};

}  // namespace

const std::vector<std::string>& quantity_keys() {
  static const std::vector<std::string> keys{
      "value", "normal", "lognormal", "uniform",  "triangular", "beta", "samples", "choice",
      "unit",  "min",    "max",       "evidence", "source",     "note", "cause",   "correlation"};
  return keys;
}

bool looks_like_quantity(const Node& node) {
  static const std::vector<std::string> telling{"value",      "normal", "lognormal", "uniform",
                                                "triangular", "beta",   "samples",   "choice"};
  return node.is_map() &&
         std::any_of(node.entries.begin(), node.entries.end(), [](const Entry& entry) {
           const auto key = base::name_key(entry.key);
           return key.ends_with('%') ||
                  std::find(telling.begin(), telling.end(), key) != telling.end();
         });
}

std::optional<Quantity> read_quantity(const Node& node, const QuantityContext& context,
                                      Diagnostics& diagnostics) {
  if (node.broken) return std::nullopt;
  if (node.is_map()) return BlockReader(node, context, diagnostics).read();
  if (!node.is_scalar()) {
    diagnostics.push_back({Code::wrong_shape,
                           fmt::format("a quantity is expected here, not {}", in_words(node.kind)),
                           node.span,
                           "",
                           {},
                           {"write a number and its unit, as in `3.96 Wh`"}});
    return std::nullopt;
  }
  auto parsed = quantity::parse_quantity(node.text, context.counted);
  if (parsed) return *parsed;
  diagnostics.push_back(quantity::diagnose(parsed.error(), node.inside(0, node.text.size())));
  return std::nullopt;
}

}  // namespace holon::document
