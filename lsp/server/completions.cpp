#include "lsp/server/completions.h"

namespace rowtype::server {

namespace {

CompletionItemKind kind_of(features::CompletionKind kind) {
    switch (kind) {
        case features::CompletionKind::Table: return CompletionItemKind::Class;
        case features::CompletionKind::View: return CompletionItemKind::Interface;
        case features::CompletionKind::Column: return CompletionItemKind::Field;
        case features::CompletionKind::Relationship: return CompletionItemKind::Reference;
        case features::CompletionKind::Function: return CompletionItemKind::Function;
        case features::CompletionKind::Schema: return CompletionItemKind::Module;
        case features::CompletionKind::Value: return CompletionItemKind::EnumMember;
        case features::CompletionKind::Word: return CompletionItemKind::Keyword;
    }
    return CompletionItemKind::Keyword;
}

// A snippet's own signs are escaped: names of a database may hold them.
std::string with_columns_to_come(const std::string& name) {
    std::string snippet;
    for (const char letter : name) {
        if (letter == '$' || letter == '}' || letter == '\\') snippet += '\\';
        snippet += letter;
    }
    return snippet + "($0)";
}

}  // namespace

std::vector<std::string> completion_triggers() { return {"\"", "'", ".", ",", "(", ":", "!", " "}; }

CompletionList completion_list(const features::Completion& completion, const TextView& view, CompletionStyle style) {
    CompletionList list;
    list.is_incomplete = completion.is_incomplete;
    list.replaced = range_of(view, completion.replaced);
    for (const features::CompletionItem& item : completion.items) {
        CompletionItem shown;
        shown.label = item.label;
        shown.kind = kind_of(item.kind);
        shown.detail = item.is_needed ? item.detail + " (required)" : item.detail;
        shown.documentation = {style.with_markdown, item.documentation};
        shown.is_snippet = item.takes_columns && style.with_snippets;
        shown.new_text = shown.is_snippet ? with_columns_to_come(item.insertion) : item.insertion;
        list.items.push_back(std::move(shown));
    }
    return list;
}

}  // namespace rowtype::server
