#include "analysis/facts/extract.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <ranges>
#include <span>
#include <utility>

#include "analysis/facts/created_names.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/script.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

using syntax::Cursor;
using syntax::FlatTree;
using syntax::Node;
using syntax::NodeKind;

namespace {

// One top-level statement with the comment lines right above it and those behind it on its line; or comments alone.
// Comments belong to it because a class may name its table in one.
struct Unit {
    Span span;
    std::size_t first_node = 0;  // into Units::nodes
    std::size_t node_count = 0;
    bool has_error = false;
};

struct Units {
    std::vector<Unit> units;
    std::vector<Node> nodes;
    bool inside_error = false;  // the parser could make no module of the text
    FlatTree flat;              // of the unit that is being read
};

// The units of the top-level nodes that lie in `range`; one starts at its begin.
Units split(const Node& root, std::string_view text, Span range);
PlacedStatement extract_unit(Units& units, const Unit& unit, const Node& root, const Source& file);
std::vector<PlacedStatement> extract_script(Units& units, const Node& root, const Source& file, const ScriptNames& changed,
                                            const std::vector<PlacedStatement>& read);
ScriptNames read_script(FileFacts& file, Units units, const Node& root, const Source& source, ScriptNames names);

constexpr Span kWholeFile{0, std::numeric_limits<std::uint32_t>::max()};

// Statements of the old facts, counted from either end, that no change is near.
struct Kept {
    std::size_t before = 0;
    std::size_t behind = 0;
    std::uint32_t delta = 0;  // what to add to the offsets of those behind, modulo 2^32
};
Kept kept_around(const FileFacts& old, const std::vector<AppliedEdit>& edits, const std::vector<Span>& dirty);
std::uint32_t end_of(const PlacedStatement& statement);

// Ranges of the new text that an edit or the parser changed, sorted.
std::vector<Span> dirty_ranges(const std::vector<AppliedEdit>& edits, const std::vector<Span>& changed);
// Where an offset of the new text, outside all edits, was in the old text.
std::uint32_t old_offset(const std::vector<AppliedEdit>& edits, std::uint32_t offset);

}  // namespace

FileFacts extract_facts(const syntax::Tree& tree, std::string_view text, const ExtractionSettings& settings,
                        const std::vector<std::uint32_t>* idle_functions) {
    const Source source{text, 0, settings, idle_functions};
    const Node root = tree.root();
    Units units = split(root, text, kWholeFile);
    FileFacts file;
    file.has_error = root.has_error();
    file.inside_error = units.inside_error;
    for (const Unit& unit : units.units) {
        PlacedStatement statement = extract_unit(units, unit, root, source);
        if (!statement.facts->is_empty()) file.statements.push_back(std::move(statement));
    }
    ScriptNames names = read_script(file, std::move(units), root, source, {});
    if (!names.names.empty()) file.script = make_script(file, std::move(names), text);
    return file;
}

