// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vdf.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/vdf_layout.h"

namespace holon::model::formats {
namespace {

constexpr std::string_view kRunMagic = "\x7F\xF7\x17\x52";
constexpr std::string_view kDatasetMagic = "\x7F\xF7\x17\x41";
constexpr std::string_view kSensitivityMagic = "\x7F\xF7\x17\x53";

// what stands for no value, -2^110
constexpr double kNotAvailable = -1298074214633706907132624082305024.0;

constexpr std::size_t kMostTimes = 65'535;       // counts are 16 bits
constexpr std::size_t kMostValues = 32'000'000;  // with their times half a gigabyte

/// What a slot holds.
enum class SlotClass : std::uint8_t {
  missing = 0x00,
  data = 0x05,
  data_from_file = 0x06,
  stock = 0x08,
  data_equation = 0x0C,
  time = 0x0F,
  dynamic = 0x11,
  inline_a = 0x16,
  constant = 0x17,
  fixed_constant = 0x18,
};

bool is_data(SlotClass what) {
  return what == SlotClass::data || what == SlotClass::data_from_file ||
         what == SlotClass::data_equation;
}

bool is_saved(SlotClass what) {
  switch (what) {
    case SlotClass::missing:
    case SlotClass::stock:
    case SlotClass::dynamic:
    case SlotClass::inline_a:
    case SlotClass::constant:
    case SlotClass::fixed_constant:
      return true;
    default:
      return is_data(what);
  }
}

Fault damaged() { return {"the .vdf file is damaged", {"save the run again"}}; }

// each later than the one before, so none of them undefined
bool rise(const std::vector<double>& times) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!std::isfinite(times[i]) || (i > 0 && times[i] <= times[i - 1])) return false;
  }
  return true;
}

/// The table of slots: one for each saved variable and element, time first.
class Slots {
 public:
  explicit Slots(const ByteReader& bytes) : bytes_(&bytes) {
    const std::size_t finals = bytes.u32(0x58);
    const std::size_t after = bytes.u32(0x5C);
    table_ = bytes.u32(0x60);
    points_ = bytes.u32(0x78);
    grid_points_ = bytes.u32(0x7C);
    data_points_ = bytes.u32(0x74);
    if (after > finals) count_ = (after - finals) / 4;
    finals_ = finals;
    classes_ = finals >= count_ ? finals - count_ : 0;
    first_block_ = bytes.u32(table_);
  }

