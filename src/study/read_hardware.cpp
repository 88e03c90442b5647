// SPDX-License-Identifier: Apache-2.0
//
// Hardware: what it is made of, how it gets to its place, its repair, second life and end.
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

constexpr std::array<std::string_view, 6> kParts{"accelerators", "cpus",    "memory",
                                                 "storage",      "network", "chassis"};

/// Words of a key, and what each means.
template <class Meaning>
struct Word {
  std::string_view word;
  Meaning meaning;
};

constexpr std::array kAllocations{Word<Allocation>{"by use", Allocation::by_use},
                                  Word<Allocation>{"by time", Allocation::by_time},
                                  Word<Allocation>{"at purchase", Allocation::at_purchase}};
constexpr std::array kUsers{Word<bool>{"first", false}, Word<bool>{"second", true}};
constexpr std::array kSharing{Word<bool>{"cut-off", false}, Word<bool>{"by time", true}};
constexpr std::array kEnds{Word<bool>{"cut-off", false}, Word<bool>{"substitution", true}};

// what a word means; nothing if it is none of these
template <class Words>
auto meaning_of(const Reference& stated, std::string_view key, const Words& words,
                StatementReader& reader) -> std::optional<decltype(words[0].meaning)> {
  std::vector<std::string> known;
  for (const auto& one : words) {
    if (base::name_key(stated.text) == base::name_key(one.word)) return one.meaning;
    known.emplace_back(one.word);
  }
  reader.report(Code::unknown_word, fmt::format("`{}` is no {} that holon knows", stated.text, key),
                stated.span, {"write " + base::listed(known, "or")});
  return std::nullopt;
}

// what the word of a key means; nothing if it is not stated or no such word
template <class Words>
auto word_of(const Node& block, std::string_view key, const Words& words, StatementReader& reader)
    -> std::optional<decltype(words[0].meaning)> {
  const auto stated = reader.reference(block, key);
  if (!stated) return std::nullopt;
  return meaning_of(*stated, key, words, reader);
}

// one model, or several rivals
std::vector<Reference> read_rivals(const Node& part, std::string_view key,
                                   StatementReader& reader) {
  std::vector<Reference> out;
  const Node* stated = part.find(key);
  if (stated == nullptr) return out;
  if (!stated->is_list()) {
    if (const auto one = reader.reference(part, key)) out.push_back(*one);
    return out;
  }
  for (const auto& item : stated->items) {
    if (reader.expect(item, Node::Kind::scalar, "a model")) out.push_back({item.text, item.span});
  }
  return out;
}

std::vector<YieldModel> read_yields(const Node& part, StatementReader& reader) {
  std::vector<YieldModel> out;
  for (const auto& stated : read_rivals(part, "yield model", reader)) {
    if (const auto one = meaning_of(stated, "yield model", yield_words(), reader))
      out.push_back(*one);
  }
  return out;
}

Part read_part(const Entry& entry, const std::string& block, StatementReader& reader) {
  Part out;
  out.name = entry.key;
  out.span = entry.key_span;
  if (!reader.expect(entry.value, Node::Kind::map, "a part")) return out;
  reader.check_keys(entry.value, BlockKind::part);
  const auto path = fmt::format("{}.{}", block, entry.key);
  out.fields = reader.fields(entry.value, BlockKind::part, path);
  if (const Node* embodied = entry.value.find("embodied"))
    out.embodied = reader.by_category(*embodied, path + ".embodied");
  out.device = reader.reference(entry.value, "device");
  out.models = read_rivals(entry.value, "model", reader);
  out.yields = read_yields(entry.value, reader);
  return out;
}

