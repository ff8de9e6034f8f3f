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
_Static_assert(sizeof(FlatEntry) == 20, "as flat_tree.h says, too");

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

/* A child as its parent sees it. */
typedef struct {
    TSSymbol alias;
    uint8_t field;
    bool is_shown;
} Role;

static inline void look_up(Level* level, const TSLanguage* language, Subtree parent) {
    const uint16_t production = parent.ptr->production_id;
    level->aliases = ts_language_alias_sequence(language, production);
    level->fields = NULL;
    level->fields_end = NULL;
    if (production != 0) ts_language_field_map(language, production, &level->fields, &level->fields_end);
}

static inline Role role_at(const Level* level, uint32_t place, const Subtree* child, const Flattening* rules) {
    Role role = {0, 0, ts_subtree_visible(*child)};
    if (ts_subtree_extra(*child)) return role;
    role.field = level->field;
    for (const TSFieldMapEntry* field = level->fields; field != level->fields_end; ++field) {
        if (field->child_index != place || field->inherited) continue;
        role.field = rules->fields[field->field_id];
        break;
    }
    if (level->aliases != NULL) role.alias = level->aliases[place];
    role.is_shown = role.is_shown || role.alias != 0;
    return role;
}

/* What the tree does not show mostly has one child, which then stands in its place. */
static inline const Subtree* shown_alone(const Subtree* child, Role* role, const TSLanguage* language, const Flattening* rules) {
    while (!role->is_shown && ts_subtree_child_count(*child) == 1) {
        Level inner;
        look_up(&inner, language, *child);
        inner.field = role->field;
        child = ts_subtree_children(*child);
        *role = role_at(&inner, 0, child, rules);
    }
    return child;
}

/* In bytes; the library's functions for it also tell rows and columns, which costs as much as all else here. */
static inline uint32_t size_of(const Subtree* subtree) {
    return subtree->data.is_inline ? subtree->data.size_bytes : subtree->ptr->size.bytes;
}
static inline uint32_t padding_of(const Subtree* subtree) {
    return subtree->data.is_inline ? subtree->data.padding_bytes : subtree->ptr->padding.bytes;
}

static inline uint8_t kind_of(const TSLanguage* language, const Subtree* subtree, TSSymbol alias, const Flattening* rules) {
    const TSSymbol symbol = alias != 0 ? alias : ts_subtree_symbol(*subtree);
    return symbol == ts_builtin_sym_error ? rules->error : rules->kinds[language->public_symbol_map[symbol]];
}

static inline FlatEntry entry_of(const Subtree* subtree, uint32_t begin, uint8_t kind, uint8_t field) {
    return (FlatEntry){
        begin, begin + size_of(subtree), 1, 0, kind, field, ts_subtree_error_cost(*subtree) > 0, ts_subtree_missing(*subtree)};
}

/* The first child's padding is the parent's, which stands before `begin`. */
static inline void open_level(Level* level, const TSLanguage* language, Subtree parent, uint32_t begin, uint32_t owner, Role role) {
    level->children = ts_subtree_children(parent);
    level->count = ts_subtree_child_count(parent);
    level->next = 0;
    level->structural = 0;
    level->position = begin - padding_of(level->children);
    level->owner = owner;
    level->field = role.is_shown ? 0 : role.field;
    level->is_shown = role.is_shown;
    look_up(level, language, parent);
    for (uint32_t index = 1; index < level->count; ++index) {
        if (!level->children[index].data.is_inline) __builtin_prefetch(level->children[index].ptr);
    }
}

/* Twice the room, or NULL. */
static Level* more_levels(Level* levels, const Level* shallow, uint32_t room) {
    Level* const more = malloc(2 * room * sizeof(Level));
    if (more != NULL) memcpy(more, levels, room * sizeof(Level));
    if (levels != shallow) free(levels);
    return more;
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
    const Subtree* const root = node.id;
    const TSLanguage* const language = node.tree->language;
    if (capacity == 0) return 0;
    entries[count++] = entry_of(root, node.context[0], kind_of(language, root, (TSSymbol)node.context[3], rules), 0);
    const Role of_root = {0, 0, true};
    if (ts_subtree_child_count(*root) > 0) open_level(&levels[depth++], language, *root, node.context[0], 0, of_root);
    while (depth > 0) {
        Level* const level = &levels[depth - 1];
        if (level->next == level->count) {
            if (level->is_shown) entries[level->owner].size = count - level->owner;
            --depth;
            continue;
        }
        const Subtree* child = &level->children[level->next++];
        const uint32_t begin = level->position + padding_of(child);
        level->position = begin + size_of(child);
        Role role = role_at(level, level->structural, child, rules);
        level->structural += ts_subtree_extra(*child) ? 0 : 1;
        child = shown_alone(child, &role, language, rules);
        uint32_t owner = level->owner;
        if (role.is_shown) {
            const uint8_t kind = kind_of(language, child, role.alias, rules);
            if (role.field == 0 && rules->is_left_out[kind]) continue;
            if (count == capacity) {
                count = 0;
                break;
            }
            entries[count] = entry_of(child, begin, kind, role.field);
            entries[count].up = count - owner;
            owner = count++;
            if (ts_subtree_child_count(*child) == 0) continue;
        } else if (ts_subtree_visible_child_count(*child) == 0) {
            continue;
        }
        if (depth == room) {
            levels = more_levels(levels, shallow, room);
            if (levels == NULL) return 0;
            room *= 2;
        }
        open_level(&levels[depth++], language, *child, begin, owner, role);
    }
    if (levels != shallow) free(levels);
    return count;
}
