// SPDX-License-Identifier: Apache-2.0
#include "record/json.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "record/fields.h"
#include "record/json_place.h"
#include "record/words.h"

namespace holon::record {
namespace {

using Json = nlohmann::json;

struct Fault {
  JsonPath path;
  std::string message;
  std::string help;
  bool of_key = false;
  base::Code code = base::Code::not_a_run;
};

using Faults = std::vector<Fault>;

// reads each field from under its key, then tells of keys that no field has
class Reader {
 public:
  Reader(const Json& json, JsonPath path, Faults& faults)
      : json_(json), path_(std::move(path)), faults_(faults) {}

  template <class T>
  void operator()(const char* key, T& value) {
    known_.emplace_back(key);
    const auto found = json_.find(key);
    if (found == json_.end()) return;
    path_.emplace_back(key);
    read(*found, value);
    path_.pop_back();
  }

  template <class T>
  void needs(const char* key, T& value) {
    if (!json_.contains(key)) fault(fmt::format("`{}` is not stated", key), {});
    (*this)(key, value);
  }

  void expect(const char* key) { known_.emplace_back(key); }

  void finish() {
    for (const auto& [key, value] : json_.items()) {
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      path_.emplace_back(key);
      const auto near = base::nearest(key, known_);
      faults_.push_back({path_, fmt::format("nothing reads `{}`", key),
                         near ? fmt::format("did you mean `{}`?", *near) : std::string(), true});
      path_.pop_back();
    }
  }

 private:
  void fault(std::string message, std::string help) {
    faults_.push_back({path_, std::move(message), std::move(help)});
  }

  void unfit(const Json& json, std::string_view expected) {
    fault(fmt::format("`{}` is {}, where {} belongs", to_text(path_), json.type_name(), expected),
          {});
  }

  void read(const Json& json, std::string& value) {
    if (!json.is_string()) return unfit(json, "a text");
    value = json.get<std::string>();
  }

  void read(const Json& json, bool& value) {
    if (!json.is_boolean()) return unfit(json, "true or false");
    value = json.get<bool>();
  }

  void read(const Json& json, double& value) {
    if (!json.is_number()) return unfit(json, "a number");
    value = json.get<double>();
  }

  void read(const Json& json, std::int64_t& value) {
    const bool fits =
        json.is_number_integer() &&
        (!json.is_number_unsigned() || json.get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
    if (!fits) return unfit(json, "a whole number");
    value = json.get<std::int64_t>();
  }

  void read(const Json& json, int& value) {
    std::int64_t wide = value;
    read(json, wide);
    if (wide != static_cast<int>(wide)) return unfit(json, "a small whole number");
    value = static_cast<int>(wide);
  }

  template <class T>
  void read(const Json& json, std::optional<T>& value) {
    T one{};
    const auto faults_before = faults_.size();
    read(json, one);
    if (faults_.size() == faults_before) value = std::move(one);
  }

  template <class T>
  void read(const Json& json, std::vector<T>& values) {
    if (!json.is_array()) return unfit(json, "a list");
    for (std::size_t i = 0; i < json.size(); ++i) {
      path_.emplace_back(i);
      read(json[i], values.emplace_back());
      path_.pop_back();
    }
  }

  template <class T>
  void read(const Json& json, T& value) {
    if constexpr (std::is_enum_v<T>) {
      const auto known =
          json.is_string() ? named(words_of(value), json.get<std::string>()) : std::optional<T>();
      if (known) {
        value = *known;
        return;
      }
      std::vector<std::string> words;
      for (const auto& [one, word] : words_of(value)) words.emplace_back(word);
      fault(fmt::format("`{}` has a word that has no meaning here", to_text(path_)),
            "the words are " + base::listed(words, "and"));
    } else {
      if (!json.is_object()) return unfit(json, "an object");
      Reader part(json, path_, faults_);
      fields(part, value);
      part.finish();
    }
  }

  const Json& json_;
  JsonPath path_;
  Faults& faults_;
  std::vector<std::string> known_;
};

// whether an object's form is one this program reads
bool is_known_version(const Json& json, const char* key, const JsonPath& path, Faults& faults) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_integer()) {
    faults.push_back({path, "this is not a run of the ledger",
                      fmt::format("a run begins with `\"{}\": {}`", key, kVersion)});
    return false;
  }
  if (*found == kVersion) return true;
  auto place = path;
  place.emplace_back(key);
  const bool later = *found > kVersion;
  faults.push_back({place,
                    fmt::format("form {} of `{}` is not known; this holon reads {}", found->dump(),
                                key, kVersion),
                    later ? "a later holon wrote it: update holon" : std::string(), false,
                    later ? base::Code::later_record : base::Code::not_a_run});
  return false;
}

Run read_run(const Json& json, const JsonPath& path, Faults& faults) {
  Run run;
  if (!json.is_object()) {
    faults.push_back({path, "this is not a run of the ledger",
                      fmt::format("a run begins with `{{\"holon run\": {}`", kVersion)});
    return run;
  }
  if (!is_known_version(json, "holon run", path, faults)) return run;
  const auto faults_before = faults.size();
  Reader reader(json, path, faults);
  reader.expect("holon run");
  fields(reader, run);
  reader.finish();
  if (faults.size() == faults_before) {
    for (auto& reason : contradictions(run)) faults.push_back({path, std::move(reason), {}});
  }
  return run;
}

// of two equal keys JSON readers keep the last and lose the first in silence
class TwiceStated {
 public:
  explicit TwiceStated(Faults& faults) : faults_(faults) {}

