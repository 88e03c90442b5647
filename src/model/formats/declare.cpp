// SPDX-License-Identifier: Apache-2.0
//
// Which variables there are, and for which elements.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"

namespace holon::model::formats {
namespace {

using base::Code;

// every combination of one entry of each list, the last running fastest
void for_each_tuple(const std::vector<std::vector<Element>>& lists,
                    const std::function<void(const std::vector<Element>&)>& visit) {
  std::size_t count = 1;
  for (const auto& list : lists) count *= list.size();
  std::vector<Element> tuple(lists.size());
  for (std::size_t flat = 0; flat < count; ++flat) {
    auto rest = flat;
    for (std::size_t p = lists.size(); p-- > 0;) {
      tuple[p] = lists[p][rest % lists[p].size()];
      rest /= lists[p].size();
    }
    visit(tuple);
  }
}

/// Flat places of tuples in a domain.
class Places {
 public:
  explicit Places(const std::vector<std::vector<Element>>& domain) : domain_(domain) {
    for (const auto& elements : domain) {
      auto& index = index_.emplace_back();
      for (std::size_t i = 0; i < elements.size(); ++i) index.emplace(elements[i], i);
    }
  }
  [[nodiscard]] std::optional<std::size_t> operator()(const std::vector<Element>& tuple) const {
    std::size_t flat = 0;
    for (std::size_t p = 0; p < tuple.size(); ++p) {
      const auto found = index_[p].find(tuple[p]);
      if (found == index_[p].end()) return std::nullopt;
      flat = flat * domain_[p].size() + found->second;
    }
    return flat;
  }

