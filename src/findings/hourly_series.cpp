// SPDX-License-Identifier: Apache-2.0
#include "findings/hourly_series.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/text.h"
#include "findings/counted.h"
#include "findings/open_table.h"

namespace holon::findings {
namespace {

using base::Code;
using model::formats::Sheet;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kHoursPerDay = 24;
constexpr std::int64_t kMostHours = 24LL * 366 * 50;

// words of letters alone, in lower case
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char c : base::lower(text)) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_intensity_unit(std::string_view heading) {
  auto text = base::lower(base::trim(heading));
  std::erase_if(text, [](char c) { return c == ' ' || c == ')' || c == ']'; });
  for (const std::string_view tail :
       {"g/kwh", "gco2/kwh", "gco2e/kwh", "gco2eq/kwh", "gkwh", "g_per_kwh"}) {
    if (text.ends_with(tail)) return true;
  }
  return false;
}

// "DE" of "DE [g/kWh]"
std::string grid_name(std::string_view heading) {
  return std::string(base::trim(heading.substr(0, heading.find_first_of("[("))));
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  int out = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    out = 10 * out + (c - '0');
  }
  return out;
}

// hours of "Z", "+02:00", "-0330"; nothing if it is no offset
std::optional<double> offset_of(std::string_view text) {
  if (text.empty() || text == "Z" || text == " UTC") return 0;
  if (text.front() != '+' && text.front() != '-') return std::nullopt;
  const auto hours = digits(text, 1, 2);
  const auto minutes =
      text.size() == 3 ? std::optional<int>(0) : digits(text, text.size() == 6 ? 4 : 3, 2);
  if (!hours || !minutes) return std::nullopt;
  const double size = *hours + *minutes / 60.0;
  return text.front() == '-' ? -size : size;
}

/// A column of generation by one source.
struct SourceColumn {
  std::size_t column;
  double factor;  // [g CO2e/kWh]
};

/// No grid's electricity comes near this: a larger figure has another unit.
constexpr double kMostIntensity = 1e5;  // [g CO2e/kWh]

/// Reads one table.
class Reader {
 public:
  Reader(const base::SourcePtr& source, base::Diagnostics& diagnostics)
      : name_(source->name()), table_(source), diagnostics_(diagnostics) {}

