// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vdf_layout.h"

#include <algorithm>
#include <bit>
#include <set>

namespace holon::model::formats {
namespace {

constexpr std::string_view kSectionMark = "\xA1\x37\x4C\xBF";
constexpr std::size_t kFirstSection = 0x80;  // sections start somewhere after this offset
constexpr std::size_t kMostSections = 16;
constexpr std::size_t kSectionHeader = 24;  // mark and five words
constexpr std::size_t kWord = 4;
constexpr std::size_t kRecordWords = 16;
constexpr std::size_t kRecordsFrom = 204;   // bytes before the first record of its section
constexpr std::uint32_t kFirstNameKey = 7;  // a name's key counts words, and starts with this
constexpr std::size_t kMostElements = 1'000'000;
constexpr std::uint32_t kElementMark = 124;  // word 12 of an element's record

using Names = std::unordered_map<std::uint32_t, std::string>;

std::vector<VdfSection> find_sections(const ByteReader& bytes) {
  std::vector<VdfSection> out;
  auto at = bytes.find(kSectionMark, kFirstSection);
  while (at != std::string_view::npos && out.size() < kMostSections) {
    const auto next = bytes.find(kSectionMark, at + kSectionMark.size());
    out.push_back({at, next == std::string_view::npos ? bytes.size() : next});
    at = next;
  }
  return out;
}

// a pointer of the file: words from the section's start, from 1
std::size_t follow(const VdfSection& section, std::uint32_t pointer) {
  return section.start + kWord * (static_cast<std::size_t>(pointer) - 1);
}

// Names by key, which is the place of a name in words. The first has its length in the section's
// header; the others have it before them; 0 is a gap.
Names read_names(const ByteReader& bytes, const VdfSection& section) {
  Names out;
  const auto first = section.start + kSectionHeader;
  auto at = first;
  std::size_t length = bytes.u32(section.start + 20) >> 16U;
  while (at + length <= section.end) {
    const auto text = bytes.part(at, length);
    if (length > 0 && (at - first) % kWord == 0) {
      const auto key = static_cast<std::uint32_t>((at - first) / kWord) + kFirstNameKey;
      out.emplace(key, std::string(text.substr(0, text.find('\0'))));
    }
    at += length;
    if (at + 2 > section.end) break;
    length = bytes.u16(at);
    at += 2;
  }
  return out;
}

std::vector<VdfRecord> read_records(const ByteReader& bytes, const VdfSection& section,
                                    const Names& names) {
  std::vector<VdfRecord> out;
  const auto slots = follow(section, bytes.u32(section.start + 4));
  const auto end = slots > section.start && slots < section.end ? slots : section.end;
  auto at = section.start + kSectionHeader + kRecordsFrom;
  for (std::size_t index = 0; at + kRecordWords * kWord <= end; ++index) {
    VdfRecord record;
    record.index = index;
    for (auto& word : record.words) {
      word = bytes.u32(at);
      at += kWord;
    }
    const auto name = names.find(record.words[2]);
    if (name == names.end() || name->second.empty()) continue;
    record.name = name->second;
    out.push_back(std::move(record));
  }
  return out;
}

// Shapes form a list: the section's fourth word points to the first, each one's first word to the
// next. Then: all elements, up to eight sizes, eight strides, eight ranges, count of dimensions.
std::map<std::uint32_t, VdfShape> read_shapes(const ByteReader& bytes, const VdfSection& section) {
  constexpr std::size_t kShapeWords = 27;
  constexpr std::size_t kMostDimensions = 8;
  std::map<std::uint32_t, VdfShape> out;
  auto pointer = bytes.u32(section.start + 16);
  while (pointer > 0 && !out.contains(pointer)) {
    const auto at = follow(section, pointer);
    if (at < section.start || at + kShapeWords * kWord > section.end) break;
    const auto word = [&](std::size_t i) { return bytes.u32(at + i * kWord); };
    VdfShape shape;
    const auto count = std::min<std::size_t>(word(26), kMostDimensions);
    for (std::size_t i = 0; i < count; ++i) {
      shape.sizes.push_back(word(2 + i));
      // points to a word of the record that names the range
      const auto range = word(18 + i);
      constexpr std::uint32_t kFirstRange = 60;
      shape.ranges.push_back(range >= kFirstRange ? (range - kFirstRange) / kRecordWords : 0);
    }
    out.emplace(pointer, std::move(shape));
    pointer = word(0);
  }
  return out;
}

// Lists of section 5, one a range in the order of the ranges' groups: its size, a mark, its
// members, and one or two words more.
std::vector<std::vector<std::uint32_t>> read_members(const ByteReader& bytes,
                                                     const VdfSection& section) {
  std::vector<std::vector<std::uint32_t>> out;
  auto at = section.start + kSectionHeader;
  while (at + 2 * kWord <= section.end) {
    const std::size_t count = bytes.u32(at);
    const auto mark = bytes.u32(at + kWord);
    const auto words = count + 1 + (mark == 1 ? 1 : 0);
    if (count == 0 || mark > 1 || words > (section.end - at) / kWord) break;
    at += 2 * kWord;
    if (at + words * kWord > section.end) break;
    auto& members = out.emplace_back();
    for (std::size_t i = 0; i < count; ++i) members.push_back(bytes.u32(at + i * kWord));
    at += words * kWord;
  }
  return out;
}

/// A range as its records tell it.
struct Range {
  std::uint32_t group = 0;
  std::size_t record = 0;
  std::vector<std::string> elements;  // empty for a subrange, whose elements are another's
};

std::vector<Range> read_ranges(const std::vector<VdfRecord>& records) {
  std::map<std::uint32_t, std::map<std::uint32_t, std::string>> elements;
  std::vector<Range> out;
  for (const auto& record : records) {
    const auto group = record.group();
    if (record.shape() != 0 || group == 0 || group == kVdfNothing) continue;
    if (record.words[14] == kVdfNothing) {
      out.push_back({group, record.index, {}});
    } else if (record.words[12] == kElementMark && record.order() == 0) {
      elements[group].emplace(record.place(), record.name);
    }
  }
  for (auto& range : out) {
    for (const auto& [place, name] : elements[range.group]) {
      if (place != range.elements.size()) break;  // a gap: nothing is certain behind it
      range.elements.push_back(name);
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Range& a, const Range& b) { return a.group < b.group; });
  return out;
}

// places of the members of a part in those of the whole, in order; nothing if it is no part
std::optional<std::vector<std::size_t>> places_in(const std::vector<std::uint32_t>& part,
                                                  const std::vector<std::uint32_t>& whole) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < whole.size() && out.size() < part.size(); ++i) {
    if (whole[i] == part[out.size()]) out.push_back(i);
  }
  if (out.size() != part.size()) return std::nullopt;
  return out;
}

