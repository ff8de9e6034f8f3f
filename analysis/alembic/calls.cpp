#include <algorithm>
#include <array>
#include <utility>

#include "analysis/alembic/builtin_calls.h"
#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/long_names.h"
#include "analysis/alembic/operations.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

namespace {

constexpr std::string_view kOperations = "alembic.op.";

bool is_batch(const Value& value) { return path_of(value) == "alembic.op.batch_alter_table" && value.is(ValueKind::Call); }

// Whether Alembic's operations or its connection are handed over. What a query gave is neither.
bool hands_over_database(const Value& value) {
    if (value.is(ValueKind::Name)) return root_of(value) == "alembic";
    static constexpr std::array<std::string_view, 6> kConnections = {"connect",    "begin",    "begin_nested",
                                                                     "connection", "get_bind", "execution_options"};
    const auto is_handed = [](const Value& part) { return hands_over_database(part); };
    const auto is_handed_argument = [](const Argument& argument) { return hands_over_database(argument.value); };
    if (std::ranges::any_of(value.arguments, is_handed_argument)) return true;
    const bool is_result = value.is(ValueKind::Call) && value.items.front().is(ValueKind::Attribute) &&
                           std::ranges::find(kConnections, std::string_view(value.items.front().text)) == kConnections.end();
    return !is_result && std::ranges::any_of(value.items, is_handed);
}

// A name in op.f() is one that no naming convention changes, and that SQLAlchemy may shorten. It stays such a call.
Value final_name(const Value& call) {
    Value result;
    result.kind = ValueKind::Call;
    result.span = call.span;
    result.items.push_back(path_value("alembic.op.f"));
    Value name = *call.positional(0);
    if (name.is(ValueKind::String)) name.text = shortened(name.text);
    result.arguments.push_back({{}, {}, std::move(name)});
    return result;
}

// Programs and texts that run: psql among them, or revisions of somewhere else.
bool runs_anything(const Value& call, bool is_in_revision) {
    const std::string_view path = base_path_of(call);
    const Value& callee = call.items.front();
    const bool is_of_import =
        is_in_revision && callee.is(ValueKind::Attribute) && path_of(callee.items.front()).starts_with("importlib.");
    return is_of_import || path == "exec" || path == "eval" || path == "os.system" || path == "os.popen" ||
           path.starts_with("subprocess.") || path.starts_with("runpy.");
}

bool is_execute(std::string_view method) {
    return method == "execute" || method == "exec_driver_sql" || method == "scalar" || method == "scalars" || method == "exec";
}

}  // namespace

Value Interpreter::call(const Value& value, bool is_statement) {
    Value evaluated;
    evaluated.kind = ValueKind::Call;
    evaluated.span = value.span;
    evaluated.items.push_back(evaluate(value.items.front()));
    evaluated.arguments = evaluate_arguments(value.arguments);
    // A function that is called from elsewhere in the revision has changed it.
    if (frame_->module.index == 0 && !value.span.empty()) line_ = line_of(value);
    const Value& callee = evaluated.items.front();
    if (is_seen(callee)) {
        note_opaque(evaluated, is_statement);
        return seen_through(evaluated, value.span);
    }
    if (callee.is(ValueKind::Name)) return call_path(std::move(evaluated), is_statement);
    if (callee.is(ValueKind::Attribute)) return call_method(std::move(evaluated), is_statement);
    if (root_of(callee).empty()) {
        const bool is_upgrade = is_statement && frame_->module.index == 0;
        if (is_upgrade || hands_over_database(evaluated))
            recorder_.add_anything(line_, "a function that cannot be told is called");
    } else {
        note_opaque(evaluated, is_statement);
    }
    return unknown_value(value.span);
}

