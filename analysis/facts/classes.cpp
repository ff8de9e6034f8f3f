#include <algorithm>
#include <utility>

#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

class ClassReader {
public:
    ClassReader(Cursor& cursor, const Source& source) : cursor_(cursor), source_(source) {}

    Class read(const Node& outer);

private:
    void body();
    void statement(NodeKind kind);
    void decorated();
    void assignment();
    void method();
    void declared_attribute(const Value& decorator);

    Cursor& cursor_;
    const Source& source_;
    Class class_;
    bool first_statement_ = true;
};

// "@declared_attr", "@declared_attr.directive", "@orm.declared_attr.cascading".
bool is_declared_attribute(const Value& decorator) {
    const std::string name = "." + decorator.dotted();
    return name.ends_with(".declared_attr") || name.find(".declared_attr.") != std::string::npos;
}

}  // namespace

Class read_class(Cursor& cursor, const Source& source, const Node& outer) { return ClassReader(cursor, source).read(outer); }

namespace {

Class ClassReader::read(const Node& outer) {
    const Node node = cursor_.node();
    class_.span = source_.span_of(node);
    std::uint32_t header_end = node.begin();
    for_each_child(cursor_, [&](NodeKind kind) {
        switch (cursor_.field()) {
            case syntax::Field::Name:
                class_.name = source_.string(cursor_.node());
                class_.name_span = source_.span_of(cursor_.node());
                header_end = cursor_.node().end();
                break;
            case syntax::Field::Superclasses:
                header_end = cursor_.node().end();
                for (Argument& argument : read_arguments(cursor_, source_)) {
                    if (argument.keyword.empty()) {
                        class_.bases.push_back(std::move(argument.value));
                    } else {
                        class_.keywords.push_back(std::move(argument));
                    }
                }
                break;
            case syntax::Field::Body:
                if (kind != NodeKind::Block) break;
                class_.body_span = source_.span_of(cursor_.node());
                body();
                break;
            default: break;
        }
    });
    if (outer.id() != node.id()) {
        Cursor decorators(outer);
        for_each_child(decorators, [&](NodeKind kind) {
            if (kind != NodeKind::Decorator) return;
            for_each_child(decorators, [&](NodeKind) { class_.decorators.push_back(read_value(decorators, source_)); });
        });
    }
    TableDirective directive = read_table_directive(source_, outer.begin(), header_end);
    class_.table_directive = std::move(directive.table);
    class_.table_directive_span = directive.span;
    return std::move(class_);
}

void ClassReader::body() {
    for_each_child(cursor_, [this](NodeKind kind) {
        statement(kind);
        first_statement_ = false;
    });
}

void ClassReader::statement(NodeKind kind) {
    if (kind == NodeKind::FunctionDefinition) {
        method();
    } else if (kind == NodeKind::DecoratedDefinition) {
        decorated();
    } else if (kind == NodeKind::ExpressionStatement) {
        for_each_child(cursor_, [this](NodeKind expression) {
            const bool is_string = expression == NodeKind::String || expression == NodeKind::ConcatenatedString;
            if (expression == NodeKind::Assignment) {
                assignment();
            } else if (is_string && first_statement_) {
                Value docstring = read_value(cursor_, source_);
                if (docstring.is(ValueKind::String)) class_.docstring = std::move(docstring.text);
            }
        });
    }
}

void ClassReader::decorated() {
    std::vector<Value> decorators;
    bool is_method = false;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (kind == NodeKind::Decorator) {
            for_each_child(cursor_, [&](NodeKind) { decorators.push_back(read_value(cursor_, source_)); });
        } else if (kind == NodeKind::FunctionDefinition) {
            method();
            is_method = true;
            const auto declares = std::ranges::find_if(decorators, is_declared_attribute);
            if (declares != decorators.end()) declared_attribute(*declares);
        }
    });
    if (!is_method) return;
    for (Value& decorator : decorators) class_.method_decorators.push_back(std::move(decorator));
}

void ClassReader::method() {
    const Node name = cursor_.node().child(syntax::Field::Name);
    if (!name.is_null()) class_.methods.push_back(source_.string(name));
}

// SQLAlchemy calls such a method once for each class that is mapped; what it gives is an attribute like any other.
void ClassReader::declared_attribute(const Value& decorator) {
    const Node function = cursor_.node();
    const Node name = function.child(syntax::Field::Name);
    if (name.is_null()) return;
    Field made;
    made.name = source_.string(name);
    made.name_span = source_.span_of(name);
    made.span = source_.span_of(function);
    if (const Node returns = function.child(syntax::Field::ReturnType); !returns.is_null()) {
        Cursor annotation(returns);
        made.annotation = read_value(annotation, source_);
    }
    Value call;
    call.kind = ValueKind::Call;
    call.span = made.span;
    call.items.push_back(decorator);
    call.arguments.push_back({{}, {}, only_result(function, source_)});
    made.default_value = std::move(call);
    class_.fields.push_back(std::move(made));
}

// "name: annotation = value"; of "a = b = value" each name is a field.
void ClassReader::assignment() {
    const Span span = source_.span_of(cursor_.node());
    const std::size_t first = class_.fields.size();
    std::optional<Value> annotation;
    std::optional<Value> default_value;
    std::uint32_t levels = 0;
    bool more = true;
    while (more) {
        more = false;
        const Node right = cursor_.node().child(syntax::Field::Right);
        for_each_child(cursor_, [&](NodeKind kind) {
            const syntax::Field field = cursor_.field();
            if (field == syntax::Field::Left && kind == NodeKind::Identifier) {
                Field made;
                made.name = source_.string(cursor_.node());
                made.name_span = source_.span_of(cursor_.node());
                made.span = span;
                class_.fields.push_back(std::move(made));
            } else if (field == syntax::Field::Type) {
                annotation = read_value(cursor_, source_);
            } else if (field == syntax::Field::Right && kind != NodeKind::Assignment) {
                default_value = read_value(cursor_, source_);
            }
        });
        if (right.kind() == NodeKind::Assignment && cursor_.to_child(syntax::Field::Right)) {
            ++levels;
            more = true;
        }
    }
    for (; levels > 0; --levels) cursor_.to_parent();
    if (class_.fields.size() == first) return;
    for (std::size_t index = first; index + 1 < class_.fields.size(); ++index) {
        class_.fields[index].annotation = annotation;
        class_.fields[index].default_value = default_value;
    }
    class_.fields.back().annotation = std::move(annotation);
    class_.fields.back().default_value = std::move(default_value);
}

}  // namespace

}  // namespace rowtype::facts
