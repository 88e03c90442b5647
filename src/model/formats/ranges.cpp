// SPDX-License-Identifier: Apache-2.0
#include "model/formats/ranges.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

// ranges that are made of ranges that are made of …
constexpr int kDeepest = 1000;

}  // namespace

std::optional<std::size_t> ResolvedRange::position(Element element) const {
  const auto found = std::find(elements.begin(), elements.end(), element);
  if (found == elements.end()) return std::nullopt;
  return static_cast<std::size_t>(found - elements.begin());
}

Ranges::Ranges(const std::vector<Range>& ranges, const SubscriptReader& read_file,
               base::Diagnostics& diagnostics) {
  ranges_.resize(ranges.size());
  state_.resize(ranges.size());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    ranges_[i].name = ranges[i].name;
    range_by_key_.emplace(base::name_key(ranges[i].name), i);
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) resolve(i, ranges, read_file, diagnostics);
  for (std::size_t i = 0; i < ranges.size(); ++i) read_mappings(i, ranges, diagnostics);
}

std::optional<std::size_t> Ranges::find(std::string_view name) const {
  const auto found = range_by_key_.find(base::name_key(name));
  if (found == range_by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<Element> Ranges::element(std::string_view name) const {
  const auto found = element_by_key_.find(base::name_key(name));
  if (found != element_by_key_.end()) return found->second;
  // of XMILE: `Dimension.element`
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto range = find(name.substr(0, dot));
  const auto out = range ? element(name.substr(dot + 1)) : std::nullopt;
  return out && ranges_[*range].position(*out) ? out : std::nullopt;
}

Element Ranges::intern(const std::string& name) {
  const auto [at, is_new] =
      element_by_key_.emplace(base::name_key(name), static_cast<Element>(elements_.size()));
  if (is_new) elements_.push_back(name);
  return at->second;
}

void Ranges::resolve(std::size_t index, const std::vector<Range>& ranges,
                     const SubscriptReader& read_file, base::Diagnostics& diagnostics) {
  if (state_[index] == 2) return;
  const auto& written = ranges[index];
  if (state_[index] == 1 || depth_ > kDeepest) {
    diagnostics.push_back({base::Code::bad_range,
                           state_[index] == 1
                               ? fmt::format("range `{}` is made of itself", written.name)
                               : fmt::format("ranges within ranges more than {} deep", kDeepest),
                           written.span,
                           "",
                           {},
                           {"list the elements of one of the ranges in the circle"}});
    return;
  }
  state_[index] = 1;
  ++depth_;
  std::vector<Element> out;
  if (written.from_file) {
    for (const auto& name : read_file(*written.from_file, diagnostics)) out.push_back(intern(name));
  }
  // each element once, where it first stands
  std::unordered_set<Element> known(out.begin(), out.end());
  const auto add_names = [&](const std::string& name) {
    const auto other = find(name);
    if (other) resolve(*other, ranges, read_file, diagnostics);
    const auto elements = other ? ranges_[*other].elements : std::vector<Element>{intern(name)};
    for (const auto element : elements)
      if (known.insert(element).second) out.push_back(element);
  };
  if (!written.same_as.empty()) add_names(written.same_as);
  for (const auto& name : written.elements) add_names(name);
  ranges_[index].elements = std::move(out);
  if (!written.same_as.empty()) {
    if (const auto other = find(written.same_as)) {
      ranges_[index].same.push_back(*other);
      ranges_[*other].same.push_back(index);
    }
  }
  state_[index] = 2;
  --depth_;
}

void Ranges::read_mappings(std::size_t index, const std::vector<Range>& ranges,
                           base::Diagnostics& diagnostics) {
  const auto& own = ranges_[index].elements;
  for (const auto& mapping : ranges[index].mappings) {
    const auto other = find(mapping.other);
    if (!other) {
      diagnostics.push_back(
          {base::Code::bad_range,
           fmt::format("`{}` maps to `{}`, which is no range", ranges[index].name, mapping.other),
           ranges[index].span,
           "",
           {},
           {"define the range, or mend its name"}});
      continue;
    }
    ResolvedRange::Mapping out{*other, std::vector<std::vector<Element>>(own.size())};
    std::size_t at = 0;
    if (mapping.elements.empty()) {
      const auto& theirs = ranges_[*other].elements;
      for (; at < std::min(own.size(), theirs.size()); ++at) out.pairs[at] = {theirs[at]};
      if (own.size() != theirs.size()) at = own.size() + 1;
    } else {
      for (const auto& names : mapping.elements) {
        for (const auto& name : names) {
          if (at >= own.size()) break;
          if (const auto range = find(name)) {
            const auto& part = ranges_[*range].elements;
            out.pairs[at].insert(out.pairs[at].end(), part.begin(), part.end());
          } else if (const auto single = element(name)) {
            out.pairs[at].push_back(*single);
          }
        }
        ++at;
      }
    }
    if (at != own.size()) {
      diagnostics.push_back({base::Code::bad_range,
                             fmt::format("the mapping of `{}` to `{}` does not give one place for "
                                         "each of its {} elements",
                                         ranges[index].name, mapping.other, own.size()),
                             ranges[index].span,
                             "",
                             {},
                             {"name one element or subrange for each, in order"}});
    }
    ranges_[index].mappings.push_back(std::move(out));
  }
}

std::optional<Element> Ranges::mapped(std::size_t bound, Element element,
                                      std::size_t wanted) const {
  const auto& from = ranges_[bound];
  const auto& to = ranges_[wanted];
  // the range read maps to the one on the left: which of its elements has this one among its own?
  for (const auto& mapping : to.mappings) {
    if (mapping.other != bound && !ranges_[mapping.other].position(element)) continue;
    for (std::size_t i = 0; i < mapping.pairs.size(); ++i) {
      const auto& theirs = mapping.pairs[i];
      if (std::find(theirs.begin(), theirs.end(), element) != theirs.end()) return to.elements[i];
    }
  }
  // the one on the left maps to the range read
  const auto place = from.position(element);
  for (const auto& mapping : from.mappings) {
    if (mapping.other == wanted && place && !mapping.pairs[*place].empty())
      return mapping.pairs[*place].front();
  }
  // two names of one range
  const bool same = std::find(from.same.begin(), from.same.end(), wanted) != from.same.end();
  if (same && place && *place < to.elements.size()) return to.elements[*place];
  return std::nullopt;
}

std::vector<std::string> Ranges::names() const {
  std::vector<std::string> out = elements_;
  for (const auto& range : ranges_) out.push_back(range.name);
  return out;
}

}  // namespace holon::model::formats
