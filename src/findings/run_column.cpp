// SPDX-License-Identifier: Apache-2.0
#include "findings/run_column.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "quantity/sizes.h"

namespace holon::findings {
namespace {

using quantity::kJoulesPerKWh;

struct MeasureText {
  std::string_view name;
  std::string_view unit;
};

constexpr std::array<MeasureText, kMeasureCount> kTexts{{{"FLOP", "FLOP"},
                                                         {"parameters", ""},
                                                         {"quality", ""},
                                                         {"time", "s"},
                                                         {"power", "W"},
                                                         {"energy", "kWh"},
                                                         {"carbon intensity", "g CO2e/kWh"},
                                                         {"carbon", "g CO2e"}}};

/// A word of a heading that tells what it is about.
struct Word {
  Measure measure;
  std::string_view text;
  double scale = 0;  ///< above 0: the word is the unit too
};

// in order of precedence: `carbon intensity` is an intensity, `energy co2` is carbon
constexpr Word kWords[] = {
    {Measure::intensity, "intensity"}, {Measure::intensity, "ci"},
    {Measure::carbon, "co2"},          {Measure::carbon, "co2e"},
    {Measure::carbon, "co2eq"},        {Measure::carbon, "carbon"},
    {Measure::carbon, "emissions"},    {Measure::carbon, "emission"},
    {Measure::energy, "energy"},       {Measure::energy, "joules", 1 / kJoulesPerKWh},
    {Measure::power, "power"},         {Measure::power, "watts", 1},
    {Measure::energy, "consumption"},  {Measure::time, "time"},
    {Measure::time, "duration"},       {Measure::time, "runtime"},
    {Measure::time, "latency"},        {Measure::time, "walltime"},
    {Measure::flop, "flop", 1},        {Measure::flop, "flops", 1},
    {Measure::flop, "mflop", 1e6},     {Measure::flop, "mflops", 1e6},
    {Measure::flop, "gflop", 1e9},     {Measure::flop, "gflops", 1e9},
    {Measure::flop, "tflop", 1e12},    {Measure::flop, "tflops", 1e12},
    {Measure::flop, "macs", 2},        {Measure::flop, "mmacs", 2e6},
    {Measure::flop, "gmacs", 2e9},     {Measure::parameters, "params"},
    {Measure::parameters, "param"},    {Measure::parameters, "parameters"},
    {Measure::quality, "accuracy"},    {Measure::quality, "acc"},
};

/// A unit at the end of a heading. Spelt in lower case, `mj` and `mwh` could be a thousandth or a
/// million: they are none.
struct UnitWord {
  Measure measure;
  std::string_view text;
  double scale;
};

constexpr UnitWord kUnits[] = {
    {Measure::time, "ms", 1e-3},
    {Measure::time, "s", 1},
    {Measure::time, "sec", 1},
    {Measure::time, "seconds", 1},
    {Measure::time, "min", 60},
    {Measure::time, "minutes", 60},
    {Measure::time, "h", 3600},
    {Measure::time, "hours", 3600},
    {Measure::time, "days", 86400},
    {Measure::power, "w", 1},
    {Measure::power, "watts", 1},
    {Measure::power, "kw", 1000},
    {Measure::energy, "j", 1 / kJoulesPerKWh},
    {Measure::energy, "joules", 1 / kJoulesPerKWh},
    {Measure::energy, "kj", 1 / 3600.0},
    {Measure::energy, "wh", 1e-3},
    {Measure::energy, "kwh", 1},
    {Measure::energy, "gwh", 1e6},
    {Measure::carbon, "g", 1},
    {Measure::carbon, "kg", 1000},
    {Measure::carbon, "t", 1e6},
    {Measure::carbon, "tonnes", 1e6},
    {Measure::carbon, "lb", 453.59237},
    {Measure::carbon, "lbs", 453.59237},
    {Measure::intensity, "gkwh", 1},
    {Measure::intensity, "g kwh", 1},
    {Measure::intensity, "g per kwh", 1},
    {Measure::intensity, "kg kwh", 1000},
    {Measure::intensity, "kg per kwh", 1000},
    {Measure::parameters, "m", 1e6},
    {Measure::parameters, "millions", 1e6},
    {Measure::parameters, "b", 1e9},
    {Measure::parameters, "billions", 1e9},
    {Measure::parameters, "k", 1e3},
    {Measure::quality, "%", 0.01},
};

// the only two whose case decides, exactly as written
constexpr UnitWord kCasedUnits[] = {{Measure::energy, "MWh", 1e3},
                                    {Measure::energy, "mWh", 1e-6},
                                    {Measure::energy, "MJ", 1 / 3.6},
                                    {Measure::energy, "mJ", 1 / 3.6e9}};

/// A column of a well-known tool whose heading names no unit.
struct Convention {
  std::string_view heading;
  double scale;
  std::string_view whose;
};

constexpr Convention kConventions[] = {{"duration", 1, "CodeCarbon's: seconds"},
                                       {"energy consumed", 1, "CodeCarbon's: kWh"},
                                       {"emissions", 1000, "CodeCarbon's: kg CO2e"},
                                       {"time per epoch", 1, "Zeus's: seconds"},
                                       {"average power", 1, "Zeus's: W"}};

constexpr std::string_view kPartWords[] = {"gpu", "cpu", "ram", "dram", "memory", "network"};
constexpr std::string_view kPredictedWords[] = {"pred", "predicted", "prediction", "forecast"};
constexpr std::string_view kTotalWords[] = {"total", "consumed", "test"};

// these make something else of a word: a rate, a cap, a logarithm, a moment
constexpr std::string_view kOtherWords[] = {"rate",  "limit", "cap", "log",   "log10",
                                            "stamp", "start", "end", "ratio", "std"};

constexpr std::string_view kHardware[] = {"hardware", "device",      "gpu model", "gpu name",
                                          "gpu",      "accelerator", "processor"};
constexpr std::string_view kWork[] = {
    "work",         "workload", "task",         "dataset",    "model hash", "model",
    "architecture", "network",  "project name", "batch size", "optimizer",  "sequence length"};
constexpr std::string_view kVariant[] = {"variant",   "optimisation", "optimization", "technique",
                                         "precision", "quantisation", "quantization", "pruning",
                                         "sparsity",  "compression"};
constexpr std::string_view kSetting[] = {"power limit", "power cap", "frequency"};

// words of letters and digits, as they are written; a per cent sign is one too
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out.back() += c;
    } else {
      if (!out.back().empty()) out.emplace_back();
      if (c == '%') out.back() = "%", out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

template <class List>
bool has_any(const std::vector<std::string>& words, const List& list) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
  });
}

