// SPDX-License-Identifier: Apache-2.0
//
// Dimensions of an XMILE file. XMILE's are flat lists of elements; how Vensim's ranges are made of
// each other, and mapped onto each other, stands beside that in elements of other namespaces.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/xmile_equation.h"
#include "model/formats/xmile_read.h"
#include "model/formats/xmile_token.h"
#include "model/formats/xmile_write.h"

namespace holon::model::formats {
namespace {

std::vector<std::string> listed_names(const PlacedText& text, char separator) {
  std::vector<std::string> out;
  for (const auto& part : split_names(text, separator))
    if (!part.text().empty()) out.push_back(plain_name(part.text()));
  return out;
}

// `a, b, sub range`; Vensim's own lists may also hold sequences, which the elements spell out
void read_members(const XmlElement& dim, Range& out) {
  const auto* members = dim.child("members");
  if (members && members->text.text().find('(') == std::string::npos)
    out.elements = listed_names(members->text, ',');
}

void read_elements(const XmlElement& dim, Range& out, XmileReading& reading) {
  for (const auto& elem : dim.children)
    if (elem.name == "elem") out.elements.push_back(plain_name(elem.attribute_text("name")));
  const auto size = base::parse_number(dim.attribute_text("size"));
  if (!out.elements.empty() || !size) return;
  constexpr double kMost = 1e5;
  if (*size < 1 || *size > kMost) {
    reading.mistake(base::Code::xmile_structure,
                    fmt::format("a dimension cannot have {} elements", dim.attribute_text("size")),
                    dim.span, "give a size from 1 to 100 000");
    return;
  }
  out.is_count = true;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(*size); ++i)
    out.elements.push_back(std::to_string(i));
}

// holon's own: `<holon:map to="other">a; b, c</holon:map>`
void read_mapping(const XmlElement& map, Range& out) {
  auto& mapping = out.mappings.emplace_back();
  mapping.other = plain_name(map.attribute_text("to"));
  for (const auto& part : split_names(map.text, ';'))
    if (!part.text().empty()) mapping.elements.push_back(listed_names(part, ','));
}

// Vensim's: `<vensim:map from="element" to="element or range"/>`, one for each element
struct Pair {
  std::size_t range = 0;
  std::string from;
  std::string to;
};

class DimensionReader {
 public:
  explicit DimensionReader(XmileReading& reading) : reading_(reading) {}

  // a dimension may stand in another one that it is part of, or the same as
  void read(const XmlElement& dim, const std::string& around) {
    Range out;
    out.name = plain_name(dim.attribute_text("name"));
    out.span = dim.span;
    read_elements(dim, out, reading_);
    read_members(dim, out);
    out.same_as = plain_name(dim.attribute_text("same_as"));
    if (out.same_as.empty() && out.elements.empty()) out.same_as = around;
    if (!out.same_as.empty()) out.elements.clear();
    if (const auto* from = dim.child("from"))
      out.from_file = parse_value(from->text, reading_.diagnostics);
    if (out.from_file) out.elements.clear();
    for (const auto& map : dim.children)
      if (map.name == "map" && !map.attribute("from")) read_mapping(map, out);
    add(std::move(out), dim, around);
  }

  void join_pairs() {
    for (const auto& pair : pairs_) join(pair);
  }

 private:
  [[nodiscard]] std::vector<Range>& ranges() { return reading_.script.ranges; }

  void add(Range range, const XmlElement& dim, const std::string& around) {
    const bool stated = !range.elements.empty() || range.from_file || !range.same_as.empty() ||
                        !range.mappings.empty();
    if (range.name.empty() || !stated) {
      reading_.mistake(
          base::Code::xmile_structure, "the dimension needs a name and elements", dim.span,
          "write <dim name=\"region\" size=\"3\"/>, or an <elem name=\"…\"/> for each");
      return;
    }
    const auto name = range.name;
    outer_[base::name_key(name)] = around.empty() ? name : around;
    ranges().push_back(std::move(range));
    for (const auto& map : dim.children)
      if (map.name == "map" && map.attribute("from"))
        pairs_.push_back({ranges().size() - 1, plain_name(map.attribute_text("from")),
                          plain_name(map.attribute_text("to"))});
    for (const auto& inner : dim.children)
      if (inner.name == "dim") read(inner, name);
  }

  // the family that an element or range belongs to
  [[nodiscard]] std::string family_of(const std::string& name) {
    const auto found = outer_.find(base::name_key(name));
    if (found != outer_.end()) return found->second;
    for (const auto& range : ranges())
      for (const auto& element : range.elements)
        if (base::name_key(element) == base::name_key(name)) return range.name;
    return name;
  }

