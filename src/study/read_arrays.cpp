// SPDX-License-Identifier: Apache-2.0
//
// Dimensions, and which names of a study are arrays: read first, since any equation may read them.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using base::Code;
using document::Entry;
using document::Node;

// a block of elements is told from these by its keys
constexpr std::array<std::string_view, 17> kKeys{
    "value",  "normal", "lognormal", "uniform", "triangular", "beta",  "samples", "choice", "stock",
    "change", "lookup", "points",    "note",    "evidence",   "cause", "source",  "min"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// letters, digits, and `_`, `-` and blanks between them
bool is_element_name(std::string_view name) {
  return !name.empty() && is_letter_or_digit(name.front()) && is_letter_or_digit(name.back()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_letter_or_digit(c) || c == '_' || c == '-' || c == ' ';
         });
}

class DimensionReader {
 public:
  DimensionReader(Arrays& arrays, StatementReader& reader) : arrays_(arrays), reader_(reader) {}

  void read(const Node& root) {
    const Node* node = root.find("dimensions");
    if (node == nullptr || !reader_.expect(*node, Node::Kind::map, "`dimensions`")) return;
    for (const auto& entry : node->entries) {
      if (!reader_.check_name(entry.key, entry.key_span)) continue;
      if (!is_element_name(base::trim(entry.key)))
        refuse(fmt::format("`{}` cannot name a dimension", entry.key), entry.key_span,
               {"write letters, digits, `_` and `-`"});
      else if (entry.value.is_map())
        read_part(entry);
      else
        read_whole(entry);
    }
    for (const auto& dimension : arrays_.dimensions()) {
      if (arrays_.dimension_of(dimension.name))
        refuse(fmt::format("`{}` is a dimension and an element", dimension.name), dimension.span,
               {"call one of them differently"});
    }
  }

 private:
  void refuse(std::string message, const base::Span& where, std::vector<std::string> help) {
    reader_.report(Code::bad_dimension, std::move(message), where, std::move(help));
  }

  // the elements of a list; what cannot be one is told and left out
  std::vector<std::string> elements(const Entry& entry, const Node& list) {
    std::vector<std::string> out;
    if (!list.is_list() || list.items.empty()) {
      refuse(fmt::format("`{}` is a list of its elements", entry.key),
             list.is_list() || list.is_empty() ? entry.key_span : list.span,
             {fmt::format("as in `{}: [eu, us, asia]`", entry.key)});
      return out;
    }
    std::set<std::string> known;
    for (const auto& item : list.items) {
      const auto name = std::string(base::trim(item.text));
      if (!item.is_scalar() || !is_element_name(name)) {
        refuse(item.is_scalar() ? fmt::format("`{}` cannot name an element", name)
                                : "an element is a word",
               item.span, {"write letters, digits, `_` and `-`, as in `[eu, us-west, 7b]`"});
      } else if (std::find(kKeys.begin(), kKeys.end(), base::name_key(name)) != kKeys.end()) {
        reader_.report(Code::reserved_name,
                       fmt::format("`{}` is a key of quantities and variables", name), item.span,
                       {"choose another name for this element"});
      } else if (!known.insert(base::name_key(name)).second) {
        refuse(fmt::format("`{}` stands twice in `{}`", name, entry.key), item.span,
               {"leave one away"});
      } else {
        out.push_back(name);
      }
    }
    return out;
  }

  void read_whole(const Entry& entry) {
    ArrayDimension out{
        std::string(base::trim(entry.key)), {}, arrays_.dimensions().size(), entry.key_span};
    for (auto& element : elements(entry, entry.value)) {
      if (const auto other = arrays_.dimension_of(element)) {
        const auto& name = arrays_.dimensions()[*other].name;
        refuse(fmt::format("`{}` is an element of `{}` already", element, name), entry.value.span,
               {fmt::format("a part of `{1}` is written `{0}: {{of: {1}, are: [{2}]}}`", entry.key,
                            name, element)});
        continue;
      }
      out.elements.push_back(std::move(element));
    }
    if (!out.elements.empty()) arrays_.add(std::move(out));
  }

  // {of: region, are: [eu, us]}
  void read_part(const Entry& entry) {
    reader_.check_keys(entry.value, BlockKind::dimension);
    const auto whole = reader_.reference(entry.value, "of");
    const Node* are = entry.value.find("are");
    if (!whole || are == nullptr) {
      refuse(fmt::format("`{}` does not say what it is a part of, and which", entry.key),
             entry.key_span, {"as in `west: {of: region, are: [eu, us]}`"});
      return;
    }
    const auto of = arrays_.find_dimension(whole->text);
    if (!of) {
      refuse(fmt::format("`{}` is not a dimension defined above", whole->text), whole->span,
             {"define the whole first, as in `region: [eu, us, asia]`"});
      return;
    }
    ArrayDimension out{
        std::string(base::trim(entry.key)), {}, arrays_.dimensions()[*of].whole, entry.key_span};
    for (const auto& element : elements(entry, *are)) {
      const auto& own = arrays_.dimensions()[*of];
      if (const auto known = arrays_.find_element(*of, element)) {
        out.elements.push_back(*known);
      } else {
        const auto near = base::nearest(element, own.elements);
        reader_.report(Code::bad_element,
                       fmt::format("`{}` is not an element of `{}`", element, own.name), are->span,
                       {near ? fmt::format("did you mean `{}`?", *near)
                             : "its elements are " + base::listed(own.elements, "and")});
      }
    }
    if (!out.elements.empty()) arrays_.add(std::move(out));
  }

