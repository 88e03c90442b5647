// SPDX-License-Identifier: Apache-2.0
//
// Logs of carbontracker: the standard log (`…_carbontracker.log`: epochs, mean power by device,
// PUE) and the output log (`…_carbontracker_output.log`: actual and predicted consumption). kWh and
// g have the PUE inside, powers do not. What was predicted is not what was used: only "actual"
// counts.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

using quantity::kJoulesPerKWh;

using record::Evidence;

constexpr double kSecond = 1e9;  // [ns]

/// One message of a log, its further lines included.
struct Message {
  std::optional<record::Instant> at;
  std::string text;
  base::Span span;
};

struct Epoch {
  record::Instant end_ns = 0;
  double duration_s = 0;
  std::map<std::string, std::vector<double>> power_W;  // by component; empty: none was read
  base::Span span;
};

struct Standard {
  std::vector<Epoch> epochs;
  std::map<std::string, std::vector<std::string>> devices;  // by component
  std::optional<double> pue;
  std::optional<double> intensity;  // [g/kWh]
  std::string version;
  bool interrupted = false;
};

struct Actual {
  double epochs = 0;
  std::optional<double> duration_s;
  std::optional<double> energy_kWh;
  std::optional<double> carbon_g;
  std::optional<record::Instant> at;
};

// a last line without an end was cut off: it is told, and nothing is read from it
std::vector<Message> messages(const base::SourcePtr& source, std::int64_t zone_s,
                              base::Diagnostics& torn) {
  constexpr std::size_t kTime = 19;  // "2022-11-14 15:43:37"
  std::vector<Message> out;
  const std::string_view all = source->text();
  for (std::size_t at = 0; at < all.size();) {
    const auto end = std::min(all.find('\n', at), all.size());
    const auto line = all.substr(at, end - at);
    if (end == all.size()) {
      torn.push_back(unusable({source, at, line.size()}, "this line was cut off: it has no end"));
      break;
    }
    const auto time = record::parse_instant(line.substr(0, kTime), zone_s);
    if (time && line.substr(std::min(kTime, line.size()), 3) == " - ") {
      out.push_back({time, std::string(line.substr(kTime + 3)), {source, at, line.size()}});
    } else if (out.empty()) {
      out.push_back({{}, std::string(line), {source, at, line.size()}});
    } else {
      out.back().text += "\n" + std::string(line);
    }
    at = end + 1;
  }
  return out;
}

// what stands behind a beginning; nothing where the text does not begin so
std::optional<std::string_view> behind(std::string_view text, std::string_view beginning) {
  text = base::trim(text);
  if (!text.starts_with(beginning)) return std::nullopt;
  return base::trim(text.substr(beginning.size()));
}

std::optional<double> first_number(std::string_view text) {
  const auto begin = text.find_first_of("0123456789");
  if (begin == text.npos) return std::nullopt;
  auto number = text.substr(begin, text.find_first_not_of("0123456789.e+-", begin) - begin);
  while (!number.empty() && !std::isdigit(static_cast<unsigned char>(number.back())))
    number.remove_suffix(1);
  return base::parse_number(number);
}

// "1:02:03.5"
std::optional<double> clock_s(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  double out = 0;
  for (const auto& part : parts) {
    const auto value = base::parse_number(base::trim(part));
    if (!value || *value < 0) return std::nullopt;
    out = out * 60 + *value;
  }
  constexpr double kLongest = 3e8;  // ten years
  return out <= kLongest ? std::optional(out) : std::nullopt;
}

// "[136.86 120.1]", "[[136.86]]", "100.0", "None"
std::vector<double> powers(std::string_view text) {
  std::vector<double> out;
  std::string word;
  for (const char c : std::string(text) + " ") {
    if (std::string_view("[], \t\n\r").find(c) == std::string_view::npos) {
      word += c;
      continue;
    }
    if (const auto value = base::parse_number(word); value && *value >= 0) out.push_back(*value);
    word.clear();
  }
  return out;
}

// "GPU with device(s) A, B. CPU with device(s) cpu:0."
void read_devices(std::string_view text, Standard& out) {
  constexpr std::string_view kWith = " with device(s) ";
  while (true) {
    const auto with = text.find(kWith);
    if (with == text.npos) return;
    const auto component = base::lower(base::trim(text.substr(0, with)));
    const auto begin = with + kWith.size();
    auto end = text.find(". ", begin);
    if (end == text.npos) end = text.size();
    auto list = base::trim(text.substr(begin, end - begin));
    if (list.ends_with('.')) list.remove_suffix(1);
    for (const auto& device : base::split(list, ','))
      out.devices[component].emplace_back(base::trim(device));
    text = text.substr(std::min(end + 2, text.size()));
  }
}

