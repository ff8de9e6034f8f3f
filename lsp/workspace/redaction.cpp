#include "lsp/workspace/redaction.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <vector>

namespace rowtype::workspace {

namespace {

constexpr std::string_view kMask = "***";
constexpr std::size_t kShortestSecret = 6;

struct Registry {
    std::mutex mutex;
    std::vector<std::string> forms;  // longest first, so that a form inside another one does not break it up
};

Registry& registry();
std::vector<std::string> forms_of(std::string_view secret);
std::string percent_encoded(std::string_view text, bool upper_case);
std::string json_escaped(std::string_view text);
std::string base64_core(std::string_view text, std::size_t lead);
void replace_all(std::string& text, std::string_view what);
void mask_url_passwords(std::string& text);
void mask_password_settings(std::string& text);

}  // namespace

void register_secret(std::string_view secret) {
    if (secret.size() < kShortestSecret) return;
    Registry& secrets = registry();
    const std::lock_guard lock(secrets.mutex);
    for (std::string& form : forms_of(secret)) {
        if (form.size() < kShortestSecret) continue;
        if (std::find(secrets.forms.begin(), secrets.forms.end(), form) != secrets.forms.end()) continue;
        secrets.forms.push_back(std::move(form));
    }
    std::stable_sort(secrets.forms.begin(), secrets.forms.end(),
                     [](const std::string& left, const std::string& right) { return left.size() > right.size(); });
}

std::string redact(std::string_view text) {
    std::string clean(text);
    {
        Registry& secrets = registry();
        const std::lock_guard lock(secrets.mutex);
        for (const std::string& form : secrets.forms) replace_all(clean, form);
    }
    mask_url_passwords(clean);
    mask_password_settings(clean);
    return clean;
}

void forget_secrets() {
    Registry& secrets = registry();
    const std::lock_guard lock(secrets.mutex);
    secrets.forms.clear();
}

namespace {

Registry& registry() {
    static Registry* const instance = new Registry;  // never destroyed: threads may log while the process ends
    return *instance;
}

std::vector<std::string> forms_of(std::string_view secret) {
    std::vector<std::string> forms = {std::string(secret), percent_encoded(secret, true), percent_encoded(secret, false),
                                      json_escaped(secret)};
    // Base64 depends on where the secret starts within a group of three bytes.
    for (std::size_t lead = 0; lead < 3; ++lead) forms.push_back(base64_core(secret, lead));
    return forms;
}

std::string percent_encoded(std::string_view text, bool upper_case) {
    const std::string_view digits = upper_case ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                           byte == '-' || byte == '_' || byte == '.' || byte == '~';
        if (plain) {
            out += letter;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::string json_escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        switch (letter) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default: out += letter;
        }
    }
    return out;
}

// The base64 characters that the secret alone decides when `lead` unknown bytes stand before it.
std::string base64_core(std::string_view text, std::size_t lead) {
    static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::string padded = std::string(lead, '\0') + std::string(text);
    std::string out;
    for (std::size_t i = 0; i + 2 < padded.size(); i += 3) {
        const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(padded[at])); };
        const std::uint32_t group = (byte(i) << 16U) | (byte(i + 1) << 8U) | byte(i + 2);
        for (std::uint32_t shift = 24; shift > 0; shift -= 6) out += kDigits[(group >> (shift - 6)) & 63U];
    }
    constexpr std::array<std::size_t, 3> kUndecided = {0, 2, 3};  // digits that hold bits of the bytes before
    return out.size() > kUndecided[lead] ? out.substr(kUndecided[lead]) : std::string();
}

void replace_all(std::string& text, std::string_view what) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + kMask.size())) {
        text.replace(at, what.size(), kMask);
    }
}

bool is_url_end(char letter) {
    return static_cast<unsigned char>(letter) <= ' ' || letter == '"' || letter == '\'' || letter == '<' || letter == '>' ||
           letter == '`';
}

// "scheme://user:password@host": the password reaches to the last "@" before the path, since people forget to escape it.
void mask_url_passwords(std::string& text) {
    for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
        const std::size_t start = at + 3;
        std::size_t end = start;
        while (end < text.size() && !is_url_end(text[end])) ++end;
        const std::size_t question = text.find('?', start);
        const std::size_t authority_end = std::min(end, question);
        const std::size_t sign = text.rfind('@', authority_end == 0 ? 0 : authority_end - 1);
        if (sign == std::string::npos || sign < start) continue;
        const std::size_t colon = text.find(':', start);
        if (colon == std::string::npos || colon > sign) continue;
        text.replace(colon + 1, sign - colon - 1, kMask);
    }
}

// "password=secret", "password = 'se cret'" of connection settings, and "&password=" of URLs.
void mask_password_settings(std::string& text) {
    constexpr std::string_view kKey = "password=";
    for (std::size_t at = text.find(kKey); at != std::string::npos; at = text.find(kKey, at + kKey.size())) {
        const std::size_t start = at + kKey.size();
        std::size_t end = start;
        if (end < text.size() && text[end] == '\'') {
            ++end;
            while (end < text.size() && text[end] != '\'') end += text[end] == '\\' ? 2U : 1U;
            end = std::min(text.size(), end + 1);
        } else {
            while (end < text.size() && !is_url_end(text[end]) && text[end] != '&' && text[end] != ',') ++end;
        }
        if (end > start) text.replace(start, end - start, kMask);
    }
}

}  // namespace

}  // namespace rowtype::workspace