  /// Why the header cannot be right, if it cannot.
  [[nodiscard]] std::optional<Fault> fault() const {
    const bool is_sound = count_ > 0 && count_ <= finals_ && bytes_->holds(classes_, count_) &&
                          bytes_->holds(finals_, 4 * count_) && bytes_->holds(table_, 4 * count_) &&
                          bytes_->holds(first_block_, 2) && points_ > 0;
    if (!is_sound) return damaged();
    if (points_ > kMostTimes || grid_points_ > kMostTimes || data_points_ > kMostTimes ||
        count_ > kMostValues / points_) {
      return Fault{"the .vdf file holds more than can be read: 32 million values, 65 535 times",
                   {"save fewer variables, or less often"}};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] SlotClass what(std::size_t slot) const {
    return static_cast<SlotClass>(bytes_->u8(classes_ + slot));
  }

  /// Reads the times of the run, and of data from outside. The block of the latter follows that of
  /// the run, and no slot points to it. False if the times do not rise.
  [[nodiscard]] bool read_times() {
    times_ = floats(first_block_, points_);
    const auto after = first_block_ + 2 + width(points_) + 4 * points_;
    if (data_points_ > 0 && bytes_->u16(after) == data_points_) {
      data_times_ = floats(after, data_points_);
    }
    return times_.size() == points_ && rise(times_) && rise(data_times_);
  }

  [[nodiscard]] const std::vector<double>& times() const { return times_; }

  /// The series of one slot.
  [[nodiscard]] DataSeries series(std::size_t slot, std::string name) const {
    const auto entry = bytes_->u32(table_ + 4 * slot);
    const auto kind = what(slot);
    const bool is_block = entry >= first_block_ && bytes_->holds(entry, 2);
    if (is_data(kind) && is_block && !data_times_.empty()) {
      return points(entry, data_times_, std::move(name));
    }
    if (is_block) return {std::move(name), times_, held(entry)};
    const double value = std::bit_cast<float>(entry);
    const double last = bytes_->f32(finals_ + 4 * slot);
    const bool is_missing =
        kind == SlotClass::missing || is_data(kind) || (entry == 0 && last == kNotAvailable);
    if (is_missing) return {std::move(name), {}, {}};
    return {std::move(name), times_, std::vector<double>(times_.size(), value)};
  }

 private:
  static std::size_t width(std::size_t points) { return (points + 7) / 8; }

  [[nodiscard]] bool bit(std::size_t block, std::size_t i) const {
    return ((bytes_->u8(block + 2 + i / 8) >> (i % 8)) & 1U) != 0;
  }

  [[nodiscard]] std::size_t bits(std::size_t block, std::size_t bytes) const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      out += static_cast<std::size_t>(std::popcount(bytes_->u8(block + 2 + i)));
    }
    return out;
  }

  // a dense block
  [[nodiscard]] std::vector<double> floats(std::size_t block, std::size_t points) const {
    std::vector<double> out;
    const auto start = block + 2 + width(points);
    for (std::size_t i = 0; i < points && bytes_->holds(start + 4 * i, 4); ++i) {
      out.push_back(bytes_->f32(start + 4 * i));
    }
    return out;
  }

  // A block: how many values, a bit for each point of the grid, the values whose bits are set. A
  // value holds until the next. Runs saved only in part have a longer grid in some blocks.
  [[nodiscard]] std::vector<double> held(std::size_t block) const {
    const std::size_t count = bytes_->u16(block);
    auto grid = points_;
    if (bits(block, width(points_)) != count && bits(block, width(grid_points_)) == count) {
      grid = std::max(grid_points_, points_);
    }
    std::vector<double> out;
    auto at = block + 2 + width(grid);
    double value = std::nan("");
    for (std::size_t i = 0; i < grid; ++i) {
      if (bit(block, i) && bytes_->holds(at, 4)) {
        value = bytes_->f32(at);
        at += 4;
      }
      if (i + points_ >= grid) out.push_back(value);
    }
    out.resize(times_.size(), value);
    return out;
  }

  // the points of data from outside, which hold nothing between them
  [[nodiscard]] DataSeries points(std::size_t block, const std::vector<double>& grid,
                                  std::string name) const {
    std::vector<double> times;
    std::vector<double> values;
    auto at = block + 2 + width(data_points_);
    for (std::size_t i = 0; i < grid.size() && bytes_->holds(at, 4); ++i) {
      if (!bit(block, i)) continue;
      times.push_back(grid[i]);
      values.push_back(bytes_->f32(at));
      at += 4;
    }
    return {std::move(name), std::move(times), std::move(values)};
  }

  const ByteReader* bytes_;
  std::size_t finals_ = 0;   // last value of each slot
  std::size_t classes_ = 0;  // a byte a slot
  std::size_t table_ = 0;    // a word a slot: offset of its block, or its value
  std::size_t first_block_ = 0;
  std::size_t count_ = 0;
  std::size_t points_ = 0;       // saved times
  std::size_t grid_points_ = 0;  // times of the run
  std::size_t data_points_ = 0;  // times of data from outside
  std::vector<double> times_;
  std::vector<double> data_times_;
};

/// A record that may be a variable with slots.
struct Claim {
  const VdfRecord* record = nullptr;
  std::size_t first = 0;
  std::size_t end = 0;
};

std::vector<Claim> read_claims(const VdfLayout& layout, const Slots& slots) {
  std::vector<Claim> out;
  for (const auto& record : layout.records) {
    std::size_t count = record.shape() == kVdfScalar ? 1 : 0;
    if (const auto shape = layout.shapes.find(record.shape()); shape != layout.shapes.end()) {
      count = shape->second.size();
    }
    const std::size_t first = record.place();
    if (count == 0 || first == 0 || first >= slots.count() || count > slots.count() - first) {
      continue;
    }
    bool is_variable = true;
    for (auto slot = first; slot < first + count; ++slot) {
      is_variable = is_variable && is_saved(slots.what(slot));
    }
    if (is_variable) out.push_back({&record, first, first + count});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Claim& a, const Claim& b) { return a.first < b.first; });
  return out;
}

