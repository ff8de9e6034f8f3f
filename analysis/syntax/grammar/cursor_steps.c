/* Steps of tree-sitter's tree cursor, and from a node to a child by its field, for those who take many of them (flatten.c is for millions): to the same nodes as
   its own, in half the time or less. Those of the cursor leave out what serves queries and counts of descendants
   (ts_tree_cursor_current_descendant_index, ts_tree_cursor_goto_descendant: void behind them). Compiled against the private headers of
   the one version that package-lock.json pins by content; declared where they are used, in syntax_tree.cpp. */
#include "language.h"
#include "tree.h"
#include "tree_cursor.h"

/* One that keeps its path in `memory` of `size` bytes (of the allocator; it is freed, and grows, with it), void until it is reset. */
TSTreeCursor rowtype_cursor_with(void* memory, size_t size) {
    TSTreeCursor cursor = {NULL, NULL, {0, 0, 0}};
    TreeCursor* const self = (TreeCursor*)&cursor;
    self->stack.contents = memory;
    self->stack.size = 0;
    self->stack.capacity = (uint32_t)(size / sizeof(TreeCursorEntry));
    return cursor;
}

/* Entries are children of their parent; hidden nodes (of rules that the tree does not show) are entered on the way to shown ones. */
static inline const TSSymbol* aliases_in(const TreeCursor* cursor, Subtree parent) {
    return ts_language_alias_sequence(cursor->tree->language, parent.ptr->production_id);
}

static inline bool is_shown(const TreeCursorEntry* entry, const TSSymbol* aliases) {
    if (ts_subtree_visible(*entry->subtree)) return true;
    return !ts_subtree_extra(*entry->subtree) && aliases != NULL && aliases[entry->structural_child_index] != 0;
}

/* To the next child, shown or not; false behind the last. */
static inline bool advance(TreeCursorEntry* entry, Subtree parent) {
    const Subtree* const children = ts_subtree_children(parent);
    const Subtree child = children[entry->child_index];
    if (entry->child_index + 1 == parent.ptr->child_count) return false;
    if (!ts_subtree_extra(child)) ++entry->structural_child_index;
    ++entry->child_index;
    entry->subtree = &children[entry->child_index];
    entry->position = length_add(entry->position, ts_subtree_size(child));
    entry->position = length_add(entry->position, ts_subtree_padding(*entry->subtree));
    return true;
}

/* To the first child from here on that is shown or holds one that is. */
static inline TreeCursorStep settle(TreeCursorEntry* entry, Subtree parent, const TSSymbol* aliases) {
    do {
        if (is_shown(entry, aliases)) return TreeCursorStepVisible;
        if (ts_subtree_visible_child_count(*entry->subtree) > 0) return TreeCursorStepHidden;
    } while (advance(entry, parent));
    return TreeCursorStepNone;
}

/* As ts_tree_cursor_goto_first_child(). */
bool rowtype_cursor_first_child(TSTreeCursor* cursor) {
    TreeCursor* const self = (TreeCursor*)cursor;
    for (;;) {
        const TreeCursorEntry* const last = array_back(&self->stack);
        const Subtree parent = *last->subtree;
        if (ts_subtree_child_count(parent) == 0) return false;
        TreeCursorEntry entry = {ts_subtree_children(parent), last->position, 0, 0, 0};
        const TreeCursorStep step = settle(&entry, parent, aliases_in(self, parent));
        if (step == TreeCursorStepNone) return false;
        array_push(&self->stack, entry);
        if (step == TreeCursorStepVisible) return true;
    }
}

