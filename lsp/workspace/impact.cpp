#include "lsp/workspace/impact.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "lsp/workspace/impact_words.h"

namespace rowtype::workspace {

namespace {

using diff::Aspect;
using diff::Change;
using diff::ChangeKind;
using diff::ObjectClass;
using diff::ObjectDifference;
using findings::Severity;
using usage::TableUseKind;
using usage::UseKind;

// A relation or one of its columns, by name: both catalogs have pointers of their own.
using Name = std::pair<std::string, std::string>;
// file, line, column
using Spot = std::tuple<std::string, std::uint32_t, std::uint32_t>;

class Finder {
public:
    explicit Finder(const ImpactInput& input) : input_(input) { collect_findings(); }

    Impact find();

private:
    struct Found {
        const CheckedFile* file = nullptr;
        const findings::Finding* finding = nullptr;
        bool is_taken = false;
        bool is_of_type = false;  // it names a type that the difference has by itself, which tells it
    };

    void collect_findings();
    void add_relation(const ObjectDifference& object);
    void add_table(const ObjectDifference& object);
    void add_change(const ObjectDifference& object, const Change& change);
    void add_type(const ObjectDifference& object);
    void add_other(const ObjectDifference& object);
    void take_rest();

    ImpactChange& start(std::string object, std::string what, const std::string& file = {});
    // `most`: of what is added, which cannot break what did not work before; but an insert that it makes fail does break.
    void take_findings(const Name& name, Severity most = Severity::Error);
    void column_uses(const std::string& table, const std::string& column, Severity changing, Severity reading);
    void whole_rows(const std::string& table, Severity reading, Severity writing, const std::string& details);
    void omitting_inserts(const std::string& table, const std::string& column, Severity severity, const std::string& details);
    void embeds_by(const std::string& table, const std::string& key);
    void table_uses(const std::string& table, Severity severity);
    void place(const CheckedFile& file, Span span, Severity severity, std::string details, std::string rule = {});
    [[nodiscard]] bool is_found_lacking(const CheckedFile& file, const usage::TableUse& insert) const;
    [[nodiscard]] bool has_finding_beside(const CheckedFile& file, Span span) const;
    [[nodiscard]] bool has_default(const std::string& table, const std::string& column) const;
    void count(Impact& impact) const;