/// Tells the records of lookups, whose place is a number among lookups, from those of variables.
class LookupNames {
 public:
  explicit LookupNames(const std::vector<std::string>& known) {
    for (const auto& name : known) known_.insert(series_key(name));
  }

  [[nodiscard]] bool is_known(const std::string& name) const {
    return known_.contains(series_key(name));
  }

  // `#x#` is the table inside `x = WITH LOOKUP(…)`; people call tables by a few words
  [[nodiscard]] static bool looks_like_one(const std::string& name) {
    const auto key = base::lower(name);
    const bool is_inner = key.starts_with('#') && key.find_first_of("(<>") == std::string::npos;
    return is_inner || key.find("lookup") != std::string::npos ||
           key.find("table") != std::string::npos ||
           key.find("graphical function") != std::string::npos;
  }

 private:
  std::set<std::string> known_;
};

// Of records that claim one slot, lookups go. What still claims a slot twice is undecided.
std::vector<Claim> owners(std::vector<Claim> claims, const LookupNames& lookups,
                          std::size_t lookup_count, std::vector<std::string>& undecided) {
  std::erase_if(claims, [&](const Claim& claim) {
    return lookups.is_known(claim.record->name) && claim.first < lookup_count;
  });
  std::vector<Claim> out;
  for (std::size_t i = 0; i < claims.size();) {
    // claims that overlap, directly or through others
    std::size_t end = claims[i].end;
    std::size_t j = i + 1;
    for (; j < claims.size() && claims[j].first < end; ++j) end = std::max(end, claims[j].end);
    std::vector<Claim> group(claims.begin() + static_cast<std::ptrdiff_t>(i),
                             claims.begin() + static_cast<std::ptrdiff_t>(j));
    i = j;

    const auto overlaps = [&group] {
      const Claim* widest = nullptr;  // reaches furthest of those before
      for (const auto& claim : group) {
        const bool is_taken = widest != nullptr && claim.first < widest->end;
        if (is_taken && claim.record->name != widest->record->name) return true;
        if (widest == nullptr || claim.end > widest->end) widest = &claim;
      }
      return false;
    };
    if (overlaps()) {
      std::erase_if(group, [&](const Claim& claim) {
        return claim.first < lookup_count && LookupNames::looks_like_one(claim.record->name);
      });
    }
    while (overlaps()) {
      // the file keeps a lookup's place in the alphabet in word 10, which stocks often leave at 0
      auto last = group.end();
      for (auto one = group.begin(); one != group.end(); ++one) {
        const bool may_go = one->first < lookup_count;
        if (may_go && (last == group.end() || one->record->order() > last->record->order())) {
          last = one;
        }
      }
      if (last == group.end()) break;
      group.erase(last);
    }
    if (overlaps()) {
      for (const auto& claim : group) undecided.push_back(claim.record->name);
    } else {
      out.insert(out.end(), group.begin(), group.end());
    }
  }
  return out;
}

// the names of all elements of an array, the last subscript varying fastest; numbers from 1 where
// the file does not tell them
std::vector<std::string> element_names(const VdfLayout& layout, const VdfShape& shape) {
  std::vector<std::string> out = {""};
  for (std::size_t d = 0; d < shape.sizes.size(); ++d) {
    const auto range = layout.elements.find(shape.ranges[d]);
    const bool is_told = range != layout.elements.end() && range->second.size() == shape.sizes[d];
    std::vector<std::string> longer;
    for (const auto& start : out) {
      for (std::size_t i = 0; i < shape.sizes[d]; ++i) {
        const auto name = is_told ? range->second[i] : std::to_string(i + 1);
        longer.push_back(start.empty() ? name : start + "," + name);
      }
    }
    out = std::move(longer);
  }
  return out;
}

std::size_t count_lookups(const ByteReader& bytes, const VdfLayout& layout) {
  // third word after the header of the section of records
  return bytes.u32(layout.sections[1].start + 32);
}