FileFacts update_facts(const FileFacts& old, const syntax::Tree& new_tree, std::string_view new_text,
                       const std::vector<AppliedEdit>& edits, const std::vector<Span>& changed,
                       const ExtractionSettings& settings) {
    static const ScriptNames kNoNames;
    const ScriptNames& names = old.script == nullptr ? kNoNames : old.script->names();
    const Source source{new_text, 0, settings, nullptr, names.names.empty() ? nullptr : &names};
    const Node root = new_tree.root();
    const std::vector<Span> dirty = dirty_ranges(edits, changed);
    FileFacts file;
    file.has_error = root.has_error();
    file.inside_error = root.kind() == NodeKind::Error;
    const Kept kept = dirty.empty() || file.inside_error || old.inside_error ? Kept{} : kept_around(old, edits, dirty);
    const auto shift = [&](const PlacedStatement& statement) {
        return PlacedStatement{statement.offset + kept.delta, statement.facts};
    };
    const auto behind = old.statements.end() - static_cast<std::ptrdiff_t>(kept.behind);
    Span range = kWholeFile;
    if (kept.before > 0) range.begin = end_of(old.statements[kept.before - 1]);
    if (kept.behind > 0) range.end = shift(*behind).offset;

    file.statements.reserve(old.statements.size() + 1);
    auto candidate = old.statements.begin() + static_cast<std::ptrdiff_t>(kept.before);
    file.statements.assign(old.statements.begin(), candidate);
    Units units = split(root, new_text, range);
    auto next_dirty = dirty.begin();
    for (const Unit& unit : units.units) {
        while (next_dirty != dirty.end() && next_dirty->end < unit.span.begin) ++next_dirty;
        if (next_dirty == dirty.end() || !next_dirty->touches(unit.span)) {
            const std::uint32_t offset = old_offset(edits, unit.span.begin);
            while (candidate != behind && candidate->offset < offset) ++candidate;
            const bool same = candidate != behind && candidate->offset == offset &&
                              candidate->facts->length == unit.span.size() &&
                              candidate->facts->has_error == (units.inside_error || unit.has_error);
            if (same) {
                file.statements.push_back({unit.span.begin, candidate->facts});
                continue;
            }
        }
        PlacedStatement statement = extract_unit(units, unit, root, source);
        if (!statement.facts->is_empty()) file.statements.push_back(std::move(statement));
    }
    std::transform(behind, old.statements.end(), std::back_inserter(file.statements), shift);
    ScriptNames now = script_names(file);
    if (now != names) now = read_script(file, split(root, new_text, kWholeFile), root, source, names);
    file.script = make_script(file, std::move(now), new_text, old.script.get());
    return file;
}

