// SPDX-License-Identifier: Apache-2.0
#include "study/arrays.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::study {

using base::Code;

Binding Target::all() const {
  auto out = binding;
  out.insert(out.end(), parts.begin(), parts.end());
  return out;
}

DimensionId Arrays::add(ArrayDimension dimension) {
  const DimensionId id = dimensions_.size();
  by_name_.emplace(base::name_key(dimension.name), id);
  auto& spelling = spelling_.emplace_back();
  for (const auto& element : dimension.elements) {
    by_element_.emplace(base::name_key(element), id);
    spelling.emplace(base::name_key(element), element);
  }
  dimensions_.push_back(std::move(dimension));
  return id;
}

void Arrays::add(Array array) {
  // "life cycle.deployment.api", "deployment.api", "api"; whoever was first keeps a name
  const auto path = base::name_key(array.path);
  for (std::size_t from = 0; from != std::string::npos;) {
    by_ending_.emplace(path.substr(from), arrays_.size());
    const auto dot = path.find('.', from);
    from = dot == std::string::npos ? dot : dot + 1;
  }
  arrays_.push_back(std::move(array));
}

std::optional<DimensionId> Arrays::find_dimension(std::string_view name) const {
  const auto found = by_name_.find(base::name_key(name));
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<DimensionId> Arrays::dimension_of(std::string_view element) const {
  const auto found = by_element_.find(base::name_key(element));
  return found == by_element_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Arrays::find_element(DimensionId dimension,
                                                std::string_view name) const {
  const auto found = spelling_[dimension].find(base::name_key(name));
  return found == spelling_[dimension].end() ? std::nullopt : std::optional(found->second);
}

const Array* Arrays::find(std::string_view name) const {
  const auto found = by_ending_.find(base::name_key(name));
  return found == by_ending_.end() ? nullptr : &arrays_[found->second];
}

std::optional<std::string> Arrays::nearest(std::string_view name) const {
  std::vector<std::string> names;
  for (const auto& [ending, index] : by_ending_) names.push_back(ending);
  return base::nearest(name, names);
}

std::string Arrays::with_dimensions(std::string_view name, const Array& array) const {
  std::vector<std::string> names;
  for (const auto id : array.dimensions) names.push_back(dimensions_[id].name);
  return fmt::format("{}[{}]", name, fmt::join(names, ", "));
}

std::string Arrays::ways_to_read(std::string_view name, const Array& array) const {
  std::vector<std::string> first;
  for (const auto id : array.dimensions) first.push_back(dimensions_[id].elements.front());
  return fmt::format("name an element, as in `{}[{}]`, or gather all, as in `sum({})`", name,
                     fmt::join(first, ", "), with_dimensions(name, array));
}

void Arrays::for_each_element(const std::vector<DimensionId>& dimensions,
                              const std::function<void(const Binding&)>& visit) const {
  Binding binding;
  const std::function<void(std::size_t)> descend = [&](std::size_t depth) {
    if (depth == dimensions.size()) return visit(binding);
    for (const auto& element : dimensions_[dimensions[depth]].elements) {
      binding.push_back({dimensions[depth], element});
      descend(depth + 1);
      binding.pop_back();
    }
  };
  descend(0);
}

double Arrays::count(const std::vector<DimensionId>& dimensions) const {
  double out = 1;
  for (const auto id : dimensions) out *= static_cast<double>(dimensions_[id].elements.size());
  return out;
}

bool Arrays::is_within(DimensionId part, DimensionId whole) const {
  if (part == whole) return true;
  const auto& elements = dimensions_[part].elements;
  return dimensions_[part].whole == dimensions_[whole].whole &&
         std::all_of(elements.begin(), elements.end(), [&](const std::string& element) {
           return find_element(whole, element).has_value();
         });
}

std::vector<Target> Arrays::targets(std::string_view path, const base::Span& where,
                                    base::Diagnostics& diagnostics) const {
  auto parts = split_subscripts(path);
  const Array* array = parts.subscripts.empty() ? nullptr : find(parts.base);
  // an array's name alone means all of it, and so it does before a key: deployment.api.energy
  for (auto end = path.size(); parts.subscripts.empty() && end != std::string_view::npos;
       end = end == 0 ? std::string_view::npos : path.rfind('.', end - 1)) {
    array = find(path.substr(0, end));
    if (array == nullptr) continue;
    parts.base = path.substr(0, end);
    parts.rest = path.substr(end);
    break;
  }
  if (array == nullptr && parts.subscripts.empty()) return {{std::string(path), {}, {}}};

  const auto refuse = [&](std::string message, std::vector<std::string> help) {
    diagnostics.push_back({Code::bad_element, std::move(message), where, "", {}, std::move(help)});
    return std::vector<Target>{};
  };
  if (array == nullptr) {
    const auto near = nearest(parts.base);
    return refuse(fmt::format("`{}` is not an array", parts.base),
                  {near ? fmt::format("did you mean `{}`?", *near) : "leave its brackets away"});
  }
  if (array->broken) return {};
  if (!parts.subscripts.empty() && parts.subscripts.size() != array->dimensions.size()) {
    return refuse(fmt::format("`{}` has {} subscripts here", parts.base, parts.subscripts.size()),
                  {fmt::format("write `{}`", with_dimensions(parts.base, *array))});
  }

  // each subscript keeps one element of its dimension, or some, or all
  std::vector<Target> out{{"", {}, {}}};
  for (std::size_t i = 0; i < array->dimensions.size(); ++i) {
    const auto own = array->dimensions[i];
    auto chosen = dimensions_[own].elements;
    auto named = own;
    if (!parts.subscripts.empty()) {
      const auto& word = parts.subscripts[i];
      const auto dimension = find_dimension(word);
      const auto element = find_element(own, word);
      if (dimension && is_within(*dimension, own)) {
        named = *dimension;
        chosen = dimensions_[named].elements;
      } else if (element) {
        chosen = {*element};
      } else {
        const auto near = base::nearest(word, chosen);
        return refuse(fmt::format("`{}` is not an element of `{}`", word, dimensions_[own].name),
                      {near ? fmt::format("did you mean `{}`?", *near)
                            : fmt::format("its elements are {}", base::listed(chosen, "and"))});
      }
    }
    std::vector<Target> longer;
    for (const auto& target : out) {
      for (const auto& element : chosen) {
        longer.push_back(target);
        longer.back().binding.push_back({own, element});
        if (named != own) longer.back().parts.push_back({named, element});
      }
    }
    out = std::move(longer);
  }
  for (auto& target : out) target.path = element_name(parts.base, target.binding) + parts.rest;
  return out;
}

std::string element_name(std::string_view array, const Binding& binding) {
  if (binding.empty()) return std::string(array);
  std::vector<std::string_view> elements;
  for (const auto& bound : binding) elements.push_back(bound.element);
  return fmt::format("{}[{}]", array, fmt::join(elements, ", "));
}

NameParts split_subscripts(std::string_view name) {
  NameParts out;
  const auto open = name.find('[');
  const auto close = name.find(']', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) {
    out.base = base::trim(name);
    return out;
  }
  out.base = base::trim(name.substr(0, open));
  for (const auto& word : base::split(name.substr(open + 1, close - open - 1), ','))
    out.subscripts.emplace_back(base::trim(word));
  out.rest = base::trim(name.substr(close + 1));
  return out;
}

void drop_repeated(base::Diagnostics& diagnostics, std::size_t first) {
  // messages are compared without what stands in brackets
  const auto words = [](const std::string& message) {
    std::string out;
    int depth = 0;
    for (const char c : message) {
      if (c == '[') ++depth;
      if (depth == 0) out += c;
      if (c == ']' && depth > 0) --depth;
    }
    return out;
  };
  std::set<std::tuple<Code, std::size_t, std::size_t, std::string>> told;
  const auto begin = diagnostics.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = std::remove_if(begin, diagnostics.end(), [&](const base::Diagnostic& d) {
    return !told.emplace(d.code, d.where.offset, d.where.length, words(d.message)).second;
  });
  diagnostics.erase(end, diagnostics.end());
}

}  // namespace holon::study
