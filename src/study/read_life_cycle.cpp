// SPDX-License-Identifier: Apache-2.0
//
// Places, and the activities of the life cycle.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "study/category.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using base::Code;
using document::Entry;
using document::Node;

constexpr std::array<std::string_view, 5> kPhases{"data", "search", "training", "deployment",
                                                  "end of life"};
constexpr std::string_view kPerUnit = "energy per ";

Place read_place(const Entry& entry, StatementReader& reader) {
  Place out;
  out.name = entry.key;
  out.span = entry.key_span;
  if (!reader.expect(entry.value, Node::Kind::map, "a place")) return out;
  reader.check_keys(entry.value, BlockKind::place);
  out.fields = reader.fields(entry.value, BlockKind::place, "places." + entry.key);
  out.grid = reader.reference(entry.value, "grid");
  out.region = reader.reference(entry.value, "place");
  out.facility = reader.reference(entry.value, "facility");
  return out;
}

std::optional<HardwareUse> read_use(const Node& node, const std::string& block,
                                    StatementReader& reader) {
  if (node.is_scalar()) {
    reader.report(Code::wrong_shape,
                  "an activity's hardware is a block, but this is a single value", node.span,
                  {fmt::format("write `{{use: {}, count: 1, for: 30 days}}`", node.text)});
    return std::nullopt;
  }
  if (!reader.expect(node, Node::Kind::map, "an activity's hardware")) return std::nullopt;
  reader.check_keys(node, BlockKind::hardware_use);
  HardwareUse out;
  const auto use = reader.reference(node, "use");
  out.fields = reader.fields(node, BlockKind::hardware_use, block + ".hardware");
  if (!use) {
    reader.report(Code::missing_key, "which hardware is used is not said", node.span,
                  {"add `use:` and a name from `hardware`"});
    return std::nullopt;
  }
  out.use = *use;
  return out;
}

std::optional<Storage> read_storage(const Node& node, const std::string& block,
                                    StatementReader& reader) {
  if (!reader.expect(node, Node::Kind::map, "storage")) return std::nullopt;
  reader.check_keys(node, BlockKind::storage);
  Storage out{reader.fields(node, BlockKind::storage, block + ".storage"),
              reader.reference(node, "medium")};
  if (!out.fields.contains("amount"))
    reader.report(Code::missing_key, "storage has no `amount`", node.span,
                  {"as in `storage: {amount: 50 TB, for: 1 year}`"});
  return out;
}

std::optional<Statements> read_network(const Node& node, const std::string& block,
                                       StatementReader& reader) {
  if (!reader.expect(node, Node::Kind::map, "network")) return std::nullopt;
  reader.check_keys(node, BlockKind::network);
  auto out = reader.fields(node, BlockKind::network, block + ".network");
  if (!out.contains("amount"))
    reader.report(Code::missing_key, "network has no `amount`", node.span,
                  {"as in `network: {amount: 2 TB}`"});
  return out;
}

// `energy per request`: the word behind it is a unit, and the field's unit follows from it
void read_energy_per_unit(const Entry& entry, Activity& out, StatementReader& reader) {
  const auto thing = base::trim(std::string_view(entry.key).substr(kPerUnit.size()));
  const auto unit = quantity::parse_unit(thing, reader.counted());
  if (!unit) {
    reader.report(unit.error().code,
                  fmt::format("`{}` is not a unit that energy can be per", thing), entry.key_span,
                  unit.error().help);
    return;
  }
  auto expected = quantity::unit("kWh at device");
  expected.dimension = expected.dimension / unit->dimension;
  expected.text = fmt::format("kWh at device/{}", thing);
  if (out.energy_per_unit)
    reader.report(Code::stated_twice, "energy per unit is stated twice", entry.key_span);
  out.energy_per_unit = reader.statement(entry.value, out.path, entry.key, expected);
  reader.check_not_negative(*out.energy_per_unit, entry.key);
}

Activity read_activity(const std::string& phase, const std::string& name, const std::string& path,
                       const base::Span& span, const Node& node, const Dates& phase_dates,
                       StatementReader& reader) {
  Activity out;
  out.phase = phase;
  out.name = name;
  out.path = path;
  out.span = span;
  out.dates = phase_dates;
  if (!reader.expect(node, Node::Kind::map, "an activity")) return out;
  std::vector<std::string> per_unit_keys;
  for (const auto& entry : node.entries) {
    if (base::name_key(entry.key).starts_with(kPerUnit)) per_unit_keys.push_back(entry.key);
  }
  if (per_unit_keys.empty()) per_unit_keys.emplace_back("energy per request");
  reader.check_keys(node, BlockKind::activity, per_unit_keys);
  out.at = reader.reference(node, "at");
  out.fields = reader.fields(node, BlockKind::activity, path);
  if (const Node* measured = node.find("measured")) read_measured(*measured, path, out, reader);
  for (const auto& entry : node.entries) {
    if (base::name_key(entry.key).starts_with(kPerUnit)) read_energy_per_unit(entry, out, reader);
  }
  if (const Node* serves = node.find("serves")) {
    out.serves = reader.statement(*serves, path, "serves", std::nullopt);
    reader.check_not_negative(*out.serves, "serves");
  }
  if (const Node* use = node.find("hardware")) out.hardware = read_use(*use, path, reader);
  if (const Node* storage = node.find("storage"))
    out.storage = read_storage(*storage, path, reader);
  if (const Node* network = node.find("network"))
    out.network = read_network(*network, path, reader);
  if (const Node* direct = node.find("direct"))
    out.direct = reader.by_category(*direct, path + ".direct");
  if (node.find("from") != nullptr || node.find("to") != nullptr) out.dates = reader.dates(node);
  return out;
}

