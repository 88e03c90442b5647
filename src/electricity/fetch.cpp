// SPDX-License-Identifier: Apache-2.0
#include "electricity/fetch.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "electricity/complaints.h"

namespace holon::electricity {
namespace {

constexpr record::Instant kSecond_ns = 1'000'000'000;
constexpr record::Instant kHour_ns = 3600 * kSecond_ns;
constexpr record::Instant kSettled_ns = 3 * 24 * kHour_ns;
constexpr double kFirstPause_s = 0.5;
constexpr double kLongestTry_s = 30;
constexpr std::size_t kMostPieces = 5000;

// the service may answer another time
bool may_pass(const HttpAnswer& answer) {
  return answer.trouble == Trouble::unreachable || answer.trouble == Trouble::timed_out ||
         answer.status == 429 || answer.status >= 500;
}

/// Asks for one query.
class Asking {
 public:
  Asking(const Service& service, Query query, const AnswerCache& cache, const Policy& policy,
         const Surroundings& surroundings)
      : service_(service),
        query_(std::move(query)),
        cache_(cache),
        policy_(policy),
        surroundings_(surroundings) {}

  base::Result<Fetched> all(const TechnologyFactor& factor) {
    const auto end = query_.until_hour;
    Query piece = query_;
    std::size_t pieces = 0;
    while (piece.from_hour < end) {
      piece.until_hour = std::min(end, piece.from_hour + service_.most_hours);
      if (auto wrong = read_piece(piece)) return tl::unexpected(std::move(*wrong));
      // a page of a piece, or the next piece
      if (piece.offset == 0) piece.from_hour = piece.until_hour;
      if (++pieces > kMostPieces) return tl::unexpected(base::Diagnostics{never_ends(service_)});
    }
    if (together_.rows == 0)
      return tl::unexpected(base::Diagnostics{has_nothing(service_, query_, together_.no_data)});
    Fetched out;
    out.hours = hours_of(together_, query_, service_.sources, factor);
    out.hours.zone = query_.zone;
    out.hours.kind = service_.kind;
    out.hours.source = service_.source;
    out.hours.licence = service_.licence;
    out.hours.answered_at = oldest_.value_or(0);
    out.asked = asked_;
    out.kept = kept_;
    return out;
  }

 private:
  // reads one answer; moves the piece's offset to the next page, or back to 0
  std::optional<base::Diagnostics> read_piece(Query& piece) {
    auto request = service_.request(piece);
    request.describes_until = piece.until_hour * kHour_ns;
    auto answer = kept_answer(request);
    const bool was_kept = answer.has_value();
    if (!was_kept) {
      auto got = ask_for(piece);
      if (!got) return std::move(got.error());
      answer = std::move(*got);
    }
    const auto source = std::make_shared<const base::SourceText>(request.url, answer->body);
    auto reading = service_.read(source, piece);
    if (!reading) return explained(std::move(reading.error()), service_);
    // only what can be read is kept
    if (!was_kept) cache_.keep(request, *answer);
    ++(was_kept ? kept_ : asked_);
    oldest_ = std::min(oldest_.value_or(answer->answered_at), answer->answered_at);
    piece.offset = reading->next_offset.value_or(0);
    take(std::move(*reading));
    return std::nullopt;
  }

  std::optional<KeptAnswer> kept_answer(const HttpRequest& request) const {
    if (policy_.is_anew) return std::nullopt;
    auto kept = cache_.find(request);
    if (!kept || policy_.is_offline || is_fresh(*kept, request, surroundings_.now())) return kept;
    return std::nullopt;
  }

  base::Result<KeptAnswer> ask_for(Query& piece) {
    if (policy_.is_offline) return tl::unexpected(base::Diagnostics{is_not_kept(service_, piece)});
    if (!service_.key_variable.empty() && query_.key.empty())
      return tl::unexpected(base::Diagnostics{has_no_key(service_)});
    if (service_.login != nullptr && query_.token.empty()) {
      if (auto wrong = log_in()) return tl::unexpected(std::move(*wrong));
    }
    piece.token = query_.token;
    auto request = service_.request(piece);
    return ask(request);
  }

  std::optional<base::Diagnostics> log_in() {
    const auto request = service_.login(query_);
    auto answer = ask(request);
    if (!answer) return std::move(answer.error());
    const auto source = std::make_shared<const base::SourceText>(request.url, answer->body);
    auto token = service_.read_token(source);
    if (!token) return explained(std::move(token.error()), service_);
    query_.token = std::move(*token);
    return std::nullopt;
  }

  // tries until there is an answer, or patience ends
  base::Result<KeptAnswer> ask(const HttpRequest& request) {
    if (!transport_) transport_ = surroundings_.transport();
    const auto began = surroundings_.now();
    const auto left_s = [&] {
      return policy_.patience_s -
             static_cast<double>(surroundings_.now() - began) / static_cast<double>(kSecond_ns);
    };
    double pause_s = kFirstPause_s;
    for (int tries = 1;; ++tries) {
      auto answer = transport_->get(request, std::min(kLongestTry_s, std::max(0.1, left_s())));
      if (answer.trouble == Trouble::stopped) throw base::Interrupted();
      answer.body = without_secrets(std::move(answer.body), request);
      if (answer.trouble == Trouble::none && answer.status == 200)
        return KeptAnswer{std::move(answer.body), surroundings_.now()};
      const double wait_s = std::max(pause_s, answer.retry_after_s.value_or(0));
      // a pause that ends after patience does is not worth making
      if (!may_pass(answer) || wait_s >= left_s())
        return tl::unexpected(
            base::Diagnostics{complaint(service_, query_, request, answer, tries)});
      surroundings_.pause(wait_s);
      pause_s *= 2;
    }
  }

  void take(Reading&& reading) {
    together_.rows += reading.rows;
    together_.estimated += reading.estimated;
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    };
    append(together_.intensities, reading.intensities);
    append(together_.generation, reading.generation);
    for (auto& note : reading.notes) {
      const auto& notes = together_.notes;
      if (std::find(notes.begin(), notes.end(), note) == notes.end())
        together_.notes.push_back(std::move(note));
    }
    if (!reading.no_data.empty()) together_.no_data = std::move(reading.no_data);
  }

  const Service& service_;
  Query query_;
  const AnswerCache& cache_;
  const Policy& policy_;
  const Surroundings& surroundings_;
  std::unique_ptr<Transport> transport_;
  Reading together_;
  std::size_t asked_ = 0;
  std::size_t kept_ = 0;
  std::optional<record::Instant> oldest_;
};

}  // namespace

bool is_fresh(const KeptAnswer& kept, const HttpRequest& request, record::Instant now) {
  const bool was_settled = kept.answered_at >= request.describes_until + kSettled_ns;
  const bool is_young = now >= kept.answered_at && now - kept.answered_at < kHour_ns;
  return was_settled || is_young;
}

base::Result<Fetched> fetch(const Service& service, const Query& query, const AnswerCache& cache,
                            const Policy& policy, const Surroundings& surroundings,
                            const TechnologyFactor& factor) {
  if (service.is_zone != nullptr && !service.is_zone(query.zone))
    return tl::unexpected(base::Diagnostics{has_no_zone(service, query)});
  return Asking(service, query, cache, policy, surroundings).all(factor);
}

}  // namespace holon::electricity