// a list that is not closed was cut off: none of its powers is taken
void read_power(std::string_view text, const Message& message, Epoch& epoch,
                base::Diagnostics& torn) {
  const auto colon = text.find(':');
  if (colon == text.npos) return;
  if (std::count(text.begin(), text.end(), '[') != std::count(text.begin(), text.end(), ']')) {
    torn.push_back(unusable(message.span, "this list of powers was cut off"));
    return;
  }
  epoch.power_W[base::lower(base::trim(text.substr(0, colon)))] = powers(text.substr(colon + 1));
  if (message.at) epoch.end_ns = *message.at;
}

Standard read_standard(const std::vector<Message>& all, base::Diagnostics& torn) {
  Standard out;
  bool in_epoch = false;
  for (const auto& message : all) {
    const std::string_view text = message.text;
    if (const auto version = behind(text, "carbontracker version ")) out.version = *version;
    if (const auto found = text.find("PUE coefficient of "); found != text.npos)
      out.pue = first_number(text.substr(found));
    if (const auto found = behind(text, "The following components were found:"))
      read_devices(*found, out);
    if (const auto found = text.find("carbon intensity during training was "); found != text.npos)
      out.intensity = first_number(text.substr(found));
    if (text.find("Training was interrupted") != text.npos) out.interrupted = true;
    if (behind(text, "Epoch ") && message.at) {
      in_epoch = true;
      out.epochs.push_back({*message.at, 0, {}, message.span});
    }
    if (!in_epoch) continue;
    // the duration may stand on a line of its own, or under the epoch's
    const auto duration = text.find("Duration:");
    if (duration != text.npos)
      out.epochs.back().duration_s =
          clock_s(base::trim(text.substr(duration + 9))).value_or(out.epochs.back().duration_s);
    if (const auto power = behind(text, "Average power usage (W) for "))
      read_power(*power, message, out.epochs.back(), torn);
  }
  return out;
}

// the last "Actual consumption": earlier ones are parts of it
std::optional<Actual> read_actual(const std::vector<Message>& all) {
  std::optional<Actual> out;
  for (const auto& message : all) {
    const auto begin = message.text.find("Actual consumption for ");
    if (begin == std::string::npos) continue;
    auto text = std::string_view(message.text).substr(begin);
    text = text.substr(0, text.find("Predicted consumption"));
    Actual actual;
    actual.epochs = first_number(text).value_or(1);
    actual.at = message.at;
    for (const auto& line : base::split(text, '\n')) {
      if (const auto time = behind(line, "Time:")) actual.duration_s = clock_s(*time);
      if (const auto energy = behind(line, "Energy:")) actual.energy_kWh = first_number(*energy);
      if (const auto carbon = behind(line, "CO2eq:")) actual.carbon_g = first_number(*carbon);
    }
    if (actual.energy_kWh) out = actual;
  }
  return out;
}

// Energy is mean power times duration, epoch by epoch; an epoch without power is a gap.
record::Energy energy_of_component(const std::string& component, const Standard& log,
                                   record::Run& run) {
  double energy_J = 0;
  std::size_t known = 0;
  for (const auto& epoch : log.epochs) {
    const auto found = epoch.power_W.find(component);
    if (found == epoch.power_W.end() || found->second.empty()) {
      const auto length = std::llround(epoch.duration_s * kSecond);
      run.gaps.push_back({epoch.end_ns - length, epoch.end_ns, base::lower(component),
                          "carbontracker has no power for this epoch"});
      continue;
    }
    ++known;
    for (const auto power_W : found->second) energy_J += power_W * epoch.duration_s;
  }
  const bool gpu = component == "gpu";
  auto out = energy_of(gpu                  ? "GPU"
                       : component == "cpu" ? "CPU"
                                            : component,
                       gpu ? "gpu" : "package", gpu ? Evidence::measured : Evidence::declared,
                       known > 0 ? std::optional(energy_J) : std::nullopt);
  if (gpu) {
    const auto& models =
        log.devices.contains("gpu") ? log.devices.at("gpu") : std::vector<std::string>{};
    seen_by_gpu_sensor(out, "power of the GPU, through carbontracker",
                       models.empty() ? "" : models.front());
  } else {
    out.reason = "carbontracker does not say whether it measured or modelled";
  }
  if (known == 0) out.reason = "no epoch has a power";
  return out;
}

