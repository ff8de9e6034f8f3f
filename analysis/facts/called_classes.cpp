// Classes that a call makes: User = TypedDict("User", {"id": int}), User = NamedTuple("User", [("id", int)]).
#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

class CalledClassReader {
public:
    explicit CalledClassReader(const Source& source) : source_(source) {}

    // False where what the class holds is not written out.
    bool read(const Node& call, bool is_dictionary);
    [[nodiscard]] Class take() { return std::move(class_); }

private:
    void read_argument(const Node& argument, bool is_dictionary);
    void read_keyword(const Node& argument);
    void read_keys(const Node& dictionary);
    void read_pairs(const Node& list);
    void add_field(const Node& pair, const Node& name, const Node& annotation);

    const Source& source_;
    Class class_;
    bool is_whole_ = true;
    std::size_t positions_ = 0;
};

// "TypedDict" of typing.TypedDict; what the name stands for is binding's to tell.
Node last_name(const Node& callee) {
    return callee.kind() == NodeKind::Attribute ? callee.child(syntax::Field::Attribute) : callee;
}

}  // namespace

std::optional<Class> read_called_class(const Node& assignment, const Source& source) {
    const Node target = assignment.child(syntax::Field::Left);
    const Node call = unwrapped(assignment.child(syntax::Field::Right));
    if (target.kind() != NodeKind::Identifier || call.kind() != NodeKind::Call || call.has_error()) return std::nullopt;
    const Node callee = call.child(syntax::Field::Function);
    const Node name = last_name(callee);
    const std::string_view maker = name.kind() == NodeKind::Identifier ? source.bytes(name) : std::string_view();
    if (maker != "TypedDict" && maker != "NamedTuple") return std::nullopt;
    CalledClassReader reader(source);
    if (!reader.read(call.child(syntax::Field::Arguments), maker == "TypedDict")) return std::nullopt;
    Class made = reader.take();
    made.name = source.string(target);
    made.name_span = source.span_of(target);
    made.span = source.span_of(assignment);
    made.is_called = true;
    made.bases.push_back(read_value(callee, source));
    TableDirective directive = read_table_directive(source, assignment.begin(), callee.end());
    made.table_directive = std::move(directive.table);
    made.table_directive_span = directive.span;
    return made;
}

namespace {

bool CalledClassReader::read(const Node& arguments, bool is_dictionary) {
    if (arguments.kind() != NodeKind::ArgumentList) return false;
    Cursor cursor(arguments);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind == NodeKind::KeywordArgument) read_keyword(cursor.node());
        else read_argument(unwrapped(cursor.node()), is_dictionary);
    });
    return is_whole_ && positions_ == 2;
}

// The class's name, then what it holds.
void CalledClassReader::read_argument(const Node& argument, bool is_dictionary) {
    const NodeKind kind = argument.kind();
    ++positions_;
    if (positions_ == 1) {
        is_whole_ = is_whole_ && kind == NodeKind::String;
    } else if (positions_ == 2 && is_dictionary && kind == NodeKind::Dictionary) {
        read_keys(argument);
    } else if (positions_ == 2 && !is_dictionary && (kind == NodeKind::List || kind == NodeKind::Tuple)) {
        read_pairs(argument);
    } else {
        is_whole_ = false;
    }
}

void CalledClassReader::read_keyword(const Node& argument) {
    Argument keyword;
    keyword.keyword = source_.string(argument.child(syntax::Field::Name));
    keyword.keyword_span = source_.span_of(argument.child(syntax::Field::Name));
    keyword.value = read_value(argument.child(syntax::Field::Value), source_);
    class_.keywords.push_back(std::move(keyword));
}

void CalledClassReader::read_keys(const Node& dictionary) {
    Cursor cursor(dictionary);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind != NodeKind::Pair) {
            is_whole_ = false;
            return;
        }
        const Node pair = cursor.node();
        add_field(pair, pair.child(syntax::Field::Key), pair.child(syntax::Field::Value));
    });
}

void CalledClassReader::read_pairs(const Node& list) {
    Cursor cursor(list);
    for_each_child(cursor, [&](NodeKind kind) {
        std::vector<Node> items;
        Cursor item(cursor.node());
        for_each_child(item, [&](NodeKind) { items.push_back(item.node()); });
        if (kind == NodeKind::Tuple && items.size() == 2) add_field(cursor.node(), items[0], items[1]);
        else is_whole_ = false;
    });
}

void CalledClassReader::add_field(const Node& pair, const Node& name, const Node& annotation) {
    const Value key = read_value(name, source_);
    if (!key.is(ValueKind::String) || annotation.is_null()) {
        is_whole_ = false;
        return;
    }
    Field field;
    field.name = key.text;
    field.name_span = source_span(key, {0, static_cast<std::uint32_t>(key.text.size())});
    field.span = source_.span_of(pair);
    field.annotation = read_value(annotation, source_);
    class_.fields.push_back(std::move(field));
}

}  // namespace

}  // namespace rowtype::facts
