// The one gate for secrets: everything that leaves the program as text (terminal, log, report, editor) passes redact().
//
// Thread: any.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::workspace {

// Remembers a live secret, such as the password of a connection string that is in use. From then on redact() replaces it
// in raw, percent-encoded, JSON-escaped and base64 form. Secrets below six bytes are not remembered: replacing them
// would garble ordinary text, and patterns still catch them inside of URLs.
void register_secret(std::string_view secret);

// `text` without the secrets that are registered and without the passwords of URLs ("scheme://user:password@") and of
// "password=…" settings, whether registered or not.
[[nodiscard]] std::string redact(std::string_view text);

// For tests: forgets all registered secrets.
void forget_secrets();

}  // namespace rowtype::workspace
