// Protocol sessions as text files (sessions/*.lsp). A line that starts with one of these begins a block, which goes on to
// the next such line:
//
//   # text             a comment
//   @file PATH         the lines that follow are written to PATH in the workspace
//   @remove PATH       removes it
//   --> MESSAGE        the client sends MESSAGE (JSON, over several lines if need be), and the server settles
//   ~~> MESSAGE        the same without settling: the next message comes while the server is at work
//   !!> TEXT           the client sends something that is not a message of the protocol, as it stands
//   <-- MESSAGE        what the server says after the last `-->`; all of it, in order; of a configuration file's diagnostics the
//                      last, at the end
//   @exit CODE         the session is over by now, with that exit code
//
// ${root} is the URI of the workspace, ${path} its path, ${version} the version of the server. In messages of the client
// "jsonrpc" is added. ROWTYPE_UPDATE_SESSIONS=1 writes what the server says into the files.
#pragma once

#include <string>
#include <vector>

namespace rowtype::server {

struct ScriptBlock {
    enum class Kind { Comment, File, Remove, Send, SendWithoutSettling, SendRaw, Expect, Exit };

    Kind kind = Kind::Comment;
    std::string head;  // what follows the marker on its line
    std::string body;  // the lines after it
    [[nodiscard]] std::string text() const { return body.empty() ? head : head + "\n" + body; }
};

[[nodiscard]] std::vector<ScriptBlock> parse_script(const std::string& text);
[[nodiscard]] std::string write_script(const std::vector<ScriptBlock>& blocks);

// `text` with every occurrence of `from` replaced.
[[nodiscard]] std::string replace_all(std::string text, const std::string& from, const std::string& to);

}  // namespace rowtype::server