  std::optional<HourlySeries> read(bool from_mix, const TechnologyFactor& factor) {
    if (table_.sheet() == nullptr) {
      diagnostics_.push_back(table_.faulty(Code::no_hourly));
      return std::nullopt;
    }
    sheet_ = table_.sheet();
    if (!find_times()) return std::nullopt;
    find_columns(from_mix, factor);
    if (columns_.empty() && mix_.empty()) {
      return wrong(Code::no_hourly,
                   fmt::format("{} has neither carbon intensities nor generation by source", name_),
                   {},
                   "a column `carbon intensity [g/kWh]`, or a column for each source: `coal [MW]`");
    }
    // two rows 50 years apart span more hours than they hold
    constexpr double kMostValues = 2e7;
    const double hours = times_.back() - times_.front() + 1;
    if (hours * static_cast<double>(std::max<std::size_t>(1, columns_.size())) > kMostValues) {
      return wrong(Code::bad_hours, "the table spans more hours of more grids than holon takes", {},
                   "cut it into tables of a few years, or of fewer grids");
    }
    fill();
    if (!diagnostics_.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  std::nullopt_t wrong(Code code, std::string message, model::formats::CellPlace place,
                       std::string help) {
    diagnostics_.push_back(table_.wrong(code, std::move(message), place, std::move(help)));
    return std::nullopt;
  }

  // the first column whose second row is a timestamp; all of its rows, rising
  bool find_times() {
    std::optional<std::size_t> column;
    for (std::size_t c = 0; c < sheet_->columns() && !column; ++c) {
      if (parse_hour(sheet_->text({1, c}))) column = c;
    }
    if (!column) {
      wrong(Code::no_hourly, fmt::format("{} has no column of timestamps", name_), {1, 0},
            "such as 2022-07-01 18:00");
      return false;
    }
    time_column_ = *column;
    for (std::size_t row = 1; row < sheet_->rows(); ++row) {
      const auto text = sheet_->text({row, *column});
      const auto hour = parse_hour(text);
      if (!hour || (!times_.empty() && *hour <= times_.back())) {
        wrong(Code::bad_hours,
              hour ? fmt::format("`{}` does not come after the row before it", text)
                   : fmt::format("`{}` is no timestamp", text),
              {row, *column}, "rows rise in time, each hour once; UTC knows no summer time");
        return false;
      }
      times_.push_back(*hour);
    }
    if (times_.back() - times_.front() > static_cast<double>(kMostHours)) {
      wrong(Code::bad_hours, "the timestamps span more than 50 years",
            {sheet_->rows() - 1, *column}, "");
      return false;
    }
    return true;
  }

  void find_columns(bool from_mix, const TechnologyFactor& factor) {
    std::vector<std::string> unknown;
    for (std::size_t c = 0; c < sheet_->columns(); ++c) {
      if (c == time_column_) continue;
      const auto heading = sheet_->text({0, c});
      const auto words = words_of(heading);
      const bool is_unit = is_intensity_unit(heading);
      if (is_unit || has(words, "intensity")) {
        if (!from_mix)
          columns_.emplace_back(
              c, is_unit && !has(words, "intensity") ? grid_name(heading) : std::string());
        continue;
      }
      const bool is_generation = has(words, "production") || has(words, "generation") ||
                                 has(words, "mw") || has(words, "mwh");
      if (!is_generation) continue;
      std::optional<double> known;
      for (const auto& word : words) {
        if (!known) known = factor(word);
      }
      if (known) {
        mix_.push_back({c, *known});
      } else {
        unknown.push_back("`" + heading + "`");
      }
    }
    if (!columns_.empty()) {
      mix_.clear();
    } else if (!mix_.empty()) {
      out_.notes.push_back(
          fmt::format("intensity is computed from {} and the catalogue's technologies",
                      counted(mix_.size(), "source")));
      if (!unknown.empty())
        out_.notes.push_back("without a factor, left out: " + base::listed(unknown, "and"));
    }
  }

  double mixed(std::size_t row) const {
    double grams = 0;
    double energy = 0;
    for (const auto& one : mix_) {
      const auto generation = sheet_->number({row, one.column});
      // storage that charges is no generation
      if (!generation || *generation <= 0) continue;
      grams += *generation * one.factor;
      energy += *generation;
    }
    return energy > 0 ? grams / energy : kNaN;
  }

  void fill() {
    const auto first = static_cast<std::int64_t>(std::floor(times_.front()));
    const auto last = static_cast<std::int64_t>(std::floor(times_.back()));
    const auto hours = static_cast<std::size_t>(last - first + 1);
    out_.first_hour = first;
    const auto stem = std::filesystem::path(name_).stem().string();
    const auto grids = std::max<std::size_t>(1, columns_.size());
    std::vector<std::vector<double>> sums(grids, std::vector<double>(hours));
    std::vector<std::vector<int>> counts(grids, std::vector<int>(hours));
    for (std::size_t i = 0; i < times_.size(); ++i) {
      const auto hour =
          static_cast<std::size_t>(static_cast<std::int64_t>(std::floor(times_[i])) - first);
      for (std::size_t g = 0; g < grids; ++g) {
        const double value = columns_.empty()
                                 ? mixed(i + 1)
                                 : sheet_->number({i + 1, columns_[g].first}).value_or(kNaN);
        if (!(value >= 0)) continue;
        if (value > kMostIntensity) {
          wrong(Code::out_of_range, fmt::format("no grid has {:g} g/kWh", value),
                {i + 1, columns_.empty() ? time_column_ : columns_[g].first},
                "a series is in g CO2e/kWh");
          return;
        }
        sums[g][hour] += value;
        ++counts[g][hour];
      }
    }
    bool is_averaged = false;
    for (std::size_t g = 0; g < grids; ++g) {
      GridHours grid;
      grid.name = columns_.empty() || columns_[g].second.empty() ? stem : columns_[g].second;
      for (std::size_t h = 0; h < hours; ++h) {
        const int entries = counts[g][h];
        is_averaged |= entries > 1;
        if (entries == 0) ++out_.holes;
        grid.intensity.push_back(entries == 0 ? kNaN : sums[g][h] / entries);
      }
      out_.grids.push_back(std::move(grid));
    }
    if (is_averaged) out_.notes.emplace_back("steps shorter than an hour are averaged");
    if (out_.holes > 0) {
      out_.notes.push_back(fmt::format("{} without a value: no job is planned over {}",
                                       counted(out_.holes, "hour"),
                                       out_.holes == 1 ? "it" : "them"));
    }
  }

  std::string name_;  // of the file
  OpenTable table_;
  base::Diagnostics& diagnostics_;
  const Sheet* sheet_ = nullptr;  // of the file
  std::size_t time_column_ = 0;
  std::vector<double> times_;
  std::vector<std::pair<std::size_t, std::string>> columns_;  // and the grid's name
  std::vector<SourceColumn> mix_;
  HourlySeries out_;
};

}  // namespace

std::optional<double> parse_hour(std::string_view text) {
  text = base::trim(text);
  const auto date = base::parse_date(text.substr(0, std::min<std::size_t>(10, text.size())));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  if (!date || !hour || !minute || *hour > 23 || *minute > 59 || text[13] != ':')
    return std::nullopt;
  if (text[10] != ' ' && text[10] != 'T') return std::nullopt;
  std::size_t end = 16;
  if (text.size() > end && text[end] == ':') {
    if (!digits(text, end + 1, 2)) return std::nullopt;
    end += 3;
    if (text.size() > end && text[end] == '.') {
      ++end;
      while (text.size() > end && text[end] >= '0' && text[end] <= '9') ++end;
    }
  }
  const auto offset = offset_of(text.substr(end));
  if (!offset) return std::nullopt;
  const auto hours = static_cast<double>(base::days_since_epoch(*date) * kHoursPerDay + *hour);
  return hours + *minute / 60.0 - *offset;
}

std::int64_t hour_of_day(std::int64_t hour) {
  return ((hour % kHoursPerDay) + kHoursPerDay) % kHoursPerDay;
}

std::string hour_text(std::int64_t hour) {
  const auto of_day = hour_of_day(hour);
  const auto day = (hour - of_day) / kHoursPerDay;
  return fmt::format("{} {:02}:00", base::to_text(base::date_of_day(day)), of_day);
}

base::Result<HourlySeries> read_hourly(const base::SourcePtr& source, bool from_mix,
                                       const TechnologyFactor& factor) {
  base::Diagnostics diagnostics;
  auto out = Reader(source, diagnostics).read(from_mix, factor);
  if (!out) return tl::unexpected(std::move(diagnostics));
  return std::move(*out);
}

}  // namespace holon::findings