// a subrange has the elements of the range of which its members are a part
void fill_subranges(std::vector<Range>& ranges,
                    const std::vector<std::vector<std::uint32_t>>& members) {
  constexpr std::size_t kMostRanges = 2000;  // compared in pairs
  if (members.size() != ranges.size() || ranges.size() > kMostRanges) return;
  std::vector<std::size_t> roots;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].elements.size() == members[i].size()) roots.push_back(i);
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].elements.size() == members[i].size()) continue;
    ranges[i].elements.clear();
    for (const auto root : roots) {
      const auto places = places_in(members[i], members[root]);
      if (!places) continue;
      for (const auto place : *places) ranges[i].elements.push_back(ranges[root].elements[place]);
      break;
    }
  }
}

}  // namespace

std::size_t VdfShape::size() const {
  std::size_t out = 1;
  for (const auto one : sizes) {
    if (one == 0 || one > kMostElements || out * one > kMostElements) return 0;
    out *= one;
  }
  return sizes.empty() ? 0 : out;
}

Read<VdfLayout> read_vdf_layout(const ByteReader& bytes, std::size_t first) {
  VdfLayout out;
  out.sections = find_sections(bytes);
  const std::size_t least = first == 0 ? 5 : 8;
  if (out.sections.size() < least) {
    return tl::unexpected(Fault{"the .vdf file is cut short", {"save the run again"}});
  }
  const auto names = read_names(bytes, out.sections[first + 1]);
  out.records = read_records(bytes, out.sections[first], names);
  out.shapes = read_shapes(bytes, out.sections[first + 2]);
  auto ranges = read_ranges(out.records);
  if (first + 4 < out.sections.size()) {
    fill_subranges(ranges, read_members(bytes, out.sections[first + 4]));
  }
  for (auto& range : ranges) out.elements.emplace(range.record, std::move(range.elements));
  return out;
}

}  // namespace holon::model::formats
