#include "lsp/server/documents.h"

#include <algorithm>
#include <utility>

namespace rowtype::server {

namespace {

// More edits than this in one run are cheaper as a whole text.
constexpr std::size_t kMaximumWaitingEdits = 1000;

void replace_text(Document& document, const std::string& text);
void edit_text(Document& document, const ByteEdit& edit);

}  // namespace

Document& Documents::open(const DidOpenParams& params) {
    auto document = std::make_unique<Document>();
    document->uri = params.uri;
    document->path = path_of_uri(params.uri).value_or("");
    document->instance = next_instance_++;
    document->version = params.version;
    replace_text(*document, params.text);
    std::unique_ptr<Document>& place = documents_[params.uri];
    place = std::move(document);
    return *place;
}

Document* Documents::find(const std::string& uri) {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : found->second.get();
}

void Documents::close(const std::string& uri) { documents_.erase(uri); }

std::vector<Document*> Documents::all() {
    std::vector<Document*> list;
    list.reserve(documents_.size());
    for (const auto& [uri, document] : documents_) list.push_back(document.get());
    return list;
}

bool apply_changes(Document& document, const DidChangeParams& params, PositionEncoding encoding) {
    const auto whole =
        std::find_if(params.changes.rbegin(), params.changes.rend(), [](const ContentChange& change) { return !change.range; });
    const bool restores = whole != params.changes.rend();
    const bool is_newer = params.version && *params.version > document.version;
    if (!restores && (document.is_out_of_step || !is_newer)) {
        document.is_out_of_step = true;
        return false;
    }
    if (params.version) document.version = *params.version;
    document.is_out_of_step = false;

    const auto first = restores ? whole.base() - 1 : params.changes.begin();
    for (auto change = first; change != params.changes.end(); ++change) {
        if (!change->range) {
            replace_text(document, change->text);
        } else {
            edit_text(document, edit_of(document.view(encoding), *change->range, change->text));
        }
    }
    return true;
}

namespace {

void replace_text(Document& document, const std::string& text) {
    document.text = text;
    document.lines = LineIndex(document.text);
    document.analysis.changes.edits.clear();
    document.analysis.changes.replacement = text;
}

void edit_text(Document& document, const ByteEdit& edit) {
    document.text.replace(edit.replaced.begin, edit.replaced.size(), edit.text);
    document.lines = LineIndex(document.text);
    TextChanges& changes = document.analysis.changes;
    if (changes.edits.size() < kMaximumWaitingEdits) {
        changes.edits.push_back({edit.replaced, edit.text});
    } else {
        changes.edits.clear();
        changes.replacement = document.text;
    }
}

}  // namespace

}  // namespace rowtype::server