  void join(const Pair& pair) {
    const auto other = family_of(pair.to);
    auto& range = ranges()[pair.range];
    auto mapping = std::find_if(range.mappings.begin(), range.mappings.end(),
                                [&](const auto& known) { return known.other == other; });
    if (mapping == range.mappings.end()) {
      range.mappings.emplace_back();
      mapping = std::prev(range.mappings.end());
      mapping->other = other;
      mapping->elements.resize(range.elements.size());
    }
    for (std::size_t i = 0; i < range.elements.size(); ++i)
      if (base::name_key(range.elements[i]) == base::name_key(pair.from))
        mapping->elements.at(i).push_back(pair.to);
  }

  XmileReading& reading_;
  std::vector<Pair> pairs_;
  std::map<std::string, std::string> outer_;  ///< by key: the dimension around, or its own name
};

// opens the ranges among elements; a circle of them stays closed
class Opener {
 public:
  explicit Opener(const std::vector<Range>& ranges) : ranges_(ranges), state_(ranges.size()) {
    for (std::size_t i = 0; i < ranges.size(); ++i)
      index_.emplace(base::name_key(ranges[i].name), i);
    out_.resize(ranges.size());
  }

  std::vector<std::vector<std::string>> all() {
    for (std::size_t i = 0; i < ranges_.size(); ++i) open(i, 0);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kDeepest = 100;

  void open(std::size_t range, std::size_t depth) {
    if (state_[range] != 0 || depth > kDeepest) return;
    state_[range] = 1;
    const auto& written = ranges_[range];
    const auto& names =
        written.same_as.empty() ? written.elements : std::vector<std::string>{written.same_as};
    for (const auto& name : names) {
      const auto inner = index_.find(base::name_key(name));
      if (inner == index_.end() || inner->second == range) {
        out_[range].push_back(name);
        continue;
      }
      open(inner->second, depth + 1);
      const auto elements = out_[inner->second];
      out_[range].insert(out_[range].end(), elements.begin(), elements.end());
    }
  }

  const std::vector<Range>& ranges_;
  std::vector<int> state_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::vector<std::string>> out_;
};

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + xmile_listed_name(name);
  return out;
}

void write_range(const Range& range, const std::vector<std::string>& opened,
                 const XmilePrinter& printer, XmlText& out) {
  if (range.is_count) {
    out.empty("dim",
              {{"name", xmile_name(range.name)}, {"size", std::to_string(range.elements.size())}});
    return;
  }
  out.open("dim", {{"name", xmile_name(range.name)}, {"holon:same_as", xmile_name(range.same_as)}});
  if (range.from_file) out.line("holon:from", printer.equation(range.from_file));
  if (range.same_as.empty() && opened != range.elements)
    out.line("holon:members", joined(range.elements));
  for (const auto& element : opened) out.empty("elem", {{"name", xmile_name(element)}});
  for (const auto& mapping : range.mappings) {
    std::string text;
    for (const auto& elements : mapping.elements)
      text += (text.empty() ? "" : "; ") + joined(elements);
    out.line("holon:map", text, {{"to", xmile_name(mapping.other)}});
  }
  out.close("dim");
}

}  // namespace

void read_dimensions(const XmlElement& element, XmileReading& reading) {
  DimensionReader reader(reading);
  for (const auto& dim : element.children)
    if (dim.name == "dim") reader.read(dim, "");
  reader.join_pairs();
}

std::vector<std::vector<std::string>> opened_ranges(const std::vector<Range>& ranges) {
  return Opener(ranges).all();
}

std::vector<std::vector<Subscript>> elements_of_array(const std::vector<Range>& ranges,
                                                      const std::vector<std::string>& names,
                                                      std::size_t most) {
  const auto opened = opened_ranges(ranges);
  std::vector<std::vector<Subscript>> out = {{}};
  for (const auto& name : names) {
    const auto range = std::find_if(ranges.begin(), ranges.end(), [&](const Range& known) {
      return base::name_key(known.name) == base::name_key(name);
    });
    if (range == ranges.end()) return {};
    const auto& elements = opened[static_cast<std::size_t>(range - ranges.begin())];
    if (elements.size() * out.size() > most) return {};
    std::vector<std::vector<Subscript>> longer;
    for (const auto& element : out) {
      for (const auto& last : elements) {
        longer.push_back(element);
        longer.back().emplace_back().name = last;
      }
    }
    out = std::move(longer);
  }
  return out;
}

void write_dimensions(const std::vector<Range>& ranges, const XmilePrinter& printer, XmlText& out) {
  if (ranges.empty()) return;
  const auto opened = opened_ranges(ranges);
  out.open("dimensions");
  for (std::size_t i = 0; i < ranges.size(); ++i) write_range(ranges[i], opened[i], printer, out);
  out.close("dimensions");
}

}  // namespace holon::model::formats
