#include <algorithm>

#include "lsp/cli/difference_report.h"

namespace rowtype::cli {

namespace {

using diff::Aspect;
using diff::Change;
using diff::ChangeKind;
using diff::ObjectDifference;

constexpr int kWidestText = 160;

// Of a column, constraint or the object itself; the others are parts of an object, with a name of their own.
bool is_property(Aspect aspect) {
    switch (aspect) {
        case Aspect::Column:
        case Aspect::UniqueKey:
        case Aspect::ForeignKey:
        case Aspect::Check:
        case Aspect::Exclusion:
        case Aspect::Index:
        case Aspect::Policy:
        case Aspect::Trigger:
        case Aspect::Rule:
        case Aspect::Label:
        case Aspect::Attribute: return false;
        default: return true;
    }
}

std::string shown(const std::string& text) { return shortened(printable(text), kWidestText); }

// Texts that people wrote stand in quotes, so that their end is seen.
std::string side(const Change& change, const std::string& text) {
    const bool is_prose = change.aspect == Aspect::Comment;
    return is_prose ? "\"" + shown(text) + "\"" : shown(text);
}

std::string sides(const Change& change) {
    if (change.kind == ChangeKind::Added) return side(change, change.after);
    if (change.kind == ChangeKind::Removed) return side(change, change.before);
    return side(change, change.before) + " → " + side(change, change.after);
}

// "column total numeric(10,2)", "total: type integer → bigint", "label 'new'".
std::string change_text(const Change& change) {
    const std::string word(word_of(change.aspect));
    const std::string name = printable(change.name);
    if (change.aspect == Aspect::Label) return word + " '" + name + "'";
    if (change.aspect == Aspect::Privileges) return word + " of " + name + ": " + sides(change);
    // Their texts begin with the word: "generated always as identity".
    const bool speaks_for_itself = change.aspect == Aspect::Identity || change.aspect == Aspect::Generated;
    if (speaks_for_itself) return name + ": " + sides(change);
    if (change.aspect == Aspect::DefaultPrivileges) return word + " on " + name + ": " + sides(change);
    if (!is_property(change.aspect)) return word + " " + (name.empty() ? "" : name + " ") + sides(change);
    return (name.empty() ? "" : name + ": ") + word + " " + sides(change);
}

char sign_of(ChangeKind kind) { return kind == ChangeKind::Added ? '+' : kind == ChangeKind::Removed ? '-' : '~'; }

std::string coloured(ChangeKind kind, const std::string& text, const Style& style) {
    if (kind == ChangeKind::Added) return style.good(text);
    return kind == ChangeKind::Removed ? style.bad(text) : style.warn(text);
}

std::string object_text(const ObjectDifference& object) {
    return printable(object.name) + "  " + object.what + (object.text.empty() ? "" : ", " + shown(object.text));
}

std::string line_of(ChangeKind kind, const std::string& text, const Style& style) {
    return coloured(kind, std::string(1, sign_of(kind)), style) + " " + text + "\n";
}

std::size_t count(const diff::Difference& difference, ChangeKind kind) {
    return static_cast<std::size_t>(std::ranges::count(difference.objects, kind, &ObjectDifference::kind));
}

}  // namespace

std::string difference_text(const diff::Difference& difference, const Style& style) {
    std::string text;
    bool was_group = false;
    for (const ObjectDifference& object : difference.objects) {
        const bool is_group = object.kind == ChangeKind::Changed;
        if (!text.empty() && (is_group || was_group)) text += "\n";
        was_group = is_group;
        if (!is_group) {
            text += line_of(object.kind, object_text(object), style);
            continue;
        }
        text += style.bold(printable(object.name)) + "  " + style.dim(object.what) + "\n";
        for (const Change& change : object.changes) text += "  " + line_of(change.kind, change_text(change), style);
    }
    return text;
}

std::string difference_summary(const diff::Difference& difference) {
    std::string parts;
    for (const ChangeKind kind : {ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed}) {
        const std::size_t number = count(difference, kind);
        if (number > 0) parts += (parts.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(word_of(kind));
    }
    return counted(difference.objects.size(), "object differs", "objects differ") + ": " + parts;
}

// A diff fence is coloured by what shows Markdown; "!" is its sign for a change.
std::string difference_markdown(const diff::Difference& difference, const ComparedSchemas& schemas) {
    std::string text = "### Schema difference\n\nFrom `" + printable(schemas.before) + "` to `" + printable(schemas.after) +
                       "`: " + (difference.empty() ? "none" : difference_summary(difference)) + ".\n";
    if (difference.empty()) return text;
    std::string fence = "```";
    const std::string body = difference_text(difference, Style(false));
    while (body.find(fence) != std::string::npos) fence += '`';
    text += "\n" + fence + "diff\n";
    for (std::size_t begin = 0; begin < body.size();) {
        const std::size_t end = std::min(body.find('\n', begin), body.size());
        std::string line = body.substr(begin, end - begin);
        if (line.starts_with("  ")) line.erase(0, 2);
        if (line.starts_with('~')) line.front() = '!';
        text += line + "\n";
        begin = end + 1;
    }
    return text + fence + "\n";
}

}  // namespace rowtype::cli
