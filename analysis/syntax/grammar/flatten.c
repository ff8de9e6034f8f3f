/* The nodes of a part of a tree in an array, in preorder: children are found by adding, and nothing is asked of the tree any more. One pass
   in place of the library's cursor, which those who look at all nodes several times pay for at each step. Compiled against the private
   headers of the one version that package-lock.json pins by content; declared where it is used, in syntax_tree.cpp. */
#include <stdlib.h>
#include <string.h>

#include "language.h"
#include "subtree.h"
#include "tree.h"

/* FlatEntry's layout (flat_tree.h). */
typedef struct {
    uint32_t begin;
    uint32_t end;
    uint32_t size;
    uint32_t up;
    uint8_t kind;
    uint8_t field;
    bool has_error;
    bool is_missing;
} FlatEntry;

typedef struct {
    const uint8_t* kinds;       /* by public symbol */
    const uint8_t* fields;      /* by field id */
    const bool* is_left_out;    /* by kind: where it stands in no field */
    uint8_t error;              /* the kind of error nodes */
} Flattening;

/* A node whose children are being visited; `owner`: the entry that these are below, of a node that the tree does not show another's. */
typedef struct {
    const Subtree* children;
    const TSSymbol* aliases;
    const TSFieldMapEntry* fields;
    const TSFieldMapEntry* fields_end;
    uint32_t count;
    uint32_t next;
    uint32_t structural; /* children without comments and the like, as aliases and fields count them */
    uint32_t position;   /* where the next child's padding begins */
    uint32_t owner;
    uint8_t field; /* of a node that is not shown: what its children have from it */
    bool is_shown;
} Level;

static Level level_of(const TSLanguage* language, Subtree parent, uint32_t position, uint32_t owner, uint8_t field, bool is_shown) {
    Level level = {ts_subtree_children(parent), NULL, NULL, NULL, ts_subtree_child_count(parent), 0, 0, position, owner, field, is_shown};
    level.aliases = ts_language_alias_sequence(language, parent.ptr->production_id);
    ts_language_field_map(language, parent.ptr->production_id, &level.fields, &level.fields_end);
    return level;
}

static inline uint8_t field_of(const Level* level, const Flattening* rules) {
    for (const TSFieldMapEntry* field = level->fields; field != level->fields_end; ++field) {
        if (field->child_index == level->structural && !field->inherited) return rules->fields[field->field_id];
    }
    return level->field;
}

static FlatEntry entry_of(const TSLanguage* language, Subtree subtree, TSSymbol alias, uint32_t begin, const Flattening* rules) {
    const TSSymbol symbol = alias != 0 ? alias : ts_subtree_symbol(subtree);
    const uint8_t kind = symbol == ts_builtin_sym_error ? rules->error : rules->kinds[language->public_symbol_map[symbol]];
    return (FlatEntry){begin, begin + ts_subtree_size(subtree).bytes, 1, 0, kind, 0, ts_subtree_error_cost(subtree) > 0,
                       ts_subtree_missing(subtree)};
}

/* How many entries the node has at most. */
uint32_t rowtype_flat_size(TSNode node) { return ts_subtree_visible_descendant_count(*(const Subtree*)node.id) + 1; }

/* Writes the node and all below it, and gives their number; 0 where there is no memory for the path to them, or no place in `entries`. */
uint32_t rowtype_flatten(TSNode node, const Flattening* rules, FlatEntry* entries, uint32_t capacity) {
    enum { kShallow = 64 };
    Level shallow[kShallow];
    Level* levels = shallow;
    uint32_t room = kShallow;
    uint32_t depth = 0;
    uint32_t count = 0;
    const Subtree root = *(const Subtree*)node.id;
    const TSLanguage* const language = node.tree->language;
    if (capacity == 0) return 0;
    entries[count++] = entry_of(language, root, (TSSymbol)node.context[3], node.context[0], rules);
    if (ts_subtree_child_count(root) > 0) levels[depth++] = level_of(language, root, node.context[0], 0, 0, true);
    while (depth > 0) {
        Level* const level = &levels[depth - 1];
        if (level->next == level->count) {
            if (level->is_shown) entries[level->owner].size = count - level->owner;
            --depth;
            continue;
        }
        const Subtree child = level->children[level->next];
        /* The first one's padding is the parent's. */
        const uint32_t begin = level->position + (level->next == 0 ? 0 : ts_subtree_padding(child).bytes);
        level->position = begin + ts_subtree_size(child).bytes;
        ++level->next;
        TSSymbol alias = 0;
        uint8_t field = 0;
        if (!ts_subtree_extra(child)) {
            if (level->aliases != NULL) alias = level->aliases[level->structural];
            field = field_of(level, rules);
            ++level->structural;
        }
        uint32_t owner = level->owner;
        const bool is_shown = alias != 0 || ts_subtree_visible(child);
        if (is_shown) {
            FlatEntry entry = entry_of(language, child, alias, begin, rules);
            if (field == 0 && rules->is_left_out[entry.kind]) continue;
            if (count == capacity) {
                count = 0;
                break;
            }
            entry.up = count - owner;
            entry.field = field;
            entries[count] = entry;
            owner = count++;
            field = 0;
            if (ts_subtree_child_count(child) == 0) continue;
        } else if (ts_subtree_visible_child_count(child) == 0) {
            continue;
        }
        if (depth == room) {
            Level* const more = malloc(2 * room * sizeof(Level));
            if (more == NULL) {
                count = 0;
                break;
            }
            memcpy(more, levels, room * sizeof(Level));
            if (levels != shallow) free(levels);
            levels = more;
            room *= 2;
        }
        levels[depth++] = level_of(language, child, begin, owner, field, is_shown);
    }
    if (levels != shallow) free(levels);
    return count;
}
