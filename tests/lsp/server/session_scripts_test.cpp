#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "lsp/server/convert.h"
#include "rowtype_version.h"
#include "tests/lsp/server/script.h"
#include "tests/lsp/server/test_session.h"
#include "tests/support/paths.h"

namespace rowtype::server {
namespace {

using nlohmann::json;
using Kind = ScriptBlock::Kind;

const std::filesystem::path kFolder = std::filesystem::path(testing::source_folder()) / "tests/lsp/server/sessions";

std::vector<std::string> script_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".lsp") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string file_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// Plays a script and writes down what really happens.
class Player {
public:
    // The script as it went, with the server's own words in it.
    std::vector<ScriptBlock> play(const std::vector<ScriptBlock>& script) {
        std::vector<ScriptBlock> played;
        for (const ScriptBlock& block : script) {
            if (block.kind == Kind::Expect) continue;
            played.push_back(block);
            do_block(block, played.back());
            for (const json& spoken : in_one_order(session_.take_sent())) {
                record("client", spoken, false);
                played.push_back({Kind::Expect, shortened(laid_out(spoken)), {}});
            }
        }
        return played;
    }

    // One JSON object a line, for check_messages.py.
    [[nodiscard]] const std::string& recording() const { return recording_; }

private:
    // What is said of a configuration comes when a walk over the project ends, beside whatever else is under way: the last word on
    // it is written down last, and what preceded it not at all.
    static std::vector<json> in_one_order(const std::vector<std::string>& sent) {
        std::vector<json> messages;
        std::map<std::string, json> of_configurations;
        for (const std::string& text : sent) {
            json message = json::parse(text);
            const std::string uri = message.value("/params/uri"_json_pointer, "");
            if (message.value("method", "") == "textDocument/publishDiagnostics" && uri.ends_with(".toml")) {
                of_configurations.insert_or_assign(uri, std::move(message));
            } else {
                messages.push_back(std::move(message));
            }
        }
        for (auto& [uri, message] : of_configurations) messages.push_back(std::move(message));
        return messages;
    }

    void do_block(const ScriptBlock& block, ScriptBlock& played) {
        switch (block.kind) {
            case Kind::File: folder_.write(block.head, expanded(block.body)); break;
            case Kind::Remove: std::filesystem::remove_all(std::filesystem::path(folder_.path()) / block.head); break;
            case Kind::Send:
            case Kind::SendWithoutSettling: {
                json message = json::parse(expanded(block.text()), nullptr, false);
                ASSERT_FALSE(message.is_discarded()) << "not JSON: " << block.text();
                message["jsonrpc"] = "2.0";
                record("server", message, false);
                session_.deliver(message.dump());
                if (block.kind == Kind::Send) session_.settle();
                break;
            }
            case Kind::SendRaw: {
                const std::string text = expanded(block.head);
                record("server", json::parse(text, nullptr, false), true);
                session_.deliver(text);
                session_.settle();
                break;
            }
            case Kind::Exit: played.head = session_.exit_code ? std::to_string(*session_.exit_code) : "(still running)"; break;
            case Kind::Comment:
            case Kind::Expect: break;
        }
    }

    [[nodiscard]] std::string expanded(const std::string& text) const {
        return replace_all(replace_all(text, "${root}", uri_of_path(folder_.path())), "${path}", folder_.path());
    }

    [[nodiscard]] std::string shortened(const std::string& text) const {
        const std::string without_paths =
            replace_all(replace_all(text, uri_of_path(folder_.path()), "${root}"), folder_.path(), "${path}");
        return replace_all(without_paths, std::string(R"("version":")") + kVersion + '"', R"("version":"${version}")");
    }

    static std::string laid_out(const json& message) {
        json without = message;
        without.erase("jsonrpc");
        return without.dump();
    }

    void record(const char* receiver, const json& message, bool is_bad) {
        json line = {{"to", receiver}, {"message", message.is_discarded() ? json() : message}};
        if (is_bad) line["bad"] = true;
        recording_ += line.dump() + "\n";
    }

    TemporaryFolder folder_;
    TestSession session_;
    std::string recording_;
};

class SessionScript : public ::testing::TestWithParam<std::string> {};

TEST_P(SessionScript, GoesAsWritten) {
    const std::filesystem::path file = kFolder / (GetParam() + ".lsp");
    const std::string script = file_text(file);
    Player player;
    const std::string played = write_script(player.play(parse_script(script)));
    if (const char* folder = std::getenv("ROWTYPE_RECORDING_DIR")) {
        std::filesystem::create_directories(folder);
        std::ofstream(std::filesystem::path(folder) / (GetParam() + ".jsonl"), std::ios::binary) << player.recording();
    }
    if (std::getenv("ROWTYPE_UPDATE_SESSIONS") != nullptr) {
        std::ofstream(file, std::ios::binary) << played;
        return;
    }
    EXPECT_EQ(played, script);
}

INSTANTIATE_TEST_SUITE_P(Sessions, SessionScript, ::testing::ValuesIn(script_names()),
                         [](const auto& tested) { return tested.param; });

TEST(Script, ComesOutAsItWentIn) {
    const std::string text = "# a\n@file a.py\nx = 1\n# comment of Python\n\n--> {\"a\":\n1}\n<-- {}\n!!> [[\n@exit 0\n";
    EXPECT_EQ(write_script(parse_script(text)), text);
    EXPECT_EQ(parse_script(text)[1].body, "x = 1\n# comment of Python\n\n");
}

}  // namespace
}  // namespace rowtype::server