Read<VdfFile> read_run(const ByteReader& bytes, const std::vector<std::string>& lookups,
                       VdfFile out) {
  Slots slots(bytes);
  if (auto fault = slots.fault()) return tl::unexpected(std::move(*fault));
  auto layout = read_vdf_layout(bytes, 1);
  if (!layout) return tl::unexpected(std::move(layout).error());
  if (!slots.read_times()) return tl::unexpected(damaged());
  out.times = slots.times();

  const auto claims = owners(read_claims(*layout, slots), LookupNames(lookups),
                             count_lookups(bytes, *layout), out.undecided);
  std::vector<DataSeries> series;
  std::set<std::string_view> known;
  std::size_t values = 0;
  for (const auto& claim : claims) {
    const auto& record = *claim.record;
    if (!known.insert(record.name).second) continue;
    values += (claim.end - claim.first) * out.times.size();
    if (values > 2 * kMostValues) return tl::unexpected(damaged());
    if (record.shape() == kVdfScalar) {
      series.push_back(slots.series(claim.first, record.name));
      continue;
    }
    const auto names = element_names(*layout, layout->shapes.at(record.shape()));
    for (std::size_t i = 0; i < names.size(); ++i) {
      series.push_back(slots.series(claim.first + i, fmt::format("{}[{}]", record.name, names[i])));
    }
  }
  out.data = DataSet(std::move(series));
  return out;
}

// A data set: the last section starts with offsets of blocks up to a 0; the block of times follows
// at once. A record's place counts these blocks, times being 0.
Read<VdfFile> read_dataset(const ByteReader& bytes, VdfFile out) {
  auto layout = read_vdf_layout(bytes, 0);
  if (!layout) return tl::unexpected(std::move(layout).error());
  std::size_t points = bytes.u32(0x7C);
  if (points == 0) points = bytes.u32(0x78);
  if (points == 0) points = bytes.u32(0x74);
  auto at = layout->sections[4].start + 24;
  std::vector<std::size_t> blocks = {0};
  for (auto offset = bytes.u32(at); offset != 0; offset = bytes.u32(at += 4)) {
    blocks.push_back(offset);
  }
  blocks[0] = at + 4;
  if (points == 0 || points > kMostTimes || blocks.size() < 2) {
    return tl::unexpected(Fault{"the .vdf data set is damaged, or laid out in a way not known",
                                {"export it from Vensim as a .tab file"}});
  }

  const auto width = (points + 7) / 8;
  const auto read = [&](std::size_t block, const std::vector<double>& grid, bool is_time) {
    std::pair<std::vector<double>, std::vector<double>> found;
    auto value = block + 2 + width;
    for (std::size_t i = 0; i < points && bytes.holds(value, 4); ++i) {
      if (((bytes.u8(block + 2 + i / 8) >> (i % 8)) & 1U) == 0) continue;
      if (!is_time && i >= grid.size()) break;
      found.first.push_back(is_time ? 0 : grid[i]);
      found.second.push_back(bytes.f32(value));
      value += 4;
    }
    return found;
  };
  out.times = read(blocks[0], {}, true).second;
  if (!rise(out.times)) return tl::unexpected(damaged());
  std::vector<DataSeries> series;
  for (const auto& record : layout->records) {
    const std::size_t place = record.place();
    if (record.shape() != kVdfScalar || place == 0 || place >= blocks.size()) continue;
    if ((series.size() + 1) * points > kMostValues) break;
    auto [times, values] = read(blocks[place], out.times, false);
    series.push_back({record.name, std::move(times), std::move(values)});
  }
  out.data = DataSet(std::move(series));
  return out;
}

}  // namespace

bool is_vdf(std::string_view bytes) {
  return bytes.starts_with(kRunMagic) || bytes.starts_with(kDatasetMagic) ||
         bytes.starts_with(kSensitivityMagic);
}

Read<VdfFile> read_vdf(std::string_view bytes, const std::vector<std::string>& lookups) {
  if (!is_vdf(bytes)) return tl::unexpected(Fault{"it is no .vdf file", {}});
  constexpr std::size_t kOriginAt = 4;
  constexpr std::size_t kOriginLength = 76;
  VdfFile out;
  const auto origin = ByteReader(bytes).part(kOriginAt, kOriginLength);
  out.origin = origin.substr(0, origin.find('\0'));
  if (bytes.starts_with(kDatasetMagic)) {
    out.kind = VdfFile::Kind::dataset;
    return read_dataset(ByteReader(bytes), std::move(out));
  }
  if (bytes.starts_with(kSensitivityMagic)) out.kind = VdfFile::Kind::sensitivity;
  return read_run(ByteReader(bytes), lookups, std::move(out));
}

}  // namespace holon::model::formats
