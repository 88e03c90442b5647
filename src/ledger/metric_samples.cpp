// SPDX-License-Identifier: Apache-2.0
#include "ledger/metric_samples.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "record/json_place.h"

namespace holon::ledger {
namespace {

using Labels = std::map<std::string, std::string>;
using nlohmann::json;

constexpr double kNanosecondsPerSecond = 1e9;
constexpr double kNanosecondsPerMillisecond = 1e6;

// a moment of a measurement; nothing for what cannot be one
std::optional<record::Instant> instant(double value, double unit_ns) {
  const double at_ns = value * unit_ns;
  if (!(std::abs(at_ns) < 9e18)) return std::nullopt;
  const auto out = static_cast<record::Instant>(std::llround(at_ns));
  return is_plausible(out) ? std::optional(out) : std::nullopt;
}

// promtool's lines begin with a brace too
bool is_json(std::string_view text) {
  const auto trimmed = base::trim(text);
  return trimmed.starts_with("{") && !trimmed.starts_with("{__name__");
}

/// Gathers samples by their series.
class Series {
 public:
  void add(const std::string& name, const Labels& labels, const MetricSample& sample) {
    const auto [where, is_new] = places_.emplace(std::pair(name, labels), series_.size());
    if (is_new) series_.push_back({name, labels, {}});
    series_[where->second].samples.push_back(sample);
  }
  [[nodiscard]] std::vector<MetricSeries> in_order() && {
    for (auto& one : series_) {
      std::stable_sort(
          one.samples.begin(), one.samples.end(),
          [](const MetricSample& a, const MetricSample& b) { return a.at_ns < b.at_ns; });
    }
    return std::move(series_);
  }

 private:
  std::map<std::pair<std::string, Labels>, std::size_t> places_;
  std::vector<MetricSeries> series_;
};

/// One line of the text formats.
struct Line {
  std::string name;
  Labels labels;
  std::string_view value, time;
};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == ':';
}

std::string_view taken_name(std::string_view& rest) {
  std::size_t end = 0;
  while (end < rest.size() && is_name(rest[end])) ++end;
  const auto out = rest.substr(0, end);
  rest.remove_prefix(end);
  return out;
}

void skip_blanks(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
}

// between quotes, with \\, \" and \n resolved; nothing if no quote closes it
std::optional<std::string> taken_quoted(std::string_view& rest) {
  if (!rest.starts_with("\"")) return std::nullopt;
  std::string out;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return out;
    }
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      ++i;
      out += rest[i] == 'n' ? '\n' : rest[i];
    } else {
      out += rest[i];
    }
  }
  return std::nullopt;
}

// "{a="b", c="d"}"; false: it is torn
bool take_labels(std::string_view& rest, Labels& out) {
  if (!rest.starts_with("{")) return true;
  rest.remove_prefix(1);
  while (true) {
    skip_blanks(rest);
    if (rest.starts_with("}")) {
      rest.remove_prefix(1);
      return true;
    }
    const auto name = taken_name(rest);
    skip_blanks(rest);
    if (name.empty() || !rest.starts_with("=")) return false;
    rest.remove_prefix(1);
    skip_blanks(rest);
    auto value = taken_quoted(rest);
    if (!value) return false;
    out[std::string(name)] = std::move(*value);
    skip_blanks(rest);
    if (rest.starts_with(",")) rest.remove_prefix(1);
  }
}

std::optional<Line> parse_line(std::string_view text) {
  Line out;
  auto rest = text;
  skip_blanks(rest);
  out.name = taken_name(rest);
  skip_blanks(rest);
  if (!take_labels(rest, out.labels)) return std::nullopt;
  // promtool writes the name among the labels
  if (const auto name = out.labels.find("__name__"); name != out.labels.end()) {
    if (out.name.empty()) out.name = name->second;
    out.labels.erase(name);
  }
  auto words = base::trim(rest);
  if (out.name.empty() || words.empty()) return std::nullopt;
  // an exemplar of OpenMetrics
  if (const auto note = words.find(" # "); note != std::string_view::npos)
    words = base::trim(words.substr(0, note));
  const auto blank = words.find(' ');
  out.value = words.substr(0, blank);
  if (blank != std::string_view::npos) out.time = base::trim(words.substr(blank));
  return out;
}

