// SPDX-License-Identifier: Apache-2.0
#include "model/formats/data_series.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "model/formats/vdf.h"

namespace holon::model::formats {
namespace {

using Points = std::vector<std::pair<double, double>>;

// series in rising time; of points at one time the first
DataSeries as_series(std::string name, Points points) {
  const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(points.begin(), points.end(), earlier)) {
    std::stable_sort(points.begin(), points.end(), earlier);
  }
  std::vector<double> times;
  std::vector<double> values;
  for (const auto& [time, value] : points) {
    if (!times.empty() && times.back() == time) continue;
    times.push_back(time);
    values.push_back(value);
  }
  return {std::move(name), std::move(times), std::move(values)};
}

// `Time`, and `Time (Month)` as Vensim exports it
bool is_time(std::string_view name) {
  const auto key = base::name_key(name);
  return key == "time" || key.starts_with("time (");
}

}  // namespace

std::string series_key(std::string_view name) {
  std::string out;
  for (const char c : base::name_key(name)) {
    const bool is_mark = c == '[' || c == ',' || c == ']';
    if (c == '"') continue;
    if (is_mark && !out.empty() && out.back() == ' ') out.pop_back();
    if (c == ' ' && !out.empty() && (out.back() == '[' || out.back() == ',')) continue;
    out += c;
  }
  return out;
}

DataSet::DataSet(std::vector<DataSeries> series) : series_(std::move(series)) {
  for (std::size_t i = 0; i < series_.size(); ++i) by_key_.emplace(series_key(series_[i].name), i);
}

const DataSeries* DataSet::find(std::string_view name) const {
  const auto found = by_key_.find(series_key(name));
  return found == by_key_.end() ? nullptr : &series_[found->second];
}

Read<DataSet> read_data_table(const Sheet& sheet) {
  if (!is_time(sheet.text({0, 0}))) {
    return tl::unexpected(
        Fault{"the table does not start with `Time`",
              {"its first cell is `Time`; below it stand the times, or right of it"}});
  }
  // right of `Time` stands a time or the name of the first series
  const bool is_across = sheet.number({0, 1}).has_value();
  const auto lines = is_across ? sheet.rows() : sheet.columns();
  const auto points = is_across ? sheet.columns() : sheet.rows();
  const auto cell = [is_across](std::size_t line, std::size_t point) {
    return is_across ? CellPlace{line, point} : CellPlace{point, line};
  };
  std::vector<std::pair<std::size_t, double>> times;
  for (std::size_t i = 1; i < points; ++i) {
    if (const auto time = sheet.number(cell(0, i))) times.emplace_back(i, *time);
  }
  if (lines > kMostPlaces / std::max<std::size_t>(1, times.size())) {
    return tl::unexpected(too_many_cells());
  }
  std::vector<DataSeries> series;
  for (std::size_t line = 1; line < lines; ++line) {
    auto name = sheet.text(cell(line, 0));
    if (name.empty()) continue;
    Points found;
    for (const auto& [i, time] : times) {
      if (const auto value = sheet.number(cell(line, i))) found.emplace_back(time, *value);
    }
    series.push_back(as_series(std::move(name), std::move(found)));
  }
  return DataSet(std::move(series));
}

Read<DataSet> read_dat(std::string_view text) {
  std::vector<DataSeries> series;
  std::string name;
  Points found;
  const auto finish = [&] {
    if (!name.empty()) series.push_back(as_series(std::move(name), std::move(found)));
    found.clear();
  };
  std::size_t number = 0;
  for (const auto& line : base::split(text, '\n')) {
    ++number;
    const auto shown = base::trim(line);
    if (shown.empty()) continue;
    const auto tab = shown.find('\t');
    if (tab == std::string_view::npos) {
      finish();
      name = shown;
      continue;
    }
    const auto time = base::parse_number(base::trim(shown.substr(0, tab)));
    const auto value = base::parse_number(base::trim(shown.substr(tab + 1)));
    if (name.empty() || !time || !value) {
      return tl::unexpected(
          Fault{fmt::format("line {} is neither a name nor time, tab, value", number),
                {"a .dat file holds a name, then its points, one a line"}});
    }
    found.emplace_back(*time, *value);
  }
  finish();
  return DataSet(std::move(series));
}

Read<DataSet> read_data_file(const std::string& path) {
  std::string bytes;
  try {
    bytes = base::read_file(path);
  } catch (const base::WorldError& error) {
    return tl::unexpected(Fault{error.what(), error.hints()});
  }
  if (is_vdf(bytes)) {
    auto file = read_vdf(bytes);
    if (!file) return tl::unexpected(std::move(file).error());
    return std::move(file->data);
  }
  if (base::lower(path).ends_with(".dat")) return read_dat(bytes);
  const auto file = open_table_file(path);
  if (!file) return tl::unexpected(file.error());
  const auto sheet = (*file)->sheet("");
  if (!sheet) return tl::unexpected(sheet.error());
  return read_data_table(**sheet);
}

}  // namespace holon::model::formats
