// SPDX-License-Identifier: Apache-2.0
//
// YAML (and so JSON) as a tree in which every key and value knows its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace holon::document {

struct Entry;

/// One value of a document.
struct Node {
  enum class Kind { empty, scalar, list, map };

  Kind kind = Kind::empty;
  std::string text;            ///< of a scalar, quotes and escapes resolved
  bool quoted = false;         ///< a scalar in quotes or in a block (| or >)
  bool flow = false;           ///< written inside { … } or [ … ]
  bool broken = false;         ///< already reported; readers pass over it
  base::Span span;             ///< the value as it stands in the file
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, in the order written

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_empty() const { return kind == Kind::empty; }

  /// A scalar that begins with `=`.
  [[nodiscard]] bool is_equation() const;

  /// The value of a key, or null; keys are compared by `base::name_key`.
  [[nodiscard]] const Node* find(std::string_view key) const;

  /// The place of `count` bytes from byte `from` of a scalar's text; the whole value where escapes
  /// or folding make them differ.
  [[nodiscard]] base::Span inside(std::size_t from, std::size_t count) const;
};

/// One key of a map and its value.
struct Entry {
  std::string key;
  base::Span key_span;
  Node value;
};

/// A document and the mistakes of its form (duplicate keys, equations cut in two).
struct Document {
  Node root;
  base::Diagnostics diagnostics;
};

/// Reads one YAML document.
/// Errors: E0101 alone if it is not YAML; E0109 too large; E0112 not in the language.
[[nodiscard]] base::Result<Document> parse(const base::SourcePtr& source);

/// True when ` #` follows the scalar in its line: what comes after is a comment to YAML.
[[nodiscard]] bool is_followed_by_comment(const Node& scalar);

/// Reports every key of `map` that is not in `allowed`, with the nearest one that is.
void check_keys(const Node& map, const std::vector<std::string>& allowed, std::string_view what,
                base::Diagnostics& diagnostics);

/// What a node is, in words: "a block", "a list", "a value", "nothing".
[[nodiscard]] std::string_view in_words(Node::Kind kind);

}  // namespace holon::document