/// Reads the text formats line by line.
class TextReader {
 public:
  TextReader(const Log& log, std::string_view prefix, Metrics& out)
      : log_(log), prefix_(prefix), out_(out) {
    const auto text = base::trim(log.source->text());
    unit_ns_ = text.ends_with("# EOF") ? kNanosecondsPerSecond : kNanosecondsPerMillisecond;
  }

  [[nodiscard]] std::vector<MetricSeries> series() {
    const std::string_view text = log_.source->text();
    for (std::size_t start = 0; start < text.size();) {
      const auto end = std::min(text.find('\n', start), text.size());
      take(text.substr(start, end - start), {log_.source, start, end - start}, end == text.size());
      start = end + 1;
    }
    return std::move(series_).in_order();
  }

 private:
  void take(std::string_view text, const base::Span& span, bool has_no_end) {
    const auto trimmed = base::trim(text);
    if (trimmed.empty() || trimmed.starts_with("#")) return;
    const auto line = parse_line(trimmed);
    if (!line) return tell(span, "this line is no sample: it is torn");
    if (!line->name.starts_with(prefix_)) return;
    if (has_no_end) return tell(span, "this line was cut off: it has no end");
    const auto value = base::parse_number(line->value);
    if (!value || !std::isfinite(*value)) return tell(span, "this sample has no value");
    if (line->time.empty()) return tell_timeless(span);
    const auto time = base::parse_number(line->time);
    const auto at_ns = time ? instant(*time, unit_ns_) : std::nullopt;
    if (!at_ns) return tell(span, "the time of this sample is none");
    series_.add(line->name, line->labels, {*at_ns, *value, span});
  }

  void tell(const base::Span& span, std::string what) {
    out_.unusable.push_back(unusable(span, std::move(what)));
  }

  void tell_timeless(const base::Span& span) {
    if (is_timeless_told_) return;
    is_timeless_told_ = true;
    out_.unusable.push_back(
        unusable(span, "samples without a time: a value alone is no energy of a run", {},
                 "ask Prometheus for values with times: /api/v1/query?query=NAME[1h], "
                 "/api/v1/query_range, or `promtool tsdb dump`"));
  }

  const Log& log_;
  std::string_view prefix_;
  Metrics& out_;
  Series series_;
  double unit_ns_;
  bool is_timeless_told_ = false;
};

/// Reads an answer of the query interface.
class JsonReader {
 public:
  JsonReader(const Log& log, std::string_view prefix, Metrics& out)
      : log_(log), prefix_(prefix), out_(out) {}

  [[nodiscard]] std::vector<MetricSeries> series() {
    json answer;
    try {
      answer = json::parse(log_.source->text());
    } catch (const json::parse_error& error) {
      return torn_at(error.byte);
    } catch (const json::exception&) {
      return torn_at(0);  // a number that is none
    }
    const auto data = answer.find("data");
    if (data == answer.end() || !data->is_object() || !data->contains("result") ||
        !data->at("result").is_array()) {
      out_.unusable.push_back(unusable({log_.source, 0, 1}, "this answer has no result"));
      return {};
    }
    const auto& result = data->at("result");
    places_ = record::items_of(log_.source->text(), {"data", "result"});
    for (std::size_t i = 0; i < result.size(); ++i) take(result[i], i);
    return std::move(series_).in_order();
  }

 private:
  using Places = std::vector<record::JsonPlace>;

  [[nodiscard]] std::vector<MetricSeries> torn_at(std::size_t byte) const {
    const auto offset = std::min(byte, log_.source->text().size());
    out_.unusable.push_back(
        unusable({log_.source, offset > 0 ? offset - 1 : 0, 1}, "this is no JSON: it is torn"));
    return {};
  }