namespace {

std::uint32_t end_of(const PlacedStatement& statement) { return statement.offset + statement.facts->length; }

// All statements but the nearest one on either side: what a change did may join it to its neighbour.
Kept kept_around(const FileFacts& old, const std::vector<AppliedEdit>& edits, const std::vector<Span>& dirty) {
    Kept kept;
    for (const AppliedEdit& edit : edits) kept.delta += edit.new_size - edit.replaced.size();  // wraps, and back
    const auto first = std::partition_point(old.statements.begin(), old.statements.end(), [&](const PlacedStatement& statement) {
        return end_of(statement) < dirty.front().begin;
    });
    const std::uint32_t end = dirty.back().end;
    const auto last = std::partition_point(first, old.statements.end(), [&](const PlacedStatement& statement) {
        return static_cast<std::int64_t>(statement.offset) + static_cast<std::int32_t>(kept.delta) <=
               static_cast<std::int64_t>(end);
    });
    const auto before = static_cast<std::size_t>(first - old.statements.begin());
    const auto behind = static_cast<std::size_t>(old.statements.end() - last);
    kept.before = before > 0 ? before - 1 : 0;
    kept.behind = behind > 0 ? behind - 1 : 0;
    return kept;
}

Units split(const Node& root, std::string_view text, Span range) {
    Units result;
    result.inside_error = root.kind() == NodeKind::Error;
    Cursor cursor(root);
    const bool any = range.begin == 0 ? cursor.to_first_child() : cursor.to_first_child_after(range.begin);
    if (!any) return result;
    bool open_comments = false;  // the last unit is comment lines that a statement may follow
    do {
        const Node node = cursor.node();
        const Span span = node.span();
        if (span.begin >= range.end) break;
        if (span.empty() || span.begin < range.begin) continue;
        const bool is_comment = node.kind() == NodeKind::Comment;
        bool joins = false;
        if (!result.units.empty()) {
            const Unit& last = result.units.back();
            const std::string_view gap = slice(text, {last.span.end, std::max(span.begin, last.span.end)});
            const auto newlines = std::count(gap.begin(), gap.end(), '\n');
            joins = (is_comment && newlines == 0) || (open_comments && newlines <= 1);
        }
        if (joins) {
            result.units.back().span.end = span.end;
        } else {
            result.units.push_back({span, result.nodes.size(), 0, false});
        }
        open_comments = is_comment && (!joins || open_comments);
        Unit& unit = result.units.back();
        ++unit.node_count;
        unit.has_error = unit.has_error || node.has_error();
        result.nodes.push_back(node);
    } while (cursor.to_next_sibling());
    return result;
}

std::span<const Node> nodes_of(const Units& units, const Unit& unit) {
    return std::span(units.nodes).subspan(unit.first_node, unit.node_count);
}

// Whether it runs with the module, and is no definition.
bool is_own_code(std::span<const Node> nodes) {
    return std::ranges::none_of(nodes, [](const Node& node) {
        const NodeKind kind = node.kind();
        return kind == NodeKind::FunctionDefinition || kind == NodeKind::ClassDefinition || kind == NodeKind::DecoratedDefinition;
    });
}

// Reads the statements of the script by the names that hold its rows, which it gives; `names`: those by which they were read. What a loop
// goes over is known once its statement was read by the name of that, and then whose name its target is: a round for each loop over what
// another statement's loop gives.
ScriptNames read_script(FileFacts& file, Units units, const Node& root, const Source& source, ScriptNames names) {
    constexpr int kMostRounds = 8;  // rows in rows in rows: nobody's code; more of them are not followed
    for (int round = 0; round < kMostRounds; ++round) {
        ScriptNames now = script_names(file);
        if (now == names) break;
        const Source named{source.text, 0, source.settings, source.idle_functions, now.names.empty() ? nullptr : &now};
        file.statements = extract_script(units, root, named, difference(names, now), file.statements);
        names = std::move(now);
    }
    return names;
}

// The statements of the file, those of its own code that mention one of the names in `changed` read once more, by the names in `file`.
std::vector<PlacedStatement> extract_script(Units& units, const Node& root, const Source& file, const ScriptNames& changed,
                                            const std::vector<PlacedStatement>& read) {
    std::vector<PlacedStatement> statements;
    auto known = read.begin();
    for (const Unit& unit : units.units) {
        const bool is_known = known != read.end() && known->offset == unit.span.begin;
        if (is_own_code(nodes_of(units, unit)) && mentions_any(slice(file.text, unit.span), changed)) {
            PlacedStatement statement = extract_unit(units, unit, root, file);
            if (!statement.facts->is_empty()) statements.push_back(std::move(statement));
        } else if (is_known) {
            statements.push_back(*known);
        }
        if (is_known) ++known;
    }
    return statements;
}

PlacedStatement extract_unit(Units& units, const Unit& unit, const Node& root, const Source& file) {
    const std::span<const Node> own = nodes_of(units, unit);
    const bool is_of_script =
        file.script != nullptr && is_own_code(own) && mentions_any(slice(file.text, unit.span), *file.script);
    const Source source{file.text, unit.span.begin, file.settings, file.idle_functions, is_of_script ? file.script : nullptr};
    units.flat.flatten(own);
    StatementFacts facts = read_statement(units.flat.roots(), source, unit.span.end, units.inside_error);
    read_ignore_comments(root, source, unit.span, facts.ignores);
    facts.created = created_names(slice(file.text, unit.span));
    return {unit.span.begin, std::make_shared<const StatementFacts>(std::move(facts))};
}

std::vector<Span> dirty_ranges(const std::vector<AppliedEdit>& edits, const std::vector<Span>& changed) {
    std::vector<Span> dirty;
    for (const AppliedEdit& edit : edits) {
        for (Span& earlier : dirty) {
            // A range keeps covering what it covered; the edit's own text is added below.
            const auto moved = [&](std::uint32_t offset) {
                if (offset <= edit.replaced.begin) return offset;
                if (offset >= edit.replaced.end) return offset - edit.replaced.size() + edit.new_size;
                return edit.replaced.begin + edit.new_size;
            };
            earlier = {std::min(earlier.begin, moved(earlier.begin)), moved(earlier.end)};
            earlier.begin = std::min(earlier.begin, earlier.end);
        }
        dirty.push_back({edit.replaced.begin, edit.replaced.begin + edit.new_size});
    }
    dirty.insert(dirty.end(), changed.begin(), changed.end());
    std::sort(dirty.begin(), dirty.end());
    std::vector<Span> merged;
    for (const Span& range : dirty) {
        if (!merged.empty() && range.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    return merged;
}

std::uint32_t old_offset(const std::vector<AppliedEdit>& edits, std::uint32_t offset) {
    for (const AppliedEdit& edit : std::views::reverse(edits)) {
        if (offset >= edit.replaced.begin + edit.new_size) offset = offset - edit.new_size + edit.replaced.size();
    }
    return offset;
}

}  // namespace

}  // namespace rowtype::facts
