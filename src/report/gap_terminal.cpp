// SPDX-License-Identifier: Apache-2.0
#include "report/gap.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/math.h"
#include "base/text.h"
#include "report/layout.h"
#include "report/section.h"
#include "report/short_name.h"
#include "report/table.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::Gap;
using findings::GapFactor;
using findings::GapInput;

/// Columns of a name, and of a value in the table; fewer where intervals stand beside them.
constexpr std::size_t kName = 26;
constexpr std::size_t kShortName = 20;
constexpr std::size_t kValue = 16;
constexpr std::size_t kShortValue = 12;

/// A logarithm smaller than this is rounding.
constexpr double kNoGap = 1e-12;

/// Of a factor with more inputs, as many are listed by name.
constexpr std::size_t kListed = 6;

/// Where a running product lies in the picture, whose scale is logarithmic.
class Waterfall {
 public:
  Waterfall(const Gap& gap, std::size_t columns) : columns_(columns) {
    double at = 0;
    for (const auto& factor : gap.factors) {
      at += base::ln(factor.ratio);
      low_ = std::min(low_, at);
      high_ = std::max(high_, at);
    }
  }

  // the step from one product to the next: up in full blocks, down in light ones
  [[nodiscard]] std::string step(double from, double to) const {
    const auto first = column(std::min(from, to));
    const auto last = column(std::max(from, to));
    std::string out(first, ' ');
    if (last == first) return out + "│";
    for (auto i = first; i < last; ++i) out += to > from ? "█" : "░";
    return out;
  }

 private:
  [[nodiscard]] std::size_t column(double at) const {
    if (high_ <= low_) return 0;
    const auto columns = static_cast<double>(columns_);
    return static_cast<std::size_t>(std::lround(columns * (at - low_) / (high_ - low_)));
  }

  std::size_t columns_;
  double low_ = 0;
  double high_ = 0;
};