  void take(const json& one, std::size_t index) {
    const record::JsonPath path{"data", "result", index};
    const auto place = place_in(places_, index);
    const auto span = span_of(place);
    const auto metric = one.is_object() ? one.find("metric") : one.end();
    if (!one.is_object() || metric == one.end() || !metric->is_object())
      return tell(span, path, "this series has no metric");
    Labels labels;
    for (const auto& [key, value] : metric->items()) {
      if (value.is_string()) labels[key] = value.get<std::string>();
    }
    const auto name = labels["__name__"];
    labels.erase("__name__");
    if (!name.starts_with(prefix_)) return;
    const auto values = one.find("values");
    if (values == one.end() || !values->is_array())
      return tell(span, path, "this series has one value: no energy lies between it and another");
    const auto text = std::string_view(log_.source->text()).substr(place.offset, place.length);
    auto places = record::items_of(text, {"values"});
    for (auto& one_value : places) one_value.offset += place.offset;
    take_values(name, labels, *values, places, path);
  }

  void take_values(const std::string& name, const Labels& labels, const json& values,
                   const Places& places, const record::JsonPath& series) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto span = span_of(place_in(places, i));
      const auto& pair = values[i];
      const bool is_pair =
          pair.is_array() && pair.size() == 2 && pair[0].is_number() && pair[1].is_string();
      const auto value =
          is_pair ? base::parse_number(pair[1].get<std::string>()) : std::optional<double>();
      const auto at_ns = is_pair ? instant(pair[0].get<double>(), kNanosecondsPerSecond)
                                 : std::optional<record::Instant>();
      if (value && std::isfinite(*value) && at_ns) {
        series_.add(name, labels, {*at_ns, *value, span});
        continue;
      }
      auto path = series;
      path.insert(path.end(), {"values", i});
      tell(span, path, "this sample has no time or no value");
    }
  }

  // a key that stands twice may have led elsewhere
  static record::JsonPlace place_in(const Places& places, std::size_t index) {
    return index < places.size() ? places[index] : record::JsonPlace{};
  }

  // a series or a sample is too much to mark
  [[nodiscard]] base::Span span_of(const record::JsonPlace& place) const {
    return {log_.source, place.offset, 1};
  }

  void tell(const base::Span& span, const record::JsonPath& path, std::string what) {
    out_.unusable.push_back(unusable(span, std::move(what), record::to_text(path)));
  }

  const Log& log_;
  std::string_view prefix_;
  Metrics& out_;
  Series series_;
  Places places_;  // of the answer's series
};

}  // namespace

std::string MetricSeries::label(std::initializer_list<std::string_view> names) const {
  for (const auto wanted : names) {
    const auto found = labels.find(std::string(wanted));
    if (found != labels.end() && !found->second.empty()) return found->second;
  }
  return {};
}

bool has_metrics(const Log& log, std::string_view prefix) {
  const std::string_view text = log.source->text();
  if (is_json(text)) {
    constexpr std::size_t kBeginning = 400;
    return text.substr(0, kBeginning).find("\"resultType\"") != text.npos &&
           text.find(fmt::format("\"{}", prefix)) != text.npos;
  }
  return text.starts_with(prefix) || text.find(fmt::format("\n{}", prefix)) != text.npos ||
         text.find(fmt::format("{{__name__=\"{}", prefix)) != text.npos;
}

Metrics read_metrics(const Log& log, std::string_view prefix) {
  Metrics out;
  out.series = is_json(log.source->text()) ? JsonReader(log, prefix, out).series()
                                           : TextReader(log, prefix, out).series();
  return out;
}

PowerEnergy energy_of_counter(const std::vector<MetricSample>& samples, double unit_J,
                              Imported& out) {
  PowerEnergy energy;
  double sum_J = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const auto& before = samples[i - 1];
    const auto& now = samples[i];
    if (now.value < before.value) {
      energy.gaps.push_back({before.at_ns, now.at_ns, {}, "the counter went back"});
      out.unusable.push_back(unusable(now.span, "this counter went back: it wrapped or began anew",
                                      {}, "what was used since the value before is missing"));
      continue;
    }
    const double part_J = (now.value - before.value) * unit_J;
    const double step_s = 1e-9 * static_cast<double>(now.at_ns - before.at_ns);
    add_slices(energy.course, before.at_ns, now.at_ns, part_J);
    sum_J += part_J;
    energy.seen_s += step_s;
    if (step_s > 0) energy.peak_W = std::max(energy.peak_W, part_J / step_s);
  }
  if (energy.seen_s > 0) energy.energy_J = sum_J;
  return energy;
}

}  // namespace holon::ledger
