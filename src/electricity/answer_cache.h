// SPDX-License-Identifier: Apache-2.0
//
// Answers kept on disk, each named by its request without the key.
//
// A file holds a line that says what it is, the request, when it was answered, an empty line, and
// the answer as it came. A key that a service repeats in its answer is blotted out first.
#pragma once

#include <optional>
#include <string>

#include "electricity/http.h"

namespace holon::electricity {

struct KeptAnswer {
  std::string body;
  record::Instant answered_at = 0;
};

class AnswerCache {
 public:
  /// Without a folder nothing is kept.
  explicit AnswerCache(std::string folder) : folder_(std::move(folder)) {}

  /// Nothing where this request has not been answered, or its file is damaged.
  [[nodiscard]] std::optional<KeptAnswer> find(const HttpRequest& request) const;

  /// Throws `base::WorldError` where the folder cannot be written.
  void keep(const HttpRequest& request, const KeptAnswer& answer) const;

  /// Where the answer to a request is kept.
  [[nodiscard]] std::string path_of(const HttpRequest& request) const;

 private:
  std::string folder_;
};

/// The text with every secret of the request blotted out.
[[nodiscard]] std::string without_secrets(std::string text, const HttpRequest& request);

}  // namespace holon::electricity
