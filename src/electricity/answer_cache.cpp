// SPDX-License-Identifier: Apache-2.0
#include "electricity/answer_cache.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "record/instant.h"

namespace holon::electricity {
namespace {

constexpr std::string_view kFirstLine = "holon answer 1\n";

std::string head_of(const HttpRequest& request) {
  return std::string(kFirstLine) + request.url + "\n";
}

void blot_out(std::string& text, std::string_view secret) {
  // a short one would blot out numbers; no service has such keys
  constexpr std::size_t kShortest = 6;
  if (secret.size() < kShortest) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "KEY");
}

}  // namespace

std::string AnswerCache::path_of(const HttpRequest& request) const {
  return fmt::format("{}/{:016x}.answer", folder_, base::stream_of(request.url));
}

std::optional<KeptAnswer> AnswerCache::find(const HttpRequest& request) const {
  if (folder_.empty() || request.is_secret) return std::nullopt;
  std::error_code ignored;
  const auto path = path_of(request);
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  std::string text;
  try {
    text = base::read_file(path);
  } catch (const base::WorldError&) {
    return std::nullopt;
  }
  // another request may have the same hash
  const auto head = head_of(request);
  if (!text.starts_with(head)) return std::nullopt;
  const auto end = text.find("\n\n", head.size());
  if (end == std::string::npos) return std::nullopt;
  const auto answered_at =
      record::parse_instant(std::string_view(text).substr(head.size(), end - head.size()));
  if (!answered_at) return std::nullopt;
  return KeptAnswer{text.substr(end + 2), *answered_at};
}

void AnswerCache::keep(const HttpRequest& request, const KeptAnswer& answer) const {
  if (folder_.empty() || request.is_secret) return;
  base::write_file(path_of(request),
                   head_of(request) + record::to_text(answer.answered_at) + "\n\n" + answer.body);
}

std::string without_secrets(std::string text, const HttpRequest& request) {
  const auto value = [](const std::string& of, char sign) {
    const auto at = of.find(sign);
    return at == std::string::npos ? std::string() : of.substr(at + 1);
  };
  blot_out(text, value(request.secret_query, '='));
  auto header = value(request.secret_header, ':');
  header.erase(0, header.find_first_not_of(' '));
  if (const auto bearer = header.find(' '); bearer != std::string::npos)
    header.erase(0, bearer + 1);
  blot_out(text, header);
  blot_out(text, value(request.user_and_password, ':'));
  return text;
}

}  // namespace holon::electricity
