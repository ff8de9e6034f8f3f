#include "analysis/orm/declaration.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/values.h"
#include "analysis/orm/computed_name.h"
#include "analysis/orm/evaluation.h"
#include "analysis/orm/orm_reader.h"
#include "analysis/types/build_annotation.h"

namespace rowtype::orm {

namespace {

using alembic::text_of;
using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumParents = 8;

// Which table a class stands for.
struct TableChoice {
    enum class Kind : std::uint8_t { None, Named, Unknown, Parents, Table };
    Kind kind = Kind::None;
    std::string name;
    Span span;
    const facts::Field* table = nullptr;  // Table: __table__
    std::optional<Definition> parent;     // the next mapped class above
};

TableChoice choose_table(const ClassLine& line, int depth);

constexpr std::array<const OrmReader*, 3> kReaders = {&kDeclarative, &kSqlModel, &kFlaskSqlAlchemy};

const OrmReader* reader_of(const ClassLine& line) {
    if (line.root == RootKind::Reflected) return &kDeclarative;
    const auto found = std::ranges::find(kReaders, line.root, &OrmReader::root);
    return found == kReaders.end() ? nullptr : *found;
}

bool is_declared_attr(const Value& value) {
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const std::string name = "." + value.items.front().dotted();
    return name.ends_with(".declared_attr") || name.find(".declared_attr.") != std::string::npos;
}

// What an attribute is whose value @declared_attr may make.
const Value& behind_declared_attr(const Value& value) {
    return is_declared_attr(value) && !value.arguments.empty() ? value.arguments.front().value : value;
}

bool is_mapped(const Definition& definition, int depth) {
    const ClassLine line = line_of(definition);
    return choose_table(line, depth + 1).kind != TableChoice::Kind::None;
}

bool has_method(const Definition& definition, std::string_view name) {
    return std::ranges::find(definition.class_definition->methods, name) != definition.class_definition->methods.end();
}

std::optional<Definition> mapped_parent(const ClassLine& line, int depth) {
    for (std::size_t index = 1; index < line.classes.size(); ++index) {
        if (is_mapped(line.classes[index], depth)) return line.classes[index];
    }
    return std::nullopt;
}

// The nearest of a name that counts for the class: not what a mapped class above says of itself alone.
std::optional<ClassLine::Found> inherited_setting(const ClassLine& line, std::string_view name, int depth) {
    for (const Definition& one : line.classes) {
        const facts::Field* field = own_field(one, name);
        if (field == nullptr || !field->default_value) continue;
        const bool is_own = &one == &line.classes.front();
        if (!is_own && !is_declared_attr(*field->default_value) && is_mapped(one, depth)) continue;
        return ClassLine::Found{&one, field};
    }
    return std::nullopt;
}

TableChoice named_table(const ClassLine& line, const ClassLine::Found& found) {
    const Definition& cls = line.classes.front();
    const Value& value = behind_declared_attr(*found.field->default_value);
    TableChoice choice;
    if (value.is(ValueKind::None)) return choice;
    const std::optional<std::string> name = computed_name(value, cls.name, *found.declared_in);
    choice.kind = name && !name->empty() ? TableChoice::Kind::Named : TableChoice::Kind::Unknown;
    choice.name = name.value_or("");
    if (found.declared_in == &cls && value.is(ValueKind::String)) {
        choice.span = facts::source_span(value, {0, static_cast<std::uint32_t>(value.text.size())});
    }
    return choice;
}

TableChoice choose_table(const ClassLine& line, int depth) {
    const OrmReader* reader = reader_of(line);
    if (reader == nullptr || depth > kMaximumParents || is_abstract(line.classes.front()) || !reader->may_be_mapped(line))
        return {};
    const Definition& cls = line.classes.front();
    TableChoice choice;
    const std::optional<Definition> parent = mapped_parent(line, depth);
    const facts::Field* table = own_field(cls, "__table__");
    if (table != nullptr && table->default_value) {
        choice.kind = TableChoice::Kind::Table;
        choice.table = table;
    } else if (const auto named = inherited_setting(line, "__tablename__", depth)) {
        choice = named_table(line, *named);
    } else if (std::ranges::any_of(line.classes, [](const Definition& one) { return has_method(one, "__tablename__"); })) {
        choice.kind = TableChoice::Kind::Unknown;
    } else if (const std::optional<std::string> name = reader->default_name(line, parent.has_value())) {
        choice.kind = TableChoice::Kind::Named;
        choice.name = *name;
        // What could not be resolved may name it.
        if (!line.complete || line.has_other_metaclass) choice = {TableChoice::Kind::Unknown, {}, {}, nullptr, {}};
    }
    if (choice.kind == TableChoice::Kind::None && parent) choice.kind = TableChoice::Kind::Parents;
    choice.parent = parent;
    return choice;
}

// Index(…).ddl_if(dialect="postgresql")
bool is_made_by_condition(const Value& item) {
    if (!item.is(ValueKind::Call) || !item.items.front().is(ValueKind::Attribute) || item.items.front().text != "ddl_if")
        return false;
    return is_constraint(item.items.front().items.front());
}

// Of a call that may make the arguments of a table; empty where it says nothing.
std::string schema_handed_to(const Value& call) {
    const Value* schema = call.is(ValueKind::Call) ? call.keyword("schema") : nullptr;
    return schema != nullptr && schema->is(ValueKind::String) ? schema->text : std::string();
}

// The attribute in `cls.name`, `cls.name.desc()` and, in the body itself, `name`; empty for anything else.
std::string attribute_in(const Value& written, const facts::Class* body) {
    if (written.is(ValueKind::Attribute) && written.items.front().is_name("cls")) return written.text;
    if (written.is(ValueKind::Name) && body != nullptr) {
        const bool is_field =
            std::ranges::any_of(body->fields, [&](const facts::Field& field) { return field.name == written.text; });
        return is_field ? written.text : std::string();
    }
    constexpr std::array<std::string_view, 6> kOrders = {"asc", "desc", "nulls_first", "nulls_last", "nullsfirst", "nullslast"};
    const bool orders = written.is(ValueKind::Call) && written.arguments.empty() && !written.items.empty() &&
                        written.items.front().is(ValueKind::Attribute) &&
                        std::ranges::find(kOrders, std::string_view(written.items.front().text)) != kOrders.end();
    return orders ? attribute_in(written.items.front().items.front(), body) : std::string();
}

class DeclarationReader {
public:
    DeclarationReader(const Definition& definition, ClassLine line, const OrmReader& reader) : reader_(reader) {
        made_.dialect = reader.dialect;
        made_.name = definition.name;
        made_.definition = definition;
        made_.line = std::move(line);
    }