void read_epochs(const Standard& log, record::Run& run) {
  double duration_s = 0;
  for (const auto& epoch : log.epochs) duration_s += epoch.duration_s;
  const auto& first = log.epochs.front();
  run.start_ns = first.end_ns - std::llround(first.duration_s * kSecond);
  run.end_ns = std::max(run.start_ns, log.epochs.back().end_ns);
  run.duration_ns = std::llround(duration_s * kSecond);
  std::map<std::string, bool> components;
  for (const auto& [component, devices] : log.devices) components[component] = true;
  for (const auto& epoch : log.epochs) {
    for (const auto& [component, power_W] : epoch.power_W) components[component] = true;
  }
  for (const auto& [component, there] : components)
    run.energy.push_back(energy_of_component(component, log, run));
  const auto total = record::energy_of(run);
  if (duration_s > 0 && total.figures() > 0) run.average_W = total.energy_J() / duration_s;
}

// where no epoch is in the standard log, the sum of the output log
void read_sum(const Actual& actual, double pue, record::Run& run) {
  run.end_ns = actual.at.value_or(0);
  run.duration_ns = std::llround(actual.duration_s.value_or(0) * kSecond);
  run.start_ns = run.end_ns - *run.duration_ns;
  run.energy.push_back(
      energy_of("machine", "all", Evidence::declared, *actual.energy_kWh * kJoulesPerKWh / pue));
  run.energy.back().reason = "carbontracker's sum over its devices, its PUE divided out";
}

void compare(const Actual& actual, double pue, record::Run& run) {
  const double ours_J = record::energy_of(run).energy_J();
  const double theirs_J = *actual.energy_kWh * kJoulesPerKWh / pue;
  constexpr double kTolerance = 0.01;
  if (std::abs(ours_J - theirs_J) > kTolerance * std::max(ours_J, theirs_J))
    run.notes.push_back(
        fmt::format("carbontracker states {} J at the device for {} epochs; its epochs have {} J",
                    base::readable(theirs_J), base::exact(actual.epochs), base::readable(ours_J)));
}

bool is_standard(const std::string& text) {
  return text.find("Average power usage (W) for ") != std::string::npos ||
         text.find("Monitoring thread started") != std::string::npos ||
         text.find("PUE coefficient of ") != std::string::npos;
}

bool is_output(const std::string& text) {
  return text.find("CarbonTracker:") != std::string::npos &&
         text.find("consumption for ") != std::string::npos;
}

}  // namespace

bool is_carbontracker(const Log& log) {
  return is_standard(log.source->text()) || is_output(log.source->text());
}

Imported read_carbontracker(const Log& log) {
  Imported out;
  base::SourcePtr standard_log;
  base::SourcePtr output_log;
  for (const auto& source : {log.source, log.companion}) {
    if (source == nullptr) continue;
    if (is_standard(source->text())) standard_log = source;
    if (is_output(source->text())) output_log = source;
  }
  auto& torn = out.unusable;
  const auto standard =
      standard_log ? read_standard(messages(standard_log, log.zone_s, torn), torn) : Standard{};
  // one file may be both: what is torn of it is told once
  base::Diagnostics told;
  auto& torn_too = output_log == standard_log ? told : torn;
  const auto actual = output_log ? read_actual(messages(output_log, log.zone_s, torn_too))
                                 : std::optional<Actual>();
  if (standard.epochs.empty() && !(actual && standard.pue)) {
    out.unusable.push_back(unusable(
        {log.source, 0, 0},
        actual ? "the PUE inside this log's energy is not known" : "no epoch has ended in this log",
        {},
        actual ? "put the file that ends in `_carbontracker.log` beside it: it states the PUE"
               : "what carbontracker predicted is not what was used"));
    return out;
  }
  record::Run run;
  run.origin = {"carbontracker", standard.version, log.source->name(), {}};
  run.attribution.scope = record::Scope::machine;
  run.place.pue = standard.pue;
  run.outcome.ending = standard.interrupted ? record::Ending::interrupted : record::Ending::unknown;
  if (standard.devices.contains("gpu")) {
    for (const auto& model : standard.devices.at("gpu"))
      run.hardware.accelerators.push_back({model, {}, {}});
  }
  if (standard.epochs.empty()) {
    read_sum(*actual, *standard.pue, run);
  } else {
    read_epochs(standard, run);
    if (actual && standard.pue) compare(*actual, *standard.pue, run);
  }
  if (actual && actual->carbon_g) {
    auto& impact = run.impacts.emplace_back();
    impact.category = "climate";
    impact.amount = *actual->carbon_g / 1000;
    impact.unit = "kg CO2e";
    impact.evidence = Evidence::declared;
    impact.source = "carbontracker";
    impact.factor = standard.intensity;
    if (impact.factor) impact.factor_unit = "g CO2e/kWh at facility";
  }
  const auto& identity = standard_log ? standard_log : output_log;
  run.id = "carbontracker-" + fingerprint(identity->text().substr(0, identity->text().find('\n')) +
                                          record::to_text(run.start_ns));
  out.runs.push_back(std::move(run));
  return out;
}

}  // namespace holon::ledger