std::optional<SecondLife> read_second_life(const Node& hardware, const std::string& block,
                                           StatementReader& reader) {
  const Node* node = hardware.find("second life");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`second life`"))
    return std::nullopt;
  reader.check_keys(*node, BlockKind::second_life);
  const auto path = block + ".second life";
  SecondLife out;
  out.fields = reader.fields(*node, BlockKind::second_life, path);
  if (const Node* refurbishing = node->find("refurbishing"))
    out.refurbishing = reader.by_category(*refurbishing, path + ".refurbishing");
  out.is_second_user = word_of(*node, "user", kUsers, reader).value_or(false);
  out.shared_by_time = word_of(*node, "allocation", kSharing, reader).value_or(false);
  if (!out.fields.contains("lifetime")) {
    reader.report(Code::missing_key, "how long the second life is, is not said", node->span,
                  {"add `lifetime: 3 years`"});
    return std::nullopt;
  }
  return out;
}

void read_end_of_life(const Node& hardware, const std::string& block, Hardware& out,
                      StatementReader& reader) {
  const Node* node = hardware.find("end of life");
  if (node == nullptr) return;
  const auto path = block + ".end of life";
  out.end_of_life = reader.by_category(*node, path, key_names(BlockKind::end_of_life));
  if (!node->is_map()) return;
  out.recycling = reader.fields(*node, BlockKind::end_of_life, path);
  if (const Node* credit = node->find("credit"))
    out.credit = reader.by_category(*credit, path + ".credit");
  const auto is_substitution = word_of(*node, "allocation", kEnds, reader);
  if (is_substitution && out.recycling.contains("credited")) {
    reader.report(Code::stated_twice, "`allocation` and `credited` both say what is credited",
                  node->span, {"cut-off is `credited: 0`, substitution `credited: 100 %`"});
  }
  out.credits_recycling = is_substitution.value_or(false);
}

void read_parts(const Node& node, const std::string& path, Hardware& out, StatementReader& reader) {
  for (const auto& inner : node.entries) {
    const bool is_part = std::any_of(kParts.begin(), kParts.end(), [&](std::string_view p) {
      return base::name_key(inner.key) == p;
    });
    if (is_part) out.parts.push_back(read_part(inner, path, reader));
  }
  if (const Node* parts = node.find("parts");
      parts != nullptr && reader.expect(*parts, Node::Kind::map, "`parts`")) {
    for (const auto& inner : parts->entries)
      out.parts.push_back(read_part(inner, path + ".parts", reader));
  }
}

Hardware read_one_hardware(const Entry& entry, StatementReader& reader) {
  Hardware out;
  out.name = entry.key;
  out.span = entry.key_span;
  const Node& node = entry.value;
  if (!reader.expect(node, Node::Kind::map, "hardware")) return out;
  reader.check_keys(node, BlockKind::hardware);
  const auto path = "hardware." + entry.key;
  out.fields = reader.fields(node, BlockKind::hardware, path);
  out.device = reader.reference(node, "device");
  if (const Node* embodied = node.find("embodied"))
    out.embodied = reader.by_category(*embodied, path + ".embodied");
  if (const Node* transport = node.find("transport")) {
    out.transport_impacts =
        reader.by_category(*transport, path + ".transport", key_names(BlockKind::transport));
    if (transport->is_map())
      out.transport = reader.fields(*transport, BlockKind::transport, path + ".transport");
  }
  if (const Node* repair = node.find("repair"))
    out.repair = reader.by_category(*repair, path + ".repair");
  out.second_life = read_second_life(node, path, reader);
  read_end_of_life(node, path, out, reader);
  out.allocation = word_of(node, "allocation", kAllocations, reader).value_or(Allocation::by_use);
  read_parts(node, path, out, reader);
  if (!out.transport.empty() && !out.fields.contains("mass")) {
    reader.report(Code::missing_key, "freight is mass × distance, but the `mass` is not stated",
                  node.find("transport")->span, {"add `mass: 30 kg` to the hardware"});
  }
  return out;
}

}  // namespace

std::vector<Hardware> read_hardware(const Node& root, StatementReader& reader) {
  std::vector<Hardware> out;
  const Node* node = root.find("hardware");
  if (node == nullptr || !reader.expect(*node, Node::Kind::map, "`hardware`")) return out;
  for (const auto& entry : node->entries) {
    if (reader.check_name(entry.key, entry.key_span))
      out.push_back(read_one_hardware(entry, reader));
  }
  return out;
}

}  // namespace holon::study