/* As ts_tree_cursor_goto_next_sibling(). */
bool rowtype_cursor_next_sibling(TSTreeCursor* cursor) {
    TreeCursor* const self = (TreeCursor*)cursor;
    const uint32_t size = self->stack.size;
    for (uint32_t depth = size; depth > 1; --depth) {
        TreeCursorEntry* const top = array_get(&self->stack, depth - 1);
        const Subtree parent = *array_get(&self->stack, depth - 2)->subtree;
        const TSSymbol* const aliases = aliases_in(self, parent);
        /* What stands behind a node that is shown is no sibling of what is in it. */
        if (depth < size && is_shown(top, aliases)) return false;
        TreeCursorEntry entry = *top;
        if (!advance(&entry, parent)) continue;
        const TreeCursorStep step = settle(&entry, parent, aliases);
        if (step == TreeCursorStepNone) continue;
        *top = entry;
        self->stack.size = depth;
        return step == TreeCursorStepVisible || rowtype_cursor_first_child(cursor);
    }
    return false;
}

/* As ts_node_symbol() of ts_tree_cursor_current_node(). */
TSSymbol rowtype_cursor_symbol(const TSTreeCursor* cursor) {
    const TreeCursor* const self = (const TreeCursor*)cursor;
    const TSLanguage* const language = self->tree->language;
    const TreeCursorEntry* const last = array_back(&self->stack);
    TSSymbol symbol = 0;
    if (!ts_subtree_extra(*last->subtree)) {
        if (self->stack.size == 1) {
            symbol = self->root_alias_symbol;
        } else {
            const Subtree parent = *array_get(&self->stack, self->stack.size - 2)->subtree;
            symbol = ts_language_alias_at(language, parent.ptr->production_id, last->structural_child_index);
        }
    }
    if (symbol == 0) symbol = ts_subtree_symbol(*last->subtree);
    return symbol == ts_builtin_sym_error ? symbol : language->public_symbol_map[symbol];
}

/* To the first child that is structure and no comment, at this place among those; false where there are fewer. */
static inline bool advance_to(TreeCursorEntry* entry, Subtree parent, uint32_t place) {
    while (ts_subtree_extra(*entry->subtree) || entry->structural_child_index < place) {
        if (!advance(entry, parent)) return false;
    }
    return true;
}

/* As ts_node_child_by_field_id(), which is asked where the field is that of a hidden node's child. */
TSNode rowtype_node_child(TSNode node, TSFieldId field) {
    const TSNode none = {{0, 0, 0, 0}, NULL, NULL};
    Subtree parent = *(const Subtree*)node.id;
    if (ts_subtree_child_count(parent) == 0) return none;
    const TSLanguage* const language = node.tree->language;
    const TSFieldMapEntry* place;
    const TSFieldMapEntry* end;
    ts_language_field_map(language, parent.ptr->production_id, &place, &end);
    while (place != end && place->field_id < field) ++place;
    if (place == end || place->field_id != field) return none;
    if (place->inherited) return ts_node_child_by_field_id(node, field);

    const TSSymbol* aliases = ts_language_alias_sequence(language, parent.ptr->production_id);
    const Length start = {node.context[0], {node.context[1], node.context[2]}};
    TreeCursorEntry entry = {ts_subtree_children(parent), start, 0, 0, 0};
    if (!advance_to(&entry, parent, place->child_index)) return none;
    while (!is_shown(&entry, aliases)) {
        /* Where nothing of it is shown the field may have another child. */
        if (ts_subtree_visible_child_count(*entry.subtree) == 0) return ts_node_child_by_field_id(node, field);
        parent = *entry.subtree;
        aliases = ts_language_alias_sequence(language, parent.ptr->production_id);
        entry = (TreeCursorEntry){ts_subtree_children(parent), entry.position, 0, 0, 0};
        (void)settle(&entry, parent, aliases);
    }
    const bool has_alias = aliases != NULL && !ts_subtree_extra(*entry.subtree);
    const TSSymbol alias = has_alias ? aliases[entry.structural_child_index] : 0;
    const TSPoint point = entry.position.extent;
    return (TSNode){{entry.position.bytes, point.row, point.column, alias}, entry.subtree, node.tree};
}
