// SPDX-License-Identifier: Apache-2.0
#include "electricity/complaints.h"

#include <fmt/format.h>

#include "base/text.h"

namespace holon::electricity {
namespace {

using base::Code;

std::string range_text(const Query& query) {
  return fmt::format("{} to {}", hour_text(query.from_hour), hour_text(query.until_hour));
}

std::string zone_help(const Service& service) {
  return fmt::format("a zone of it is {}; {}", service.zone_example, service.zone_help);
}

// the beginning of what a service answered, on one line
std::string said(const std::string& body) {
  constexpr std::size_t kMost = 160;
  std::string line;
  for (const char c : body) {
    const bool is_blank = static_cast<unsigned char>(c) <= 0x20;
    if (!is_blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
    if (line.size() >= 4 * kMost) break;
  }
  return std::string(base::trim(base::character_range(line, 0, kMost)));
}

base::Diagnostic told(Code code, std::string message, std::vector<std::string> help) {
  return {code, std::move(message), {}, "", {}, std::move(help)};
}

std::string after(int tries) { return tries == 1 ? "" : fmt::format(", after {} tries", tries); }

base::Diagnostic no_answer(const Service& service, const HttpRequest& request,
                           const HttpAnswer& answer, int tries) {
  const auto where = origin_of(request.url);
  switch (answer.trouble) {
    case Trouble::timed_out:
      return told(Code::no_answer,
                  fmt::format("{} at {} takes too long{}", service.title, where, after(tries)),
                  {"`--patience SECONDS` waits longer; what was answered is kept"});
    case Trouble::too_large:
      return told(Code::no_answer,
                  fmt::format("the answer of {} at {} is larger than 64 MiB", service.title, where),
                  {"ask for fewer hours"});
    case Trouble::leads_away:
      return told(Code::no_answer,
                  fmt::format("{} at {} gives no answer: {}", service.title, where, answer.detail),
                  {"`--base-url` names another address, if the service has moved"});
    default:
      return told(Code::no_answer,
                  fmt::format("{} at {} cannot be reached{}: {}", service.title, where,
                              after(tries), answer.detail),
                  {"is there a network here? `--offline` takes what is kept on this disk"});
  }
}

base::Diagnostic refused(const Service& service, const Query& query, const HttpAnswer& answer) {
  if (service.key_variable.empty())
    return told(Code::no_answer,
                fmt::format("{} refuses to answer (HTTP {})", service.title, answer.status), {});
  if (answer.status == 403)
    return told(Code::key_refused,
                fmt::format("{} refuses this key for {} (HTTP 403)", service.title, query.zone),
                {fmt::format("the key in {} is wrong, or its plan leaves out this zone or time",
                             service.key_variable),
                 zone_help(service)});
  return told(Code::key_refused,
              fmt::format("{} refuses the key (HTTP {})", service.title, answer.status),
              {fmt::format("see {}: {}", service.key_variable, service.key_help)});
}

}  // namespace

base::Diagnostic has_no_key(const Service& service) {
  return told(Code::no_service_key, fmt::format("{} asks for a key", service.title),
              {fmt::format("put it into {} or, in a file, behind --key-file; {}",
                           service.key_variable, service.key_help)});
}

base::Diagnostic has_no_zone(const Service& service, const Query& query) {
  return told(Code::no_such_zone, fmt::format("{} has no zone `{}`", service.title, query.zone),
              {zone_help(service)});
}

base::Diagnostic has_nothing(const Service& service, const Query& query,
                             const std::string& reason) {
  auto out = told(
      Code::no_such_zone,
      fmt::format("{} has no hours of `{}` from {}", service.title, query.zone, range_text(query)),
      {zone_help(service)});
  if (!reason.empty()) out.notes.push_back({"it says: " + said(reason), {}});
  return out;
}

base::Diagnostic never_ends(const Service& service) {
  return told(Code::no_answer, fmt::format("the answer of {} has no last page", service.title),
              {"ask for fewer hours"});
}

base::Diagnostic is_not_kept(const Service& service, const Query& query) {
  return told(Code::not_kept,
              fmt::format("no answer of {} for `{}` from {} is kept here", service.title,
                          query.zone, range_text(query)),
              {"without `--offline` the service is asked; `--cache` names another folder"});
}

base::Diagnostic complaint(const Service& service, const Query& query, const HttpRequest& request,
                           const HttpAnswer& answer, int tries) {
  if (answer.trouble != Trouble::none) return no_answer(service, request, answer, tries);
  auto out = [&] {
    switch (answer.status) {
      case 401:
      case 403:
        return refused(service, query, answer);
      case 400:
      case 404:
      case 422:
        return told(Code::no_such_zone,
                    fmt::format("{} does not know `{}` from {} (HTTP {})", service.title,
                                query.zone, range_text(query), answer.status),
                    {zone_help(service)});
      case 429:
        return told(Code::service_busy,
                    answer.retry_after_s
                        ? fmt::format("{} is asked too often, and wants {:g} s of rest{}",
                                      service.title, *answer.retry_after_s, after(tries))
                        : fmt::format("{} is asked too often{}", service.title, after(tries)),
                    {"`--patience SECONDS` waits longer; what was answered is kept"});
      default:
        return told(Code::no_answer,
                    fmt::format("{} fails{} (HTTP {})", service.title, after(tries), answer.status),
                    {"try later; what was answered is kept"});
    }
  }();
  if (const auto words = said(answer.body); !words.empty())
    out.notes.push_back({"it says: " + words, {}});
  return out;
}

base::Diagnostics explained(base::Diagnostics faults, const Service& service) {
  if (!faults.empty())
    faults.back().help.push_back(
        fmt::format("nothing of this answer is used; {} documents its shape at {}", service.title,
                    service.documentation));
  return faults;
}

}  // namespace holon::electricity