  bool operator()(int /*depth*/, Json::parse_event_t event, Json& value) {
    using Event = Json::parse_event_t;
    if (event == Event::object_start) seen_.emplace_back();
    if (event == Event::object_end) seen_.pop_back();
    if (event == Event::key && !seen_.back().insert(value.get<std::string>()).second) {
      faults_.push_back(
          {{}, fmt::format("`{}` stands twice in one object", value.get<std::string>()), {}});
    }
    return true;
  }

 private:
  Faults& faults_;
  std::vector<std::set<std::string>> seen_;
};

std::optional<Json> parsed(const base::SourcePtr& source, Faults& faults,
                           base::Diagnostics& wrong) {
  try {
    return Json::parse(source->text(), TwiceStated(faults));
  } catch (const Json::parse_error& error) {
    const auto offset = std::min(error.byte > 0 ? error.byte - 1 : 0, source->text().size());
    wrong.push_back({base::Code::not_a_run,
                     "this is not JSON",
                     {source, offset, 1},
                     "here",
                     {},
                     {"`holon ledger export` writes what this reads"}});
  } catch (const Json::exception&) {
    // a number beyond any double
    wrong.push_back({base::Code::not_a_run,
                     "this JSON has a number that is too large",
                     {source, 0, 1},
                     {},
                     {},
                     {}});
  }
  return std::nullopt;
}

base::Diagnostics told(const base::SourcePtr& source, const Faults& faults) {
  base::Diagnostics out;
  for (const auto& fault : faults) {
    const auto place = place_of(source->text(), fault.path, fault.of_key);
    base::Diagnostic diagnostic;
    diagnostic.code = fault.code;
    diagnostic.message = fault.message;
    diagnostic.where = {source, place.offset, place.length};
    if (!fault.help.empty()) diagnostic.help.push_back(fault.help);
    out.push_back(std::move(diagnostic));
  }
  return base::in_order(std::move(out));
}

}  // namespace

base::Result<Run> run_from_json(const base::SourcePtr& source) {
  Faults faults;
  base::Diagnostics wrong;
  const auto json = parsed(source, faults, wrong);
  if (!json) return tl::unexpected(std::move(wrong));
  auto run = read_run(*json, {}, faults);
  if (!faults.empty()) return tl::unexpected(told(source, faults));
  return run;
}

base::Result<std::vector<Run>> runs_from_json(const base::SourcePtr& source) {
  Faults faults;
  base::Diagnostics wrong;
  const auto json = parsed(source, faults, wrong);
  if (!json) return tl::unexpected(std::move(wrong));
  std::vector<Run> runs;
  const Json* list = &*json;
  JsonPath path;
  if (json->is_object() && json->contains("holon runs")) {
    if (!is_known_version(*json, "holon runs", {}, faults))
      return tl::unexpected(told(source, faults));
    Reader envelope(*json, {}, faults);
    envelope.expect("holon runs");
    envelope.expect("runs");
    envelope.finish();
    path.emplace_back("runs");
    const auto found = json->find("runs");
    if (found == json->end() || !found->is_array()) {
      faults.push_back({{}, "`runs` is not a list of runs", {}});
      return tl::unexpected(told(source, faults));
    }
    list = &*found;
  }
  if (!list->is_array()) {
    runs.push_back(read_run(*list, path, faults));
  } else {
    for (std::size_t i = 0; i < list->size(); ++i) {
      path.emplace_back(i);
      runs.push_back(read_run((*list)[i], path, faults));
      path.pop_back();
    }
  }
  if (!faults.empty()) return tl::unexpected(told(source, faults));
  return runs;
}

}  // namespace holon::record