Value Interpreter::call_path(Value call, bool is_statement) {
    const std::string path = call.items.front().text;
    if (path.starts_with(kOperations)) {
        const std::string_view name = std::string_view(path).substr(kOperations.size());
        if (name == "f" && call.positional(0) != nullptr) return final_name(call);
        if (name == "execute") {
            run_sql(call);
            return unknown_value(call.span);
        }
        if (!apply_operation(*this, name, call, nullptr)) {
            recorder_.add_anything(line_, "op." + std::string(name) + "() is no operation of Alembic's own");
        }
        return call;
    }
    if (const std::optional<LocalPath> local = read_local_path(path)) {
        Module* const module = modules_.at(local->module);
        const bool is_function = module != nullptr && local->rest.empty() && module->functions.contains(local->name);
        if (is_function) return call_function(*module, local->name, call);
        const bool is_class = module != nullptr && module->classes.contains(local->name);
        if (is_class) {
            if (std::optional<Value> type = decorated_type(*local, call, kMaximumBases)) return std::move(*type);
            note_class(call);
        } else {
            note_opaque(call, is_statement);
        }
        return call;
    }
    if (path == "alembic.context.is_offline_mode") return boolean_value(false, call.span);
    if (hands_over_code(call)) note_opaque(call, is_statement);
    if (std::optional<Value> known = call_builtin(path, call)) return std::move(*known);
    if (is_builtin(path)) {
        const auto is_seen_part = [](const Value& part) { return is_seen(part) || sqlalchemy_name(part) == "inspect"; };
        return holds(call, is_seen_part) ? seen_through(call, call.span) : unknown_value(call.span);
    }
    if (is_execute(last_part(path)) && path.find('.') != std::string::npos && !call.arguments.empty()) {
        run_sql(call);
        return unknown_value(call.span);
    }
    const std::string_view sqlalchemy = sqlalchemy_name(call);
    if (sqlalchemy == "Enum" || sqlalchemy == "ENUM") name_enum(call);
    if (!sqlalchemy.empty()) replace_decorated_types(call);
    if (last_part(path) == "quoted_name" && text_of(call.positional(0))) return *call.positional(0);
    note_opaque(call, is_statement);
    return call;
}

Value Interpreter::call_method(Value call, bool is_statement) {
    const Value object = call.items.front().items.front();
    const std::string method = call.items.front().text;
    if (is_batch(object)) {
        if (method == "f" && call.positional(0) != nullptr) return final_name(call);
        if (method == "execute") {
            run_sql(call);
        } else if (!apply_operation(*this, method, call, &object)) {
            recorder_.add_anything(line_, method + "() is no operation of Alembic's own");
        }
        return unknown_value(call.span);
    }
    if (std::optional<Value> known = call_value_method(object, method, call)) return std::move(*known);
    if (is_execute(method) && !call.arguments.empty()) {
        run_sql(call);
        return unknown_value(call.span);
    }
    if (method == "create" && create_object(*this, object)) return unknown_value(call.span);
    if (method == "drop" && drop_object(*this, object)) return unknown_value(call.span);
    if (method == "create_all" || method == "drop_all" || method == "create" || method == "drop") {
        if (hands_over_database(call) || method.ends_with("_all")) {
            recorder_.add_anything(line_, "what ." + method + "() makes or drops is not told here");
            return unknown_value(call.span);
        }
    }
    if (read_local_path(base_path_of(object))) note_class(call);
    else note_opaque(call, is_statement);
    return call;
}

// A class of the project, an object of it, or a method of either: followed nowhere, but what its body could do is looked at.
void Interpreter::note_class(const Value& call) {
    const std::string_view path = base_path_of(call);
    const std::optional<LocalPath> local = read_local_path(path);
    Module* const module = local ? modules_.at(local->module) : nullptr;
    const auto method = last_part(call.items.front().is(ValueKind::Attribute) ? std::string_view(call.items.front().text) : path);
    const bool is_of_metadata = method == "create_all" || method == "drop_all" ||
                                ((method == "create" || method == "drop") && path.find("__table__") != std::string_view::npos);
    bool may_touch = is_of_metadata || module == nullptr || hands_over_code(call);
    const auto found =
        module == nullptr ? std::map<std::string, ClassBody, std::less<>>::iterator() : module->classes.find(local->name);
    if (!may_touch && found != module->classes.end()) may_touch = may_touch_schema(*module, found->second.definition);
    const bool is_on_rows = path.find("__table__") != std::string_view::npos;
    may_touch = may_touch || (!is_on_rows && hands_over_database(call));
    if (may_touch) recorder_.add_anything(line_, std::string(method) + "() is called and cannot be followed");
}

namespace {

// "app.logger.logger.info": of a project's own logger, too.
bool is_logging(std::string_view path) {
    static constexpr std::array<std::string_view, 8> kLevels = {"debug", "info",      "warning",  "warn",
                                                                "error", "exception", "critical", "log"};
    static constexpr std::array<std::string_view, 6> kLoggers = {"logger", "log", "LOGGER", "LOG", "_logger", "logging"};
    const std::string_view method = last_part(path);
    if (method.size() + 1 >= path.size() || std::ranges::find(kLevels, method) == kLevels.end()) return false;
    const std::string_view object = last_part(path.substr(0, path.size() - method.size() - 1));
    return std::ranges::find(kLoggers, object) != kLoggers.end();
}

}  // namespace