  Arrays& arrays_;
  StatementReader& reader_;
};

class ArrayReader {
 public:
  ArrayReader(Arrays& arrays, StatementReader& reader) : arrays_(arrays), reader_(reader) {}

  void read(const Node& root) {
    if (const Node* feedback = root.find("feedback")) read_block(*feedback, "feedback");
    if (const Node* life_cycle = root.find("life cycle")) {
      for (const auto& phase : life_cycle->entries)
        read_block(phase.value, "life cycle." + phase.key);
    }
  }

 private:
  void read_block(const Node& node, const std::string& block) {
    std::map<std::string, const Entry*> names;
    for (const auto& entry : node.entries) {
      const auto parts = split_subscripts(entry.key);
      if (block == "feedback") check_against_dimensions(entry, parts.base);
      const auto [first, is_new] = names.emplace(base::name_key(parts.base), &entry);
      if (!is_new) {
        const bool both =
            parts.subscripts.empty() && split_subscripts(first->second->key).subscripts.empty();
        // two equal names are the document's mistake
        if (!both) stated_twice(entry, parts.base);
        continue;
      }
      if (entry.key.find('[') != std::string::npos) declare(entry, parts, block);
    }
  }

  void check_against_dimensions(const Entry& entry, const std::string& name) {
    if (!arrays_.find_dimension(name)) return;
    reader_.report(Code::bad_dimension, fmt::format("`{}` is a dimension and a variable", name),
                   entry.key_span, {"call one of them differently"});
  }

  void stated_twice(const Entry& entry, const std::string& name) {
    reader_.report(Code::stated_twice, fmt::format("`{}` is stated twice", name), entry.key_span,
                   {"write one variable, with all its elements under it, as in `share[region]: "
                    "{eu: 0.7, us: 0.3}`"});
  }

  void declare(const Entry& entry, const NameParts& parts, const std::string& block) {
    Array out{fmt::format("{}.{}", block, parts.base), {}, false, entry.key_span};
    if (parts.base.empty() || parts.subscripts.empty() || !parts.rest.empty()) {
      reader_.report(Code::bad_element, fmt::format("`{}` is not the name of an array", entry.key),
                     entry.key_span, {"an array is written as in `demand[region]`"});
      out.broken = true;
    }
    for (const auto& word : parts.subscripts) add_dimension(entry, word, parts.base, out);
    const double count = arrays_.count(out.dimensions);
    if (!out.broken && (total_ += count) > static_cast<double>(Arrays::kMostElements)) {
      reader_.report(Code::arrays_too_large,
                     fmt::format("with `{}` the arrays have more than {} elements", entry.key,
                                 Arrays::kMostElements),
                     entry.key_span, {"leave dimensions or elements away"});
      total_ -= count;
      out.broken = true;
    }
    arrays_.add(std::move(out));
  }

  void add_dimension(const Entry& entry, const std::string& word, const std::string& name,
                     Array& out) {
    const auto refuse = [&](Code code, std::string message, std::vector<std::string> help) {
      if (!out.broken) reader_.report(code, std::move(message), entry.key_span, std::move(help));
      out.broken = true;
    };
    const auto id = arrays_.find_dimension(word);
    if (!id) {
      const auto whole = arrays_.dimension_of(word);
      std::vector<std::string> names;
      for (const auto& dimension : arrays_.dimensions()) names.push_back(dimension.name);
      const auto near = base::nearest(word, names);
      refuse(Code::bad_element, fmt::format("`{}` is not a dimension of this study", word),
             {whole  ? fmt::format("write all elements under one key: `{}[{}]: {{{}: …}}`", name,
                                   arrays_.dimensions()[*whole].name, word)
              : near ? fmt::format("did you mean `{}`?", *near)
              : names.empty() ? fmt::format("define it: `dimensions: {{{}: [eu, us, asia]}}`",
                                            word.empty() ? "region" : word)
                              : "its dimensions are " + base::listed(names, "and")});
      return;
    }
    if (std::find(out.dimensions.begin(), out.dimensions.end(), *id) != out.dimensions.end()) {
      refuse(Code::bad_dimension,
             fmt::format("`{}` has the dimension `{}` twice", name, arrays_.dimensions()[*id].name),
             {"leave one away, or define the other as a part: `to: {of: region, are: […]}`"});
      return;
    }
    out.dimensions.push_back(*id);
  }

  Arrays& arrays_;
  StatementReader& reader_;
  double total_ = 0;  // elements of the arrays so far
};

}  // namespace

Arrays read_arrays(const Node& root, StatementReader& reader) {
  Arrays out;
  DimensionReader(out, reader).read(root);
  ArrayReader(out, reader).read(root);
  return out;
}

}  // namespace holon::study