// one activity, or one for each element of an array
void read_activities(const std::string& phase, const std::string& block, const Entry& entry,
                     const Dates& dates, StatementReader& reader, std::vector<Activity>& out) {
  const auto read = [&](const std::string& name) {
    out.push_back(read_activity(phase, name, fmt::format("{}.{}", block, name), entry.key_span,
                                entry.value, dates, reader));
  };
  if (entry.key.find('[') == std::string::npos) return read(entry.key);
  const auto name = split_subscripts(entry.key).base;
  const Array* array = reader.arrays().find(fmt::format("{}.{}", block, name));
  if (array == nullptr || array->broken) return;
  reader.for_each_element(*array, [&](const std::string& element) {
    read(name + element);
    out.back().array = name;
  });
}

// a phase may itself be one activity: it then has an activity's keys
bool is_activity(const Node& phase) {
  const auto keys = key_names(BlockKind::activity);
  return std::any_of(phase.entries.begin(), phase.entries.end(), [&](const Entry& entry) {
    const auto key = base::name_key(entry.key);
    if (key == "from" || key == "to" || key == "note") return false;
    // an activity may be called like a field, such as `storage`; its block then has an activity's
    // keys
    const bool is_hardware = key == "hardware" && entry.value.find("use") != nullptr;
    const bool is_direct =
        key == "direct" && std::all_of(entry.value.entries.begin(), entry.value.entries.end(),
                                       [](const Entry& e) { return find_category(e.key) >= 0; });
    const bool telling = !entry.value.is_map() || is_hardware || is_direct;
    return telling &&
           (key.starts_with(kPerUnit) || std::find(keys.begin(), keys.end(), key) != keys.end());
  });
}

void check_phase_name(const Entry& entry, StatementReader& reader) {
  std::vector<std::string> known(kPhases.begin(), kPhases.end());
  const auto key = base::name_key(entry.key);
  if (std::find(known.begin(), known.end(), key) != known.end()) return;
  if (const auto near = base::nearest(entry.key, known)) {
    reader.report(Code::unknown_key, fmt::format("`{}` becomes a phase of your own", entry.key),
                  entry.key_span, {fmt::format("did you mean `{}`?", *near)},
                  base::Severity::warning);
  }
}

}  // namespace

std::vector<Place> read_places(const Node& root, StatementReader& reader) {
  std::vector<Place> out;
  const Node* node = root.find("places");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`places`")) return out;
  for (const auto& entry : node->entries) {
    if (reader.check_name(entry.key, entry.key_span)) out.push_back(read_place(entry, reader));
  }
  return out;
}

std::vector<Activity> read_life_cycle(const Node& root, StatementReader& reader) {
  std::vector<Activity> out;
  const Node* node = root.find("life cycle");
  if (node == nullptr) {
    // a slip in the key was told
    const std::vector<std::string> right{"life cycle"};
    if (std::any_of(root.entries.begin(), root.entries.end(),
                    [&](const Entry& e) { return base::nearest(e.key, right).has_value(); }))
      return out;
    reader.report(Code::missing_key, "this study has no `life cycle`", {root.span.source, 0, 1},
                  {"add `life cycle:` with at least one phase and activity"});
    return out;
  }
  if (!reader.expect(*node, Node::Kind::map, "`life cycle`")) return out;
  for (const auto& phase : node->entries) {
    if (!reader.check_name(phase.key, phase.key_span) ||
        !reader.expect(phase.value, Node::Kind::map, "a phase"))
      continue;
    check_phase_name(phase, reader);
    const auto path = "life cycle." + phase.key;
    if (is_activity(phase.value)) {
      out.push_back(
          read_activity(phase.key, phase.key, path, phase.key_span, phase.value, {}, reader));
      continue;
    }
    const auto dates = reader.dates(phase.value);
    for (const auto& entry : phase.value.entries) {
      const auto key = base::name_key(entry.key);
      if (key == "from" || key == "to" || key == "note") continue;
      read_activities(phase.key, path, entry, dates, reader, out);
    }
  }
  return out;
}

}  // namespace holon::study