// "hardware.for" rather than "for"
std::string with_its_owner(const std::string& ending, const std::string& name) {
  if (ending.find('.') != std::string::npos || ending.size() >= name.size()) return ending;
  const auto dot = name.rfind('.', name.size() - ending.size() - 2);
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

// as short as tells what they are; those of a comparison as its author wrote them
std::vector<std::string> names_of(const Gap& gap) {
  std::vector<std::string> out;
  for (const auto& factor : gap.factors) out.push_back(one_line(factor.name));
  if (gap.what.empty()) return out;
  const auto endings = short_names(out);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = with_its_owner(endings[i], out[i]);
  return out;
}

std::string title_of(const Gap& gap, const Style& style) {
  std::string out;
  if (!gap.title.empty()) out += painted(one_line(gap.title), Tone::heading, style) + "\n";
  Table table({{Align::left}, {Align::decimal}, {Align::left, 1}, {Align::left}});
  double most = std::max(gap.first.value, gap.second.value);
  const auto scale = scale_for(most, gap.unit);
  for (const auto* one : {&gap.first, &gap.second}) {
    table.row({kIndent + one_line(one->name),
               small_number(one->value / scale.size),
               scale.text(),
               {cut(one_line(one->source), 40), Tone::dim}});
  }
  return out + table.render(style).text;
}

// what an input is on one side
std::string value_in(const GapFactor& factor, std::optional<std::string> GapInput::* side,
                     std::size_t width) {
  std::vector<std::string> stated;
  for (const auto& input : factor.inputs) {
    if (const auto& text = input.*side) stated.push_back(*text);
  }
  if (stated.empty()) return "absent";
  if (stated.size() > 1) return fmt::format("{} values", stated.size());
  if (stated.front().starts_with("= ")) return "an equation";
  return cut(one_line(stated.front()), width);
}

std::string factor_text(double ratio) { return "× " + number(ratio); }

std::string spread_text(const std::optional<findings::Range>& spread) {
  if (!spread) return {};
  return fmt::format("{} … {}", number(spread->low), number(spread->high));
}

std::string table_of(const Gap& gap, const Style& style) {
  if (gap.factors.empty()) return {};
  const auto width = gap.spread ? kShortValue : kValue;
  Table table({{Align::left},
               {Align::left},
               {Align::left},
               {Align::left},
               {Align::left, 2, 1, "90 % interval"},
               {Align::right}});
  table.head({{"Factor", Tone::heading},
              {cut(one_line(gap.first.name), width), Tone::dim},
              {cut(one_line(gap.second.name), width), Tone::dim},
              {"ratio", Tone::dim},
              {"90 % interval", Tone::dim},
              {"share", Tone::dim}});
  const auto names = names_of(gap);
  for (std::size_t i = 0; i < gap.factors.size(); ++i) {
    const auto& factor = gap.factors[i];
    table.row({kIndent + cut(names[i], gap.spread ? kShortName : kName),
               value_in(factor, &GapInput::first, width),
               value_in(factor, &GapInput::second, width),
               factor_text(factor.ratio),
               {spread_text(factor.spread), Tone::dim},
               percent(factor.share)});
  }
  table.row({std::string(kIndent) + "all",
             "",
             "",
             factor_text(gap.ratio),
             {spread_text(gap.spread), Tone::dim},
             std::abs(base::ln(gap.ratio)) < kNoGap ? "" : "100 %"});
  return with_note(table.render(style), style);
}

std::string picture_of(const Gap& gap, const Style& style) {
  if (gap.factors.size() < 2) return {};
  constexpr std::size_t kBesides = 40;  // names, and the product so far
  const auto columns =
      std::max<std::size_t>(20, std::min<std::size_t>(style.width, 100) - kBesides);
  const Waterfall picture(gap, columns);
  Table table({{Align::left}, {Align::left}, {Align::decimal}});
  table.head({{"Multiplied up", Tone::heading}, "", {"so far", Tone::dim}});
  const auto names = names_of(gap);
  double at = 0;
  for (std::size_t i = 0; i < gap.factors.size(); ++i) {
    const double next = at + base::ln(gap.factors[i].ratio);
    table.row({kIndent + cut(names[i], kName), picture.step(at, next), number(base::exp(next))});
    at = next;
  }
  return "\n" + with_note(table.render(style), style);
}

// a factor of several inputs, by their names
std::string pools_of(const Gap& gap, const Style& style) {
  std::string out;
  for (const auto& factor : gap.factors) {
    if (factor.inputs.size() < 2) continue;
    std::vector<std::string> names;
    for (const auto& input : factor.inputs) {
      if (names.size() == kListed) break;
      names.push_back(input.name);
    }
    const auto left = factor.inputs.size() - names.size();
    if (left > 0) names.push_back(fmt::format("{} more", left));
    out += wrapped(kIndent, fmt::format("{}: {}", factor.name, base::listed(names, "and")),
                   style.width);
  }
  if (out.empty()) return {};
  return "\n" + painted("What they stand for", Tone::heading, style) + "\n" + out;
}

// sources that are not those of the whole estimate
std::string sources_of(const Gap& gap, const Style& style) {
  std::string out;
  const auto names = names_of(gap);
  const auto add = [&](const std::string& name, const std::string& source,
                       const findings::Estimated& estimate) {
    if (source.empty() || source == estimate.source) return;
    out += wrapped(kIndent, fmt::format("{}, {}: {}", name, estimate.name, source), style.width);
  };
  for (std::size_t i = 0; i < gap.factors.size(); ++i) {
    const auto& inputs = gap.factors[i].inputs;
    for (const auto& input : inputs) {
      const auto& name = inputs.size() == 1 ? names[i] : input.name;
      add(name, input.first_source, gap.first);
      add(name, input.second_source, gap.second);
    }
  }
  if (out.empty()) return {};
  return "\n" + painted("Sources", Tone::heading, style) + "\n" + out;
}

std::string notes_of(const Gap& gap, const Style& style) {
  std::string out;
  for (const auto& remark : findings::remarks_on(gap)) out += wrapped("  → ", remark, style.width);
  if (gap.without_effect > 0) {
    out += wrapped("  → ",
                   fmt::format("{} more {} and {} nothing.", gap.without_effect,
                               gap.without_effect == 1 ? "value differs" : "values differ",
                               gap.without_effect == 1 ? "changes" : "change"),
                   style.width);
  }
  double error = 0;
  for (const auto& factor : gap.factors) error = std::max(error, factor.error);
  const auto how = error > 0 ? fmt::format("{}, orders drawn: ratios are right to {} %", gap.method,
                                           number(100 * error))
                             : gap.method;
  const auto futures =
      gap.samples > 1 ? fmt::format(", {} samples, seed {}", count(gap.samples), gap.seed) : "";
  return out + wrapped(kIndent,
                       fmt::format("by {}{}; the ratios multiply to the gap", how, futures),
                       style.width);
}

}  // namespace

std::string terminal(const Gap& gap, const Style& style) {
  return title_of(gap, style) + "\n" + wrapped("", findings::in_one_sentence(gap), style.width) +
         "\n" + table_of(gap, style) + notes_of(gap, style) + picture_of(gap, style) +
         pools_of(gap, style) + sources_of(gap, style);
}

}  // namespace holon::report
