#include "tests/lsp/server/script.h"

#include <array>
#include <sstream>
#include <string_view>
#include <utility>

namespace rowtype::server {

namespace {

using Kind = ScriptBlock::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 8> kMarkers = {{{"#", Kind::Comment},
                                                                        {"@file", Kind::File},
                                                                        {"@remove", Kind::Remove},
                                                                        {"-->", Kind::Send},
                                                                        {"~~>", Kind::SendWithoutSettling},
                                                                        {"!!>", Kind::SendRaw},
                                                                        {"<--", Kind::Expect},
                                                                        {"@exit", Kind::Exit}}};

std::string_view marker_of(Kind kind) {
    for (const auto& [marker, marked] : kMarkers) {
        if (marked == kind) return marker;
    }
    return "#";
}

}  // namespace

std::vector<ScriptBlock> parse_script(const std::string& text) {
    std::vector<ScriptBlock> blocks;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        bool begins_block = false;
        for (const auto& [marker, kind] : kMarkers) {
            const bool in_file = !blocks.empty() && blocks.back().kind == Kind::File;
            if (!line.starts_with(marker) || (kind == Kind::Comment && in_file)) continue;
            std::string head = line.substr(marker.size());
            if (head.starts_with(' ')) head.erase(0, 1);
            blocks.push_back({kind, std::move(head), {}});
            begins_block = true;
            break;
        }
        if (!begins_block && !blocks.empty()) blocks.back().body += line + "\n";
    }
    return blocks;
}

std::string write_script(const std::vector<ScriptBlock>& blocks) {
    std::string text;
    for (const ScriptBlock& block : blocks) {
        text += marker_of(block.kind);
        if (!block.head.empty()) text += " " + block.head;
        text += "\n" + block.body;
    }
    return text;
}

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

}  // namespace rowtype::server