// "g CO2e per kWh" and "gCO2eq/kWh" end as "g per kwh" and "g kwh"
std::vector<std::string> without_carbon(std::vector<std::string> words) {
  for (auto& word : words) {
    for (const std::string_view tail : {"co2eq", "co2e", "co2"}) {
      if (word.size() <= tail.size() || !word.ends_with(tail)) continue;
      word.resize(word.size() - tail.size());
      break;
    }
  }
  std::erase_if(words,
                [](const std::string& w) { return w == "co2eq" || w == "co2e" || w == "co2"; });
  return words;
}

std::string last_words(const std::vector<std::string>& words, std::size_t count) {
  std::string out;
  for (auto i = words.size() - count; i < words.size(); ++i)
    out += (out.empty() ? "" : " ") + words[i];
  return out;
}

std::optional<double> unit_at_end(const std::vector<std::string>& written,
                                  const std::vector<std::string>& lower, Measure measure) {
  for (const auto& known : kCasedUnits) {
    if (known.measure == measure && !written.empty() && written.back() == known.text)
      return known.scale;
  }
  const auto words = without_carbon(lower);
  for (auto count = std::min<std::size_t>(3, words.size()); count > 0; --count) {
    const auto tail = last_words(words, count);
    for (const auto& known : kUnits) {
      if (known.measure == measure && tail == known.text) return known.scale;
    }
  }
  return std::nullopt;
}

std::vector<std::string> in_lower_case(std::vector<std::string> words) {
  for (auto& word : words) word = base::lower(word);
  return words;
}

std::optional<double> scale_of(const Heading& heading, const std::vector<std::string>& written,
                               const std::vector<std::string>& lower) {
  const auto measure = *heading.measure;
  if (const auto scale = unit_at_end(written, lower, measure)) return scale;
  // a unit before a remark: `total_energy_kwh_4ep`
  if (written.size() > 2) {
    auto shorter = written;
    auto shorter_lower = lower;
    shorter.pop_back();
    shorter_lower.pop_back();
    if (const auto scale = unit_at_end(shorter, shorter_lower, measure)) return scale;
  }
  for (const auto& word : kWords) {
    if (word.measure != measure || word.scale == 0) continue;
    if (std::find(lower.begin(), lower.end(), word.text) != lower.end()) return word.scale;
  }
  // counts and shares need no unit
  if (measure == Measure::parameters || measure == Measure::quality) return 1;
  return std::nullopt;
}

void read_unit(Heading& heading, const std::vector<std::string>& written,
               const std::vector<std::string>& lower) {
  heading.scale = scale_of(heading, written, lower);
  if (heading.scale) return;
  for (const auto& known : kConventions) {
    if (base::name_key(heading.text) != known.heading) continue;
    heading.scale = known.scale;
    heading.convention = known.whose;
  }
}

}  // namespace

std::string_view name(Measure measure) { return kTexts[static_cast<std::size_t>(measure)].name; }

std::string_view unit(Measure measure) { return kTexts[static_cast<std::size_t>(measure)].unit; }

std::optional<Measure> measure_of(std::string_view text) {
  const auto key = base::name_key(text);
  for (const auto measure : kMeasures) {
    if (base::name_key(name(measure)) == key) return measure;
  }
  return std::nullopt;
}

Heading read_heading(std::string_view text) {
  const auto written = words_of(text);
  const auto lower = in_lower_case(written);
  Heading out;
  out.text = base::trim(text);
  if (has_any(lower, kOtherWords)) return out;
  for (const auto& word : kWords) {
    if (std::find(lower.begin(), lower.end(), word.text) == lower.end()) continue;
    // a rate of computing, not an amount
    if (word.measure == Measure::flop && has_any(lower, std::array{"per", "s"})) continue;
    out.measure = word.measure;
    break;
  }
  if (!out.measure) return out;
  out.is_total = has_any(lower, kTotalWords);
  out.is_part = has_any(lower, kPartWords);
  out.is_predicted = has_any(lower, kPredictedWords);
  read_unit(out, written, lower);
  return out;
}

Heading read_heading(std::string_view text, Measure measure) {
  const auto written = words_of(text);
  Heading out;
  out.text = base::trim(text);
  out.measure = measure;
  read_unit(out, written, in_lower_case(written));
  return out;
}

std::span<const std::string_view> headings_of(Label label) {
  switch (label) {
    case Label::hardware:
      return kHardware;
    case Label::work:
      return kWork;
    case Label::variant:
      return kVariant;
    case Label::setting:
      return kSetting;
  }
  return {};
}

}  // namespace holon::findings