 private:
  const std::vector<std::vector<Element>>& domain_;
  std::vector<std::unordered_map<Element, std::size_t>> index_;
};

}  // namespace

void Builder::declare_scope(Scope& scope) {
  for (const auto& variable : scope.block->variables) declare(variable, scope);
  declare_results(scope);
  declare_modules(scope);
}

void Builder::declare_modules(Scope& scope) {
  for (const auto& module : scope.block->modules) {
    const auto block =
        std::find_if(script_.models.begin() + 1, script_.models.end(), [&](const Block& candidate) {
          return base::name_key(candidate.name) == base::name_key(module.block);
        });
    if (block == script_.models.end()) {
      error(Code::unknown_name, fmt::format("there is no model `{}`", module.block), module.span,
            {"a module is an instance of a `<model name=\"…\">` of the same file"});
      continue;
    }
    if (scope.depth > 32) {
      error(Code::circular, fmt::format("the model `{}` holds itself", module.block), module.span,
            {"a module cannot stand in the model it is an instance of"});
      continue;
    }
    if (is_full(module.span)) return;
    auto& inner = scopes_.emplace_back();
    inner.block = &*block;
    inner.parent = &scope;
    inner.prefix = scope.prefix + module.name + ".";
    inner.depth = scope.depth + 1;
    scope.modules.emplace(base::name_key(module.name), &inner);
    declare_scope(inner);
  }
  for (const auto& module : scope.block->modules) {
    const auto found = scope.modules.find(base::name_key(module.name));
    if (found != scope.modules.end()) connect(*found->second, module);
  }
}

// an input of a module is another name of what feeds it; `.input` is one of the model around it,
// which Stella lets an output of the module feed
void Builder::connect(Scope& module, const Module& written) {
  for (const auto& connection : written.connections) {
    auto to = base::name_key(connection.to);
    const auto own = base::name_key(written.name) + ".";
    if (to.starts_with(own)) to = to.substr(own.size());
    auto from = base::name_key(connection.from);
    if (from.starts_with(".")) from = from.substr(1);
    auto* source = find(from, *module.parent);
    if (source == nullptr) {
      error(Code::unknown_name, fmt::format("nothing is called `{}`", connection.from),
            connection.span, {"a module's input is fed by a variable of the model around it"});
      continue;
    }
    const bool around = to.starts_with(".");
    auto& names = around ? module.parent->names : module.names;
    const auto own_input = names.find(around ? to.substr(1) : to);
    if (own_input == names.end())
      names[around ? to.substr(1) : to] = source;
    else
      own_input->second->fed_by = source;
  }
}

void Builder::declare(const Variable& variable, Scope& scope) {
  if (variable.kind == Variable::Kind::text) return;
  auto& subject = declared_.emplace_back();
  subject.written = &variable;
  subject.scope = &scope;
  subject.name = scope.prefix + variable.name;
  subject.index = built_.written.size();
  built_.written.push_back(
      {subject.name, variable.kind, variable.units, variable.text, variable.group, variable.span});
  const auto [at, is_new] = scope.names.emplace(base::name_key(variable.name), &subject);
  if (!is_new) {
    error(Code::duplicate_key, fmt::format("`{}` is defined twice", variable.name), variable.span,
          {"names are equal when only case, `_` or spaces differ"});
    return;
  }
  find_domain(subject);
  assign_equations(subject);
  make_variables(subject);
}

std::vector<std::vector<Element>> Builder::left_side(const Declared& subject,
                                                     const std::vector<Subscript>& left) {
  std::vector<std::vector<Element>> out;
  for (std::size_t p = 0; p < left.size(); ++p) {
    const auto& subscript = left[p];
    auto& elements = out.emplace_back();
    if (subscript.kind == Subscript::Kind::number && p < subject.domain.size() &&
        subscript.number >= 1 && subscript.number <= subject.domain[p].size()) {
      elements = {subject.domain[p][subscript.number - 1]};
    } else if (const auto range = ranges_.find(subscript.name)) {
      elements = ranges_[*range].elements;
    } else if (const auto element = ranges_.element(subscript.name)) {
      elements = {*element};
    } else {
      auto near = base::nearest(subscript.name, ranges_.names());
      error(Code::bad_subscript,
            fmt::format("`{}` is no range and no element of one", subscript.name), subscript.span,
            {near ? fmt::format("did you mean `{}`?", *near) : "define the range it belongs to"});
    }
  }
  return out;
}

void Builder::find_domain(Declared& subject) {
  const auto& written = *subject.written;
  for (const auto& name : written.ranges) {
    const auto range = ranges_.find(name);
    if (!range) {
      error(Code::bad_subscript, fmt::format("`{}` is no range", name), written.span,
            {"define it under `<dimensions>`"});
      continue;
    }
    subject.ranges.push_back(*range);
    subject.domain.push_back(ranges_[*range].elements);
  }
  if (!written.ranges.empty() || written.equations.empty()) return;

  // what the left sides name, together
  const auto count = written.equations.front().subscripts.size();
  subject.domain.resize(count);
  subject.ranges.assign(count, Model::npos);
  std::vector<std::set<Element>> seen(count);
  for (const auto& equation : written.equations) {
    if (equation.subscripts.size() != count) {
      error(Code::bad_subscript,
            fmt::format("`{}` has {} subscripts here and {} elsewhere", written.name,
                        equation.subscripts.size(), count),
            equation.span, {"give every equation of a variable the same number of subscripts"});
      continue;
    }
    const auto lists = left_side(subject, equation.subscripts);
    for (std::size_t p = 0; p < count; ++p) {
      for (const auto element : lists[p]) {
        if (seen[p].insert(element).second) subject.domain[p].push_back(element);
      }
    }
  }
  // in the order of the smallest range that has them all
  for (std::size_t p = 0; p < count; ++p) {
    std::size_t best = Model::npos;
    for (std::size_t r = 0; r < ranges_.size(); ++r) {
      const auto& range = ranges_[r].elements;
      if (range.size() < seen[p].size()) continue;
      if (best != Model::npos && ranges_[best].elements.size() <= range.size()) continue;
      const auto held = std::count_if(range.begin(), range.end(),
                                      [&](Element e) { return seen[p].count(e) != 0; });
      if (static_cast<std::size_t>(held) == seen[p].size()) best = r;
    }
    if (best == Model::npos) continue;
    std::vector<Element> ordered;
    for (const auto element : ranges_[best].elements) {
      if (seen[p].count(element) != 0) ordered.push_back(element);
    }
    subject.domain[p] = std::move(ordered);
    if (ranges_[best].elements.size() == seen[p].size()) subject.ranges[p] = best;
  }
}

// the equation that names the fewest elements is meant for an element that several name
void Builder::assign_equations(Declared& subject) {
  constexpr auto kNone = static_cast<std::uint32_t>(-1);
  const auto size = subject.size();
  if (size > options_.most_elements) {
    error(Code::too_many_elements, fmt::format("`{}` has {} elements", subject.written->name, size),
          subject.written->span,
          {fmt::format("a model may have {} in all; use fewer or smaller ranges",
                       options_.most_elements)});
    subject.domain.assign(subject.domain.size(), {});
    return;
  }
  subject.equation.assign(size, kNone);
  std::vector<std::size_t> breadth(size, static_cast<std::size_t>(-1));
  const Places places(subject.domain);
  for (std::uint32_t e = 0; e < subject.written->equations.size(); ++e) {
    const auto& equation = subject.written->equations[e];
    if (equation.subscripts.empty()) {
      for (std::size_t flat = 0; flat < size; ++flat) {
        if (breadth[flat] <= size) continue;
        subject.equation[flat] = e;
        breadth[flat] = size;
      }
      continue;
    }
    if (equation.subscripts.size() != subject.domain.size()) {
      if (!subject.written->ranges.empty())
        error(Code::bad_subscript,
              fmt::format("`{}` has {} dimensions", subject.written->name, subject.domain.size()),
              equation.span, {"name one element for each"});
      continue;
    }
    std::set<std::size_t> left_out;
    for (const auto& exception : equation.except) {
      for_each_tuple(left_side(subject, exception), [&](const std::vector<Element>& tuple) {
        if (tuple.size() != subject.domain.size()) return;
        if (const auto flat = places(tuple)) left_out.insert(*flat);
      });
    }
    const auto lists = left_side(subject, equation.subscripts);
    std::size_t named = 1;
    for (const auto& list : lists) named *= list.size();
    for_each_tuple(lists, [&](const std::vector<Element>& tuple) {
      const auto flat = places(tuple);
      if (!flat || left_out.count(*flat) != 0 || breadth[*flat] <= named) return;
      subject.equation[*flat] = e;
      breadth[*flat] = named;
    });
  }
}

void Builder::make_variables(Declared& subject) {
  using Kind = Variable::Kind;
  const auto size = subject.equation.size();
  if (subject.written->kind == Kind::lookup || subject.written->kind == Kind::data)
    subject.tables.resize(size);
  subject.ids.assign(size, Model::npos);
  if (subject.written->kind == Kind::lookup) return;
  auto& variables = built_.model.variables;
  for (std::size_t flat = 0; flat < size; ++flat) {
    if (subject.equation[flat] == static_cast<std::uint32_t>(-1) &&
        subject.written->kind != Kind::data)
      continue;
    if (is_full_) return;
    if (variables.size() >= options_.most_elements) {
      error(Code::too_many_elements,
            fmt::format("the model has more than {} elements", options_.most_elements),
            subject.written->span, {"use fewer or smaller ranges"});
      is_full_ = true;
      return;
    }
    model::Variable out;
    out.name = subject.name;
    const auto elements = subject.elements_at(flat);
    for (std::size_t p = 0; p < elements.size(); ++p) {
      out.name += p == 0 ? "[" : ",";
      out.name += ranges_.name_of(elements[p]);
    }
    if (!elements.empty()) out.name += "]";
    const auto e = subject.equation[flat];
    out.span = e < subject.written->equations.size() ? subject.written->equations[e].span
                                                     : subject.written->span;
    subject.ids[flat] = variables.size();
    if (!subject.scope->is_macro)
      built_.shown.push_back({out.name, variables.size(), subject.index});
    origins_.resize(variables.size() + 1);
    origins_.back() = {&subject, flat};
    is_translated_.resize(origins_.size());
    variables.push_back(std::move(out));
  }
}

}  // namespace holon::model::formats