    std::optional<Declaration> read();

private:
    void read_table_arguments();
    void read_options(const Value& options);
    void read_schema();
    void read_mapper_arguments();
    void read_attributes();
    void read_class(const Definition& one);
    void add(DeclaredAttribute attribute);
    bool read_given_table(const facts::Field& field);

    const OrmReader& reader_;
    Declaration made_;
    bool schema_written_ = false;
};

std::optional<Declaration> DeclarationReader::read() {
    const TableChoice choice = choose_table(made_.line, 0);
    if (choice.kind == TableChoice::Kind::None) return std::nullopt;
    made_.table_name = choice.name;
    made_.table_span = choice.span;
    made_.parent = choice.parent;
    made_.is_reflected = made_.line.root == RootKind::Reflected;
    made_.attributes_complete = made_.line.complete;
    if (const auto bind = made_.line.find("__bind_key__"); bind && bind->field->default_value) {
        made_.is_elsewhere = !bind->field->default_value->is(ValueKind::None);
    }
    if (choice.kind == TableChoice::Kind::Table) {
        if (!read_given_table(*choice.table)) made_.attributes_complete = false;
    } else if (choice.kind == TableChoice::Kind::Parents) {
        std::optional<Declaration> parent = declaration_of(*choice.parent);
        if (!parent) return std::nullopt;
        made_.table_name = parent->table_name;
        made_.schema = parent->schema;
        made_.schema_known = parent->schema_known;
        made_.schema_hint = parent->schema_hint;
        made_.only_base_may_name_schema = parent->only_base_may_name_schema;
        made_.is_reflected = made_.is_reflected || parent->is_reflected;
        made_.is_elsewhere = made_.is_elsewhere || parent->is_elsewhere;
        made_.shares_table = true;
        made_.constraints_complete = false;
    } else {
        read_table_arguments();
        read_schema();
    }
    read_mapper_arguments();
    read_attributes();
    return std::move(made_);
}

// __table__ = Table(…), or the name of one.
bool DeclarationReader::read_given_table(const facts::Field& field) {
    const Definition& cls = made_.line.classes.front();
    Definition table;
    facts::Assignment assignment;
    if (field.default_value->is(ValueKind::Call)) {
        assignment.value = *field.default_value;
        table = {Definition::Kind::Assignment, made_.name, cls.statement, nullptr, &assignment, cls.module};
    } else {
        const std::string dotted = field.default_value->dotted();
        if (!dotted.empty()) table = cls.module->resolve(dotted);
    }
    std::optional<Declaration> core = core_declaration_of(table);
    if (!core) {
        made_.table_name.clear();
        return false;
    }
    made_.table_name = core->table_name;
    made_.schema = core->schema;
    made_.schema_known = core->schema_known;
    made_.is_reflected = made_.is_reflected || core->is_reflected;
    made_.is_extended = core->is_extended;
    // A table in a variable is looked at where it stands.
    const bool is_elsewhere = !field.default_value->is(ValueKind::Call);
    made_.shares_table = is_elsewhere;
    for (DeclaredAttribute& attribute : core->attributes) {
        attribute.declared_in = cls;
        if (!is_elsewhere) attribute.field = &field;
        made_.attributes.push_back(std::move(attribute));
    }
    made_.attributes_complete = made_.attributes_complete && core->attributes_complete;
    made_.constraints = std::move(core->constraints);
    made_.constraints_complete = core->constraints_complete;
    return true;
}

// dict(schema="app") as {"schema": "app"}.
Value as_dictionary(Value options) {
    const bool is_made_of_names =
        options.is(ValueKind::Call) && alembic::path_of(options) == "dict" &&
        std::ranges::none_of(options.arguments, [](const facts::Argument& argument) { return argument.keyword.empty(); });
    if (!is_made_of_names) return options;
    Value made;
    made.kind = ValueKind::Dictionary;
    made.span = options.span;
    for (facts::Argument& argument : options.arguments) {
        made.items.push_back(alembic::string_value(argument.keyword, argument.keyword_span));
        made.items.push_back(std::move(argument.value));
    }
    return made;
}

void DeclarationReader::read_table_arguments() {
    const auto found = inherited_setting(made_.line, "__table_args__", 0);
    if (!found) {
        const bool by_method =
            std::ranges::any_of(made_.line.classes, [](const Definition& one) { return has_method(one, "__table_args__"); });
        if (by_method) made_.schema_known = made_.constraints_complete = false;
        return;
    }
    const Value& written = behind_declared_attr(*found->field->default_value);
    Value arguments = as_dictionary(evaluate_in(*found->declared_in, written));
    if (arguments.is(ValueKind::None)) return;
    if (arguments.is(ValueKind::Dictionary)) return read_options(arguments);
    if (!arguments.is(ValueKind::Tuple) && !arguments.is(ValueKind::List)) {
        made_.schema_known = made_.constraints_complete = false;
        made_.schema_hint = schema_handed_to(arguments);
        return;
    }
    if (arguments.items.size() == written.items.size()) {
        const facts::Class* const body =
            is_declared_attr(*found->field->default_value) ? nullptr : found->declared_in->class_definition;
        for (std::size_t index = 0; index < written.items.size(); ++index)
            keep_attributes(written.items[index], body, arguments.items[index]);
    }
    for (Value& item : arguments.items) {
        item = as_dictionary(std::move(item));
        if (item.is(ValueKind::Dictionary)) {
            read_options(item);
        } else if (is_constraint(item)) {
            made_.constraints.push_back({item, *found->declared_in});
        } else if (is_made_by_condition(item)) {
            // Of another database than PostgreSQL it is none.
            const Value* dialect = item.keyword("dialect");
            const bool is_alone = item.arguments.size() == 1 && dialect != nullptr && dialect->is(ValueKind::String);
            if (is_alone && dialect->text == "postgresql")
                made_.constraints.push_back({item.items.front().items.front(), *found->declared_in});
            else if (!is_alone) made_.constraints_complete = false;
        } else {
            made_.constraints_complete = false;
            if (!item.is(ValueKind::Starred) && &item != &arguments.items.back()) continue;
            made_.schema_known = false;
            made_.schema_hint = schema_handed_to(item.is(ValueKind::Starred) ? item.items.front() : item);
        }
    }
}

void DeclarationReader::read_options(const Value& options) {
    for (std::size_t index = 0; index + 1 < options.items.size(); index += 2) {
        const Value& key = options.items[index];
        const Value& value = options.items[index + 1];
        if (!key.is(ValueKind::String)) {
            // {**Base.__table_args__, …}
            if (key.is(ValueKind::Unknown) && value.is(ValueKind::Dictionary)) read_options(value);
            else made_.schema_known = false;
            continue;
        }
        const bool is_set = !value.is(ValueKind::None) && !(value.is(ValueKind::Boolean) && value.text == "False");
        if (key.text == "schema") {
            const std::optional<std::string> text = value.is(ValueKind::None) ? std::optional<std::string>("") : text_of(&value);
            made_.schema = text.value_or("");
            made_.schema_known = text.has_value();
            schema_written_ = !value.is(ValueKind::None);
        }
        if (key.text == "extend_existing" || key.text == "keep_existing") made_.is_extended = is_set;
        if (key.text == "autoload" || key.text == "autoload_with" || key.text == "autoload_replace") made_.is_reflected = is_set;
    }
}

// Of the MetaData, where the table says nothing.
void DeclarationReader::read_schema() {
    if (schema_written_ || !made_.schema_known) return;
    const std::optional<std::string> schema = schema_of_line(made_.line);
    made_.schema = schema.value_or("");
    made_.schema_known = schema.has_value();
    const bool is_written = made_.line.find("metadata").has_value() ||
                            (made_.line.root_call != nullptr && made_.line.root_call->keyword("metadata") != nullptr);
    made_.only_base_may_name_schema = !made_.schema_known && !is_written;
}

void DeclarationReader::read_mapper_arguments() {
    const facts::Field* field = own_field(made_.line.classes.front(), "__mapper_args__");
    std::optional<ClassLine::Found> found;
    if (field != nullptr) found = ClassLine::Found{&made_.line.classes.front(), field};
    else found = made_.line.find("__mapper_args__");
    if (!found || !found->field->default_value) return;
    const Value& arguments = behind_declared_attr(*found->field->default_value);
    if (!arguments.is(ValueKind::Dictionary)) {
        made_.is_extended = true;
        return;
    }
    for (std::size_t index = 0; index < arguments.items.size(); index += 2) {
        const Value& key = arguments.items[index];
        const bool is_known = key.is(ValueKind::String);
        if (key.text == "polymorphic_on" || key.text == "polymorphic_identity") made_.is_polymorphic = true;
        if (!is_known || key.text == "properties") made_.is_extended = true;
        if (key.text == "include_properties" || key.text == "exclude_properties") made_.leaves_out_columns = true;
    }
}

// Those of the class and of what stands above it outside of the next mapped class and its own bases.
void DeclarationReader::read_attributes() {
    std::vector<const facts::Class*> of_parent;
    if (made_.parent) {
        for (const Definition& one : line_of(*made_.parent).classes) of_parent.push_back(one.class_definition);
    }
    const std::vector<Definition> classes = made_.line.classes;
    for (const Definition& one : classes) {
        if (std::ranges::find(of_parent, one.class_definition) == of_parent.end()) read_class(one);
    }
}

void DeclarationReader::read_class(const Definition& one) {
    const facts::Class& found = *one.class_definition;
    for (const facts::Field& field : found.fields) {
        if (own_field(one, field.name) != &field) continue;  // bound again further down
        if (std::optional<DeclaredAttribute> attribute = reader_.read_field(one, field, made_)) add(std::move(*attribute));
    }
    const bool has_hybrids = std::ranges::any_of(found.method_decorators, [&](const Value& decorator) {
        return library_name_in(one, decorator).starts_with("sqlalchemy.hybrid_") ||
               decorator.dotted().find("hybrid_") != std::string::npos;
    });
    for (const std::string& method : found.methods) {
        if (method.starts_with("__")) continue;
        DeclaredAttribute attribute;
        attribute.name = method;
        attribute.kind = has_hybrids ? AttributeKind::Hybrid : AttributeKind::Other;
        attribute.declared_in = one;
        add(std::move(attribute));
    }
    // Names that the body binds under a condition.
    for (const facts::Assignment& assignment : one.statement->assignments) {
        if (assignment.scope != found.body_scope || assignment.target.starts_with("__")) continue;
        // `if TYPE_CHECKING: Event: ClassVar[…]`
        if (assignment.annotation && types::is_class_variable(*assignment.annotation, *one.module)) continue;
        DeclaredAttribute attribute;
        attribute.name = assignment.target;
        attribute.declared_in = one;
        add(std::move(attribute));
    }
}

void DeclarationReader::add(DeclaredAttribute attribute) {
    const bool is_overridden = std::ranges::any_of(made_.attributes, [&](const DeclaredAttribute& other) {
        return !attribute.name.empty() && other.name == attribute.name;
    });
    if (!is_overridden) made_.attributes.push_back(std::move(attribute));
}

}  // namespace

bool is_constraint(const Value& evaluated) {
    const std::string_view name = alembic::sqlalchemy_name(evaluated);
    return name.ends_with("Constraint") || name == "Index";
}

void keep_attributes(const Value& written, const facts::Class* body, Value& evaluated) {
    if (is_made_by_condition(evaluated) && written.is(ValueKind::Call))
        return keep_attributes(written.items.front().items.front(), body, evaluated.items.front().items.front());
    if (!is_constraint(evaluated) || !written.is(ValueKind::Call) || written.arguments.size() != evaluated.arguments.size())
        return;
    for (std::size_t index = 0; index < written.arguments.size(); ++index) {
        if (!written.arguments[index].keyword.empty()) continue;
        const std::string attribute = attribute_in(written.arguments[index].value, body);
        if (!attribute.empty())
            evaluated.arguments[index].value = alembic::path_value("#" + attribute, written.arguments[index].value.span);
    }
}

std::optional<std::string> schema_of_line(const ClassLine& line) {
    if (const auto own = line.find("metadata"); own && own->field->default_value) {
        return schema_of_metadata(evaluate_in(*own->declared_in, *own->field->default_value));
    }
    if (const Value* given = line.root_call == nullptr ? nullptr : line.root_call->keyword("metadata")) {
        return schema_of_metadata(evaluate(*given, *line.root_module));
    }
    return line.complete ? std::optional<std::string>("") : std::nullopt;
}

std::optional<Declaration> declaration_of(const Definition& definition) {
    if (definition.kind != Definition::Kind::Class) return std::nullopt;
    ClassLine line = line_of(definition);
    const OrmReader* reader = reader_of(line);
    if (reader == nullptr) return std::nullopt;
    return DeclarationReader(definition, std::move(line), *reader).read();
}

}  // namespace rowtype::orm
