#include "lsp/workspace/consent.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <tuple>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/json_reader.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::workspace {

namespace {

constexpr int kVersion = 1;
constexpr int kDepth = 8;
constexpr std::size_t kFileCap = 4UL * 1024 * 1024;

Result<std::vector<Consent>> parse(const std::string& text, const std::string& file);
std::string written(const std::vector<Consent>& consents);
Status change(const std::function<void(std::vector<Consent>&)>& edit);
Status check_rights(const std::string& file);

auto key_of(const Consent& consent) {
    const DatabaseEndpoint& place = consent.endpoint;
    return std::tie(consent.root, place.host, place.port, place.database, place.user);
}

}  // namespace

std::string consent_file() {
    const std::string chosen = platform::environment_variable("XDG_CONFIG_HOME").value_or("");
    if (chosen.starts_with('/')) return chosen + "/rowtype/consent.json";
    const std::string home = platform::environment_variable("HOME").value_or("");
    return home.starts_with('/') ? home + "/.config/rowtype/consent.json" : "";
}

Result<std::vector<Consent>> read_consents() {
    const std::string file = consent_file();
    if (file.empty() || !is_file(file)) return std::vector<Consent>();
    if (Status status = check_rights(file); !status) return status.error();
    const Result<std::string> text = read_file(file, kFileCap);
    if (!text) return text.error();
    return parse(*text, file);
}

Result<std::optional<Decision>> consent_for(const std::string& root, const DatabaseEndpoint& endpoint) {
    const Result<std::vector<Consent>> consents = read_consents();
    if (!consents) return consents.error();
    const std::string folder = real_path(root);
    std::optional<Decision> answer;
    for (const Consent& consent : *consents) {
        if (consent.root != folder) continue;
        if (consent.decision == Decision::Never) return std::optional(Decision::Never);
        if (consent.endpoint == endpoint) answer = Decision::Allow;
    }
    return answer;
}

Status record_consent(Consent consent) {
    consent.root = real_path(consent.root);
    if (consent.decision == Decision::Never) consent.endpoint = {};
    return change([&](std::vector<Consent>& consents) {
        std::erase_if(consents, [&](const Consent& other) {
            const bool gives_way = consent.decision == Decision::Never || other.decision == Decision::Never;
            return other.root == consent.root && (gives_way || other.endpoint == consent.endpoint);
        });
        consents.push_back(consent);
    });
}

Result<std::size_t> revoke_consents(const std::string& root) {
    const std::string folder = root.empty() ? "" : real_path(root);
    std::size_t count = 0;
    const Status status = change([&](std::vector<Consent>& consents) {
        count = std::erase_if(consents, [&](const Consent& consent) { return folder.empty() || consent.root == folder; });
    });
    if (!status) return status.error();
    return count;
}

namespace {

// One process after the other: read, edit, write. The lock stands beside the file, which each write replaces.
Status change(const std::function<void(std::vector<Consent>&)>& edit) {
    const std::string file = consent_file();
    if (file.empty()) {
        return Error{Error::Kind::Io, "there is no folder for the user's own files",
                     "set HOME or XDG_CONFIG_HOME to an absolute path", ""};
    }
    const std::string folder = parent_folder(file);
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) return Error{Error::Kind::Io, "the folder cannot be made: " + failure.message(), "", folder};
    const int lock = ::open((file + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0 || ::flock(lock, LOCK_EX) != 0) {
        if (lock >= 0) ::close(lock);
        return Error{Error::Kind::Io, "the file cannot be locked", "check the folder's rights", file};
    }
    Result<std::vector<Consent>> consents = read_consents();
    Status status = consents ? Status() : Status(consents.error());
    if (status) {
        edit(*consents);
        std::ranges::sort(*consents, {}, key_of);
        WriteOptions options;
        options.is_private = true;
        status = write_file_safely(file, written(*consents), options);
    }
    ::close(lock);
    return status;
}

// Who can write the file can consent in the user's name.
Status check_rights(const std::string& file) {
    struct stat status {};
    const bool is_own = ::stat(file.c_str(), &status) == 0 && status.st_uid == ::geteuid();
    if (is_own && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
    return Error{Error::Kind::Io, "others may write this file, so what it says is not taken for yours",
                 "look through it, then: chmod 600 " + file, file};
}

Result<std::vector<Consent>> parse(const std::string& text, const std::string& file) {
    std::vector<Consent> consents;
    std::int64_t version = 0;
    JsonReader reader(text, kDepth);
    const auto read_consent = [&] {
        Consent consent;
        std::string decision;
        reader.object([&](std::string_view key) {
            std::string* const into = key == "root"       ? &consent.root
                                      : key == "host"     ? &consent.endpoint.host
                                      : key == "port"     ? &consent.endpoint.port
                                      : key == "database" ? &consent.endpoint.database
                                      : key == "user"     ? &consent.endpoint.user
                                      : key == "decision" ? &decision
                                                          : nullptr;
            if (into != nullptr) {
                *into = reader.string();
            } else {
                reader.skip();
            }
        });
        // A word of a newer version allows nothing.
        if (decision == "never") consent.decision = Decision::Never;
        if (decision == "never" || decision == "allow") consents.push_back(std::move(consent));
    };
    reader.object([&](std::string_view key) {
        if (key == "version") {
            version = reader.integer(0, 1'000'000);
        } else if (key == "consents") {
            reader.array(read_consent);
        } else {
            reader.skip();
        }
    });
    reader.finish();
    if (!reader.ok()) {
        const LineColumn place = LineIndex(text).line_column(text, static_cast<std::uint32_t>(reader.problem_offset()));
        return Error{Error::Kind::Invalid, reader.problem(), "remove the file to be asked again", file, place.line, place.column};
    }
    if (version != kVersion) {
        return Error{Error::Kind::Invalid, "the file is of another version of rowtype", "remove it to be asked again", file};
    }
    return consents;
}

std::string written(const std::vector<Consent>& consents) {
    std::string text = "{\n  \"version\": " + std::to_string(kVersion) + ",\n  \"consents\": [";
    bool is_first = true;
    for (const Consent& consent : consents) {
        text += std::exchange(is_first, false) ? "\n    {" : ",\n    {";
        const auto member = [&](std::string_view name, std::string_view value) {
            text.append("\"").append(name).append("\": ");
            snapshot::append_json_string(text, value);
            text += ", ";
        };
        member("root", consent.root);
        if (consent.decision == Decision::Allow) {
            member("host", consent.endpoint.host);
            member("port", consent.endpoint.port);
            member("database", consent.endpoint.database);
            member("user", consent.endpoint.user);
        }
        text += std::string("\"decision\": ") + (consent.decision == Decision::Allow ? "\"allow\"}" : "\"never\"}");
    }
    return text + (is_first ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace

}  // namespace rowtype::workspace
