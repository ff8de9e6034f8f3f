#include "lsp/workspace/file_notes.h"

#include <utility>

#include "analysis/facts/created_names.h"
#include "analysis/facts/find_bytes.h"
#include "lsp/workspace/migration_path.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/read_into.h"
#include "reflect/base/binary.h"

namespace rowtype::workspace {

namespace {

bool has_part(const FileNotes& notes, NotedFiles::Part part) {
    switch (part) {
        case NotedFiles::Part::Hash: return true;
        case NotedFiles::Part::Scan: return notes.scan.has_value();
        case NotedFiles::Part::Added: return notes.added.has_value();
        case NotedFiles::Part::Making: return notes.making.has_value();
    }
    return false;
}

ScanNotes scan_notes(std::string_view text, const facts::Marks& marks, const facts::ExtractionSettings& extraction) {
    ScanNotes notes;
    facts::Triggers triggers;
    triggers.extraction = extraction;
    std::vector<facts::ClassHead> heads;
    notes.shown = facts::shown_by(text, marks, triggers, &heads);
    if (notes.shown == facts::Shown::Facts) heads = facts::class_heads(text);
    else if (facts::may_hold_facts(text_of_wide_bytes(text), triggers)) notes.shown = facts::Shown::Facts;
    for (const facts::ClassHead& head : heads) notes.classes.emplace_back(head.name, head.bases);
    notes.sql_loads = sql_loads(text, marks);
    return notes;
}

// "users.sql" of every "…/users.sql" in the text.
std::vector<std::string> sql_names(std::string_view text) {
    constexpr std::string_view kEnding = ".sql";
    std::vector<std::string> names;
    for (std::size_t at = facts::find_bytes(text, kEnding); at != std::string_view::npos;
         at = facts::find_bytes(text, kEnding, at + 1)) {
        const std::size_t before = text.substr(0, at).find_last_of("/\\\"' \t\r\n(,");
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        if (at > begin) names.emplace_back(text.substr(begin, at + kEnding.size() - begin));
    }
    return names;
}

}  // namespace

MakingNotes making_notes(std::string_view text, const facts::Marks& marks) {
    MakingNotes notes;
    notes.created_names = facts::created_names(text, marks);
    if (marks.hold(".sql")) notes.sql_names = sql_names(text);
    notes.is_revision = marks.hold("down_revision") || marks.hold("migrations.Migration");
    return notes;
}

NotedFiles::NotedFiles(CheckCache* cache, std::string_view program, facts::ExtractionSettings extraction,
                       std::chrono::nanoseconds settled)
    : cache_(cache), extraction_(std::move(extraction)), settled_(settled) {
    if (cache_ == nullptr) return;
    BinaryWriter common;
    common.text("notes of a file");
    common.text(program);
    common.add(extraction_.call_names);
    common_ = keyed_hash(cache_->hash_key(), common.bytes());
}

Result<FileNotesPointer> NotedFiles::of(const std::string& path, Part part, std::size_t cap) {
    thread_local std::string text;
    bool was_read = false;
    return of(path, part, cap, text, was_read);
}

Result<FileNotesPointer> NotedFiles::of(const std::string& path, Part part, std::size_t cap, std::string& text, bool& was_read) {
    const auto within_cap = [&](FileNotesPointer notes) -> Result<FileNotesPointer> {
        if (notes->size <= cap) return notes;
        return Error{Error::Kind::Invalid, "the file is larger than " + std::to_string(cap / 1024) + " KiB", "", path};
    };
    was_read = false;
    if (part == Part::Added) wants_added_ = true;
    const FileNotesPointer before = known_.find(path).value_or(nullptr);
    if (before && has_part(*before, part)) return within_cap(before);
    // In this order: what is written from now on leaves another state than this one.
    const auto now = std::chrono::system_clock::now();
    const std::optional<platform::FileState> state = platform::file_state(path);
    std::optional<FileNotes> old = before ? std::optional(*before) : earlier(path);
    if (old && old->added) wants_added_ = true;
    const bool is_same = old && state && old->is_settled && old->stamp == state->stamp;
    if (!is_same || !has_part(*old, part)) {
        if (const Status read = read_file_into(path, cap, text); !read) return read.error();
        was_read = true;
        const KeyedHash hash = hash_of(text);
        const auto is_of_text = [&](const FileNotes& one) {
            return one.size == text.size() && (cache_ != nullptr ? one.hash == hash : state && one.stamp == state->stamp);
        };
        if (!old || !is_of_text(*old)) old = FileNotes{};
        old->hash = hash;
        old->size = text.size();
        old->stamp = state ? state->stamp : 0;
        old->is_settled = state && state->changed + settled_ <= now;
        complete(*old, part, text);
    }
    return within_cap(join(path, std::move(*old), was_read));
}

FileNotesPointer NotedFiles::join(const std::string& path, FileNotes notes, bool is_new) {
    return known_.with(path, [&](auto& part) {
        FileNotesPointer& known = part[path];
        if (known && known->stamp == notes.stamp && known->size == notes.size && known->hash == notes.hash) {
            if (!notes.scan) notes.scan = known->scan;
            if (!notes.added) notes.added = known->added;
            if (!notes.making) notes.making = known->making;
        }
        if (is_new) keep(path, notes);
        known = std::make_shared<const FileNotes>(std::move(notes));
        return known;
    });
}

FileNotes NotedFiles::notes_of(std::string_view text) const {
    FileNotes notes;
    notes.size = text.size();
    notes.hash = hash_of(text);
    notes.scan = scan_notes(text, facts::Marks(text), extraction_);
    return notes;
}

KeyedHash NotedFiles::hash_of(std::string_view bytes) const {
    return cache_ == nullptr ? KeyedHash{} : keyed_hash(cache_->hash_key(), bytes);
}

KeyedHash NotedFiles::key_of(const std::string& path) const {
    return keyed_hash(cache_->hash_key(), BinaryWriter().add(common_).add(path).bytes());
}

std::optional<FileNotes> NotedFiles::earlier(const std::string& path) const {
    if (cache_ == nullptr) return std::nullopt;
    const std::optional<std::string_view> bytes = cache_->find(key_of(path));
    if (!bytes) return std::nullopt;
    BinaryReader reader(*bytes);
    auto notes = reader.take<FileNotes>();
    if (reader.has_failed() || !reader.is_at_end()) return std::nullopt;
    return notes;
}

void NotedFiles::keep(const std::string& path, const FileNotes& notes) const {
    if (cache_ == nullptr) return;
    const KeyedHash key = key_of(path);
    std::string bytes = BinaryWriter().add(notes).take();
    if (cache_->find(key) != bytes) cache_->store(key, std::move(bytes));
}

void NotedFiles::complete(FileNotes& notes, Part part, std::string_view text) {
    if (part == Part::Hash) return;
    const facts::Marks marks(text);
    // Where a class has a table somebody will ask what code adds to it: one reading of each file that comes after tells that, too.
    if (part == Part::Scan && !wants_added_ && marks.hold("__tablename__")) {
        if (facts::find_bytes(text, "\n    __tablename__ = ") != std::string_view::npos) wants_added_ = true;
    }
    // Who asks what code adds to classes asks it of the Python files that a check goes through, and mostly before the check does.
    if (!notes.scan && (part == Part::Scan || part == Part::Added)) notes.scan = scan_notes(text, marks, extraction_);
    const bool is_also = part == Part::Scan && text.size() <= kProjectWideCap;
    if (!notes.added && (part == Part::Added || (is_also && wants_added_))) notes.added = facts::added_attributes(text, marks);
    if (!notes.making && (part == Part::Making || is_also)) notes.making = making_notes(text, marks);
}

}  // namespace rowtype::workspace
