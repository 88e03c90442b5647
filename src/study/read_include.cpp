// SPDX-License-Identifier: Apache-2.0
//
// `include` of the feedback block: parts of the library, and what the study states of them.
//
//   include:
//     - hardware/early-replacement
//     - adoption: {market: 50e6 person, as: spread}
//
// A part's variables stand in a block of their own, "feedback.early replacement": its equations
// look names up there first, so names of two parts never collide. What the study states replaces
// the part's variable of that name, and is read as the study's own.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "study/part.h"
#include "study/read_blocks.h"

namespace holon::study {
namespace {

using base::Code;
using document::Entry;
using document::Node;

constexpr std::string_view kFeedback = "feedback";
constexpr std::string_view kName = "as";

/// One item of the list: the name of a part, and the block of its settings or null.
struct Item {
  std::string part;
  base::Span span;
  const Node* settings = nullptr;
};

class IncludeReader {
 public:
  IncludeReader(StatementReader& reader, Study& study) : reader_(reader), study_(study) {}

  void read(const Node& include) {
    if (!include.is_list()) return read_item(include);
    for (const auto& item : include.items) read_item(item);
  }

 private:
  void read_item(const Node& node) {
    if (node.is_scalar()) return read_part({node.text, node.span});
    const bool is_named = node.is_map() && node.entries.size() == 1;
    if (!is_named) {
      if (!node.broken)
        reader_.report(Code::wrong_shape, "`include` is a list of parts, each with its settings",
                       node.span, {"as in `include: [adoption: {market: 50e6 person}]`"});
      return;
    }
    const auto& entry = node.entries.front();
    const bool has_settings = !entry.value.is_empty();
    if (has_settings && !reader_.expect(entry.value, Node::Kind::map, "what is stated of a part"))
      return;
    read_part({entry.key, entry.key_span, has_settings ? &entry.value : nullptr});
  }

  void read_part(const Item& item) {
    const auto name = known_part(item);
    if (name.empty()) return;
    const auto part = study::read_part(name);
    Inclusion inclusion{name, own_name(item, name), part.body.span.source, item.span};
    if (is_taken(inclusion, item)) return;
    check_settings(item, part);
    check_range_of_use(item, part);
    const auto block = fmt::format("{}.{}", kFeedback, inclusion.block);
    for (const auto& [variable, level] : part.levels)
      study_.levels[fmt::format("{}.{}", block, variable)] = level;
    add_needs(item, part, inclusion.block);
    for (const auto& entry : part.body.entries) {
      if (const Node* stated = stated_of(item, entry.key))
        add_stated(inclusion.block, entry.key, *stated);
      else
        study_.feedback.push_back(
            read_variable(block, entry.key, entry.key_span, entry.value, reader_));
    }
    study_.inclusions.push_back(std::move(inclusion));
  }

  std::string known_part(const Item& item) {
    const auto names = part_names();
    for (const auto& name : names) {
      if (base::name_key(name) == base::name_key(item.part)) return name;
    }
    const auto near = base::nearest(item.part, names);
    reader_.report(Code::unknown_reference, fmt::format("there is no part `{}`", item.part),
                   item.span,
                   {near ? fmt::format("did you mean `{}`?", *near)
                         : "the parts are " + base::listed(names, "and")});
    return "";
  }

  std::string own_name(const Item& item, const std::string& part) {
    const auto stated =
        item.settings == nullptr ? std::nullopt : reader_.reference(*item.settings, kName);
    if (!stated) return block_name(part);
    return reader_.check_name(stated->text, stated->span) ? stated->text : block_name(part);
  }

  bool is_taken(const Inclusion& inclusion, const Item& item) {
    for (const auto& other : study_.inclusions) {
      if (base::name_key(other.block) != base::name_key(inclusion.block)) continue;
      reader_.report(Code::stated_twice,
                     fmt::format("a part called `{}` is included already", other.block), item.span,
                     {fmt::format("give this one a name of its own, as in `{}: {{as: second {}}}`",
                                  item.part, inclusion.block)});
      return true;
    }
    return false;
  }

  static const Node* stated_of(const Item& item, std::string_view key) {
    return item.settings == nullptr ? nullptr : item.settings->find(key);
  }

  void check_settings(const Item& item, const FeedbackPart& part) {
    if (item.settings == nullptr) return;
    std::vector<std::string> names{std::string(kName)};
    for (const auto& [name, text] : part.needs) names.push_back(name);
    for (const auto& entry : part.body.entries) names.push_back(entry.key);
    document::check_keys(*item.settings, names, fmt::format("`{}`", part.name),
                         reader_.diagnostics());
  }

  // a model that was fitted in a range is no longer known to hold outside of it
  void check_range_of_use(const Item& item, const FeedbackPart& part) {
    for (const auto& [name, range] : part.holds) {
      const Node* stated = stated_of(item, name);
      if (stated == nullptr || !stated->is_scalar() || stated->is_equation()) continue;
      const auto ends = base::split(range, ' ');
      const auto low = ends.size() == 3 ? base::parse_number(ends[0]) : std::nullopt;
      const auto high = ends.size() == 3 ? base::parse_number(ends[2]) : std::nullopt;
      base::check(low && high, "a part states the range of its use as `1 .. 64`");
      for (const auto& word : base::split(stated->text, ' ')) {
        const auto value = base::parse_number(word);
        if (!value || (*value >= *low && *value <= *high)) continue;
        reader_.report(Code::out_of_range,
                       fmt::format("`{}` of `{}` is {}, but the model was fitted for {}", name,
                                   part.name, word, range),
                       stated->span,
                       {"outside of that the answer is a guess: state measured energy if you can"},
                       base::Severity::warning);
        break;
      }
    }
  }

  void add_needs(const Item& item, const FeedbackPart& part, const std::string& block) {
    for (const auto& [name, text] : part.needs) {
      if (const Node* stated = stated_of(item, name)) {
        add_stated(block, name, *stated);
        continue;
      }
      reader_.report(Code::missing_key, fmt::format("`{}` needs its `{}`", part.name, name),
                     item.span, {fmt::format("state it: {}", text)});
      // a stand-in, so that the part's equations find it
      add_value(block, name,
                {fmt::format("{}.{}.{}", kFeedback, block, name), std::string(kFeedback),
                 model::number(0), std::nullopt, item.span});
    }
  }

  // read in the study's own block: the names are the study's
  void add_stated(const std::string& block, const std::string& name, const Node& stated) {
    const auto path = fmt::format("{}.{}", block, name);
    if (stated.is_map() && !document::looks_like_quantity(stated)) {
      auto variable = read_variable(std::string(kFeedback), path, stated.span, stated, reader_);
      study_.feedback.push_back(std::move(variable));
      return;
    }
    add_value(block, name, reader_.statement(stated, std::string(kFeedback), path, std::nullopt));
  }

  void add_value(const std::string& block, const std::string& name, Statement statement) {
    FeedbackVariable out;
    out.name = fmt::format("{}.{}", block, name);
    out.span = statement.span;
    out.value = std::move(statement);
    study_.feedback.push_back(std::move(out));
  }

  StatementReader& reader_;
  Study& study_;
};

}  // namespace

void read_includes(const Node& include, StatementReader& reader, Study& study) {
  IncludeReader(reader, study).read(include);
}

}  // namespace holon::study