// A call that is not followed: is it one that could change the schema? What Python and SQLAlchemy themselves offer is not.
// Whatever gets the connection is, and so are functions that stand alone; not so methods of objects that never saw it.
void Interpreter::note_opaque(const Value& call, bool is_statement) {
    const std::string_view root = root_of(call);
    const bool runs_code = hands_over_code(call);
    if (runs_anything(call, frame_->module.index == 0))
        return recorder_.add_anything(line_, "what is run here cannot be followed");
    if (runs_code) return recorder_.add_anything(line_, "a function that is handed over here cannot be followed");
    if (root == "sqlalchemy" || root == "sqlmodel" || root == "alembic" || root == "contextlib" || is_builtin(root)) return;
    // pandas.read_sql(query, connection) reads; frame.to_sql("table", connection) may make a table.
    const std::string_view method =
        call.items.front().is(ValueKind::Attribute) ? std::string_view(call.items.front().text) : last_part(path_of(call));
    if (is_harmless_module(root) && (method.starts_with("read_") || !hands_over_database(call))) return;
    // Of sessions, which execute() alone makes run SQL of the program's.
    static constexpr std::array<std::string_view, 8> kHarmless = {"commit", "rollback", "flush", "close",
                                                                  "add",    "add_all",  "begin", "refresh"};
    const bool is_session = std::ranges::find(kHarmless, last_part(path_of(call))) != kHarmless.end() &&
                            path_of(call).find('.') != std::string_view::npos;
    const bool is_lone_function =
        is_statement && call.items.front().is(ValueKind::Name) && !is_session && !is_logging(path_of(call));
    if (!hands_over_database(call) && !is_lone_function) return;
    std::string name(path_of(call));
    if (name.empty() && call.items.front().is(ValueKind::Attribute)) name = call.items.front().text;
    recorder_.add_anything(line_, (name.empty() ? "a function" : name + "()") + " is called and cannot be followed");
}

// sa.Enum(Color): SQLAlchemy takes the names of the members, and the class's name in lower case.
void Interpreter::name_enum(Value& call) {
    const Value* first = call.positional(0);
    if (first == nullptr || !first->is(ValueKind::Name)) return;
    const std::string path = first->text;
    const std::optional<LocalPath> local = read_local_path(path);
    if (call.keyword("name") == nullptr) {
        Value name = string_value(sql::fold(last_part(path)), first->span);
        call.arguments.push_back({"name", {}, std::move(name)});
    }
    Module* const module = local ? modules_.at(local->module) : nullptr;
    const auto found =
        module == nullptr ? std::map<std::string, ClassBody, std::less<>>::iterator() : module->classes.find(local->name);
    if (module == nullptr || found == module->classes.end()) return;
    const bool by_value = call.keyword("values_callable") != nullptr && !is_none(call.keyword("values_callable"));
    std::vector<Argument> labels;
    for (const auto& [name, value] : found->second.members) {
        if (name.starts_with('_')) continue;
        if (by_value && !value.is(ValueKind::String)) return;  // auto() and the like
        labels.push_back({{}, {}, by_value ? string_value(value.text) : string_value(name)});
    }
    if (labels.empty()) return;
    call.arguments.erase(call.arguments.begin());
    call.arguments.insert(call.arguments.begin(), labels.begin(), labels.end());
}

// names.append(x) and the like, as statements; any other method of a list, dictionary or set may change it.
bool Interpreter::change_list(const Value& value) {
    const Value& callee = value.items.front();
    if (!callee.is(ValueKind::Attribute) || !callee.items.front().is(ValueKind::Name)) return false;
    const std::string& name = callee.items.front().text;
    Value list = look_up(callee.items.front());
    const bool is_collection = list.is(ValueKind::List) || list.is(ValueKind::Set) || list.is(ValueKind::Dictionary);
    if (!is_collection) return false;
    const std::vector<Argument> arguments = evaluate_arguments(value.arguments);
    const bool adds = callee.text == "append" || callee.text == "add";
    if (adds && arguments.size() == 1 && !list.is(ValueKind::Dictionary)) {
        list.items.push_back(arguments.front().value);
    } else if (callee.text == "extend" && arguments.size() == 1 && arguments.front().value.is(ValueKind::List)) {
        const std::vector<Value>& more = arguments.front().value.items;
        list.items.insert(list.items.end(), more.begin(), more.end());
    } else {
        list = unknown_value();
    }
    // A branch that may run makes it one of two lists: run_branches() sees the difference.
    bind_name(name, std::move(list));
    return true;
}

}  // namespace rowtype::alembic