    const ImpactInput& input_;
    std::vector<Found> found_;
    std::map<std::pair<const CheckedFile*, std::uint32_t>, std::vector<Name>> used_at_;
    std::map<Name, std::vector<std::size_t>> findings_of_;
    Impact impact_;
};

Impact Finder::find() {
    for (const ObjectDifference& object : input_.difference->objects) {
        switch (object.object) {
            case ObjectClass::Relation: add_relation(object); break;
            case ObjectClass::Type: add_type(object); break;
            default: add_other(object);
        }
    }
    take_rest();
    for (ImpactChange& change : impact_.changes) {
        std::ranges::stable_sort(change.places, {}, [](const ImpactPlace& place) {
            return std::tuple(-static_cast<int>(place.severity), std::string_view(place.file), place.begin.line,
                              place.begin.column);
        });
    }
    count(impact_);
    return std::move(impact_);
}

// What is found after the change and was not before, by the name that it is about: the one that stood at its place before, else
// the one that the finding says.
void Finder::collect_findings() {
    std::set<std::tuple<std::string, Span, std::string>> before;
    for (const CheckedFile& file : input_.check_before->files) {
        for (const findings::Finding& finding : file.analysis.findings)
            before.emplace(file.absolute_path, finding.span, finding.rule);
    }
    std::map<std::string, const CheckedFile*> uses;
    for (const CheckedFile& file : input_.check_before->files) uses[file.absolute_path] = &file;
    for (const CheckedFile& file : input_.check_after->files) {
        std::map<Span, std::vector<Name>> named;
        if (const auto own = uses.find(file.absolute_path); own != uses.end()) {
            for (const usage::ColumnUse& use : own->second->uses.columns) {
                named[use.span].emplace_back(use.relation->name.to_string(), use.column);
            }
            for (const usage::TableUse& use : own->second->uses.tables)
                named[use.span].emplace_back(use.relation->name.to_string(), "");
        }
        for (const findings::Finding& finding : file.analysis.findings) {
            if (before.contains({file.absolute_path, finding.span, finding.rule})) continue;
            const auto is_named = [&](const ObjectDifference& object) {
                return object.object == ObjectClass::Type && object.kind != ChangeKind::Added &&
                       names_type(*input_.before, finding, object.name);
            };
            found_.push_back({&file, &finding, false, std::ranges::any_of(input_.difference->objects, is_named)});
            const std::size_t index = found_.size() - 1;
            findings_of_[{finding.table, finding.field}].push_back(index);
            findings_of_[{finding.table, ""}].push_back(index);
            if (const auto at = named.find(finding.span); at != named.end()) {
                for (const Name& name : at->second) findings_of_[name].push_back(index);
            }
        }
    }
}

void Finder::add_relation(const ObjectDifference& object) {
    if (object.kind == ChangeKind::Removed) return add_table(object);
    if (object.kind == ChangeKind::Added) {
        if (!findings_of_.contains({object.name, ""})) return;
        start(object.name, object.what + (input_.leads_back ? " still there" : " added"));
        return take_findings({object.name, ""}, Severity::Warning);
    }
    for (const Change& change : object.changes) add_change(object, change);
    // An added column that models lack, and the like.
    const auto rest = findings_of_.find({object.name, ""});
    if (rest == findings_of_.end()) return;
    const auto is_left = [&](std::size_t index) { return !found_[index].is_taken && !found_[index].is_of_type; };
    if (std::ranges::none_of(rest->second, is_left)) return;
    start(object.name, input_.leads_back ? "as it was" : "changed");
    take_findings({object.name, ""});
}

void Finder::add_table(const ObjectDifference& object) {
    const auto removed = removal_of(*input_.before, *input_.after, object.name, "");
    std::string what = object.what + (removed.renamed_to.empty() ? " dropped" : " renamed to " + removed.renamed_to);
    if (input_.leads_back) what = object.what + " not there yet";
    start(object.name, std::move(what), removed.file);
    take_findings({object.name, ""});
    take_findings({object.name.substr(object.name.find('.') + 1), ""});  // as code names it
    table_uses(object.name, Severity::Warning);
}

void Finder::add_change(const ObjectDifference& object, const Change& change) {
    const std::string& table = object.name;
    const std::string column = is_about_column(change.aspect) ? change.name : std::string();
    const auto removed = change.kind == ChangeKind::Removed && change.aspect == Aspect::Column
                             ? removal_of(*input_.before, *input_.after, table, column)
                             : Removal{};
    const std::string what = input_.leads_back ? words_of_pending(change, has_default(table, column))
                                               : words_of(change, removed, has_default(table, column));
    start(column.empty() ? table : table + "." + column, what, removed.file);
    switch (change.aspect) {
        case Aspect::Column:
            if (change.kind == ChangeKind::Removed) {
                take_findings({table, column});
                column_uses(table, column, Severity::Warning, Severity::Warning);
                whole_rows(table, Severity::Info, Severity::Warning, "a whole row, which no longer has the column");
            } else {
                take_findings({table, column}, Severity::Warning);
                if (!is_required(*input_.after, table, column)) break;
                omitting_inserts(table, column, Severity::Error,
                                 "this insert does not give \"" + column + "\", which is NOT NULL and has no default");
            }
            break;
        case Aspect::ColumnType:
            take_findings({table, column});
            column_uses(table, column, Severity::Warning, Severity::Warning);
            whole_rows(table, Severity::Info, Severity::Info, "a whole row, with the column's new type");
            break;
        case Aspect::Nullability:
            take_findings({table, column});
            if (is_required(*input_.after, table, column)) {
                omitting_inserts(table, column, Severity::Error,
                                 "this insert does not give \"" + column + "\", which is NOT NULL and has no default");
            }
            // NULL may be read now, or may no longer be written.
            column_uses(table, column, Severity::Info, Severity::Info);
            break;
        case Aspect::Default:
            take_findings({table, column});
            omitting_inserts(table, column, is_required(*input_.after, table, column) ? Severity::Error : Severity::Info,
                             is_required(*input_.after, table, column)
                                 ? "this insert does not give \"" + column + "\", which is NOT NULL and has no default"
                                 : "this insert leaves \"" + column + "\" to its default, which is another");
            break;
        case Aspect::Identity:
        case Aspect::Generated:
            take_findings({table, column});
            column_uses(table, column, Severity::Info, Severity::Info);
            break;
        case Aspect::Kind:
        case Aspect::Definition: table_uses(table, Severity::Info); break;
        case Aspect::RowSecurity:
        case Aspect::Policy:
        case Aspect::Privileges: table_uses(table, Severity::Info); break;
        default: break;
    }
    // Of what loses an index, a key or a foreign key the check says itself what it means.
    const bool is_structure = change.aspect == Aspect::Index || change.aspect == Aspect::PrimaryKey ||
                              change.aspect == Aspect::UniqueKey || change.aspect == Aspect::ForeignKey ||
                              change.aspect == Aspect::Check || change.aspect == Aspect::Exclusion;
    if (is_structure && change.kind != ChangeKind::Added) take_findings({table, ""});
    if (change.aspect == Aspect::ForeignKey && change.kind == ChangeKind::Removed) embeds_by(table, change.name);
}

// Enums, domains and composite types: what columns of them say is told by the check; the columns' uses are hints.
void Finder::add_type(const ObjectDifference& object) {
    const std::string verb = input_.leads_back ? " not there yet" : " dropped";
    std::string what = object.what + (object.kind == ChangeKind::Removed ? verb : input_.leads_back ? " as it was" : " changed");
    for (const Change& change : object.changes) {
        if (change.aspect != Aspect::Label) continue;
        what = input_.leads_back ? words_of_pending(change, true) : words_of_label(*input_.after, object.name, change);
        if (change.kind == ChangeKind::Removed) break;
    }
    if (object.kind == ChangeKind::Added) return;
    start(object.name, what);
    for (std::size_t index = 0; index < found_.size(); ++index) {
        if (names_type(*input_.before, *found_[index].finding, object.name)) {
            Found& found = found_[index];
            if (std::exchange(found.is_taken, true)) continue;
            place(*found.file, found.finding->span, found.finding->severity, found.finding->message, found.finding->rule);
        }
    }
    const bool is_taken =
        std::ranges::any_of(object.changes, [](const Change& change) { return change.kind != ChangeKind::Added; });
    if (!is_taken) return;
    for (const catalog::Relation& relation : input_.before->relations()) {
        for (const catalog::Column& column : relation.columns) {
            if (column.type.name.to_string() != object.name) continue;
            column_uses(relation.name.to_string(), column.name, Severity::Info, Severity::Info);
        }
    }
}

void Finder::add_other(const ObjectDifference& object) {
    if (object.kind == ChangeKind::Added || object.object != ObjectClass::Function) return;
    const std::string verb = object.kind != ChangeKind::Removed ? " changed" : input_.leads_back ? " not there yet" : " dropped";
    start(object.name, object.what + verb);
    const std::string bare = object.name.substr(0, object.name.find('('));
    const std::string name = bare.substr(bare.rfind('.') + 1);
    for (Found& found : found_) {
        const bool is_about = found.finding->rule == "unknown-function" || found.finding->rule == "unknown-argument";
        if (!is_about || found.finding->message.find("\"" + name + "\"") == std::string::npos) continue;
        if (std::exchange(found.is_taken, true)) continue;
        place(*found.file, found.finding->span, found.finding->severity, found.finding->message, found.finding->rule);
    }
}

void Finder::take_rest() {
    if (std::ranges::all_of(found_, &Found::is_taken)) return;
    start("", "further findings");
    for (Found& found : found_) {
        if (found.is_taken) continue;
        place(*found.file, found.finding->span, found.finding->severity, found.finding->message, found.finding->rule);
    }
}

ImpactChange& Finder::start(std::string object, std::string what, const std::string& file) {
    impact_.changes.push_back({std::move(object), std::move(what), file, {}});
    return impact_.changes.back();
}

void Finder::take_findings(const Name& name, Severity most) {
    const auto of_name = findings_of_.find(name);
    if (of_name == findings_of_.end()) return;
    for (const std::size_t index : of_name->second) {
        Found& found = found_[index];
        if ((name.second.empty() && found.is_of_type) || std::exchange(found.is_taken, true)) continue;
        const bool is_insert = found.finding->rule == "missing-required-column";
        const Severity severity = is_insert ? found.finding->severity : std::min(severity_of(*found.finding), most);
        place(*found.file, found.finding->span, severity, found.finding->message, found.finding->rule);
    }
}

// `changing`: of writes, filters, joins and orders; `reading`: of the others.
void Finder::column_uses(const std::string& table, const std::string& column, Severity changing, Severity reading) {
    for (const CheckedFile& file : input_.check_before->files) {
        for (const usage::ColumnUse& use : file.uses.columns) {
            if (use.column != column || use.relation->name.to_string() != table) continue;
            // What a finding says of a field's annotation is said of the field.
            if (use.kind == UseKind::Model && has_finding_beside(file, use.span)) continue;
            const bool is_read = use.kind == UseKind::Read || use.kind == UseKind::Model;
            place(file, use.span, is_read ? reading : changing, words_of(use.kind));
        }
    }
}

// Whether a finding of the change that is being told stands on the same line.
bool Finder::has_finding_beside(const CheckedFile& file, Span span) const {
    const std::uint32_t line = file.lines.line_column(file.text, span.begin).line;
    return std::ranges::any_of(impact_.changes.back().places, [&](const ImpactPlace& place) {
        return !place.rule.empty() && place.file == file.absolute_path && place.begin.line == line;
    });
}

void Finder::whole_rows(const std::string& table, Severity reading, Severity writing, const std::string& details) {
    for (const CheckedFile& file : input_.check_before->files) {
        for (const binding::WholeRow& row : file.uses.whole_rows) {
            if (row.relation->name.to_string() != table) continue;
            place(file, row.span, row.is_write ? writing : reading, details);
        }
    }
}

void Finder::omitting_inserts(const std::string& table, const std::string& column, Severity severity,
                              const std::string& details) {
    for (const CheckedFile& file : input_.check_before->files) {
        for (const usage::TableUse& use : file.uses.tables) {
            if (use.kind != TableUseKind::Insert || use.relation->name.to_string() != table) continue;
            if (std::ranges::find(use.written, column) != use.written.end() || is_found_lacking(file, use)) continue;
            if (use.written_is_all) place(file, use.span, severity, details);
            else
                place(file, use.span, std::min(severity, Severity::Warning),
                      "an insert of which it could not be told whether it gives \"" + column + "\"");
        }
    }
}

// Selects that embed one of the two tables that the key relates in the other.
void Finder::embeds_by(const std::string& table, const std::string& key) {
    const std::string referenced = referenced_by(*input_.before, table, key);
    for (const CheckedFile& file : input_.check_before->files) {
        for (const usage::TableUse& use : file.uses.tables) {
            if (use.embedded_in == nullptr) continue;
            const std::pair ends(use.relation->name.to_string(), use.embedded_in->name.to_string());
            if (ends != std::pair(table, referenced) && ends != std::pair(referenced, table)) continue;
            place(file, use.span, Severity::Warning, "embeds it, which takes a foreign key between the two");
        }
    }
}

// Whether the check itself says of that insert what it lacks: it says so at the payload, behind the table's name.
bool Finder::is_found_lacking(const CheckedFile& file, const usage::TableUse& insert) const {
    const auto place_of = [](LineColumn at) { return std::pair(at.line, at.column); };
    const auto begin = [&](const usage::TableUse& use) { return place_of(file.lines.line_column(file.text, use.span.begin)); };
    return std::ranges::any_of(impact_.changes.back().places, [&](const ImpactPlace& place) {
        if (place.rule != "missing-required-column" || place.file != file.absolute_path) return false;
        const auto found = place_of(place.begin);
        const bool is_of_a_later_one = std::ranges::any_of(file.uses.tables, [&](const usage::TableUse& other) {
            return other.kind == TableUseKind::Insert && begin(insert) < begin(other) && begin(other) <= found;
        });
        return begin(insert) <= found && !is_of_a_later_one;
    });
}

void Finder::table_uses(const std::string& table, Severity severity) {
    for (const CheckedFile& file : input_.check_before->files) {
        for (const usage::TableUse& use : file.uses.tables) {
            if (use.relation->name.to_string() == table) place(file, use.span, severity, words_of(use.kind));
        }
    }
}

// Each place once in a change, as the worst that it is; a finding says more than a use.
void Finder::place(const CheckedFile& file, Span span, Severity severity, std::string details, std::string rule) {
    ImpactPlace made{file.absolute_path,
                     file.lines.line_column(file.text, span.begin),
                     file.lines.line_column(file.text, span.end),
                     severity,
                     std::move(rule),
                     std::move(details)};
    std::vector<ImpactPlace>& places = impact_.changes.back().places;
    const auto same = std::ranges::find_if(
        places, [&](const ImpactPlace& other) { return other.file == made.file && other.begin == made.begin; });
    if (same == places.end()) {
        places.push_back(std::move(made));
    } else if (made.severity > same->severity) {
        *same = std::move(made);
    }
}

bool Finder::has_default(const std::string& table, const std::string& column) const {
    return !is_required(*input_.after, table, column);
}

void Finder::count(Impact& impact) const {
    std::map<Spot, Severity> worst;
    for (const ImpactChange& change : impact.changes) {
        for (const ImpactPlace& place : change.places) {
            Severity& severity =
                worst.try_emplace({place.file, place.begin.line, place.begin.column}, Severity::Off).first->second;
            severity = std::max(severity, place.severity);
        }
    }
    for (const auto& [spot, severity] : worst) {
        if (severity == Severity::Error) ++impact.breaks;
        else if (severity == Severity::Warning) ++impact.warnings;
        else ++impact.hints;
    }
}

}  // namespace

Impact find_impact(const ImpactInput& input) { return Finder(input).find(); }

}  // namespace rowtype::workspace
