// SPDX-License-Identifier: Apache-2.0
//
// libcurl, opened when a service is asked: no other command waits for it to load.
#pragma once

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

namespace holon::electricity {

/// What holon uses of libcurl.
struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  CURLcode (*easy_setopt)(CURL*, CURLoption, ...) = nullptr;
  CURLcode (*easy_getinfo)(CURL*, CURLINFO, ...) = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
};

/// The library, opened once and never closed. Throws `base::WorldError` where it is missing.
[[nodiscard]] const CurlLibrary& curl_library();

}  // namespace holon::electricity
