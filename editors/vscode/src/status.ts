// What the status-bar item says. Knows nothing of VS Code.

/** The server's own notification, `rowtype/status`: where the schema of one project stands. */
export interface SchemaStatus {
    root: string; // URI of the project's folder
    state: 'loading' | 'loaded' | 'stale' | 'none';
    schema?: string; // its source, without credentials
    relations?: number; // how many tables, views and the like it has
    message?: string; // why it is stale or there is none, or what serves while the database is asked
    notes?: string[];
}

export type ServerState =
    | { kind: 'starting' }
    | { kind: 'running'; version: string; origin: string }
    | { kind: 'stopped'; why: string };

export interface Presentation {
    icon: string; // the name of a product icon
    text: string;
    details: string[]; // lines, plain text
    level: 'fine' | 'warning' | 'error';
}

const LONGEST_TEXT = 40;

export function present(server: ServerState, schema: SchemaStatus | undefined): Presentation {
    if (server.kind === 'starting') return { icon: 'sync~spin', text: 'rowtype', details: ['The server is starting.'], level: 'fine' };
    if (server.kind === 'stopped') {
        return { icon: 'error', text: 'rowtype: not running', details: [server.why], level: 'error' };
    }
    const program = `${server.version}, from ${server.origin}`;
    if (!schema) return { icon: 'database', text: 'rowtype', details: ['No Python file of a project has been opened yet.', program], level: 'fine' };
    return { ...presentSchema(schema), details: [...detailsOf(schema), program] };
}

function presentSchema(schema: SchemaStatus): Omit<Presentation, 'details'> {
    const source = shortened(schema.schema ?? '');
    switch (schema.state) {
        case 'loading':
            return { icon: 'sync~spin', text: source === '' ? 'rowtype: loading' : `rowtype: ${source}`, level: 'fine' };
        case 'loaded':
            return { icon: 'database', text: `rowtype: ${source}`, level: 'fine' };
        case 'stale':
            return { icon: 'warning', text: `rowtype: ${source} (stale)`, level: 'warning' };
        case 'none':
            return { icon: 'circle-slash', text: 'rowtype: no schema', level: 'fine' };
    }
}

function detailsOf(schema: SchemaStatus): string[] {
    const lines = [];
    if (schema.state === 'loading') lines.push('The schema is being loaded.');
    if (schema.state === 'none') lines.push('There is no schema: nothing is checked.');
    if (schema.schema) {
        const count = schema.relations ?? 0;
        lines.push(`Schema: ${schema.schema}, ${count} ${count === 1 ? 'table or view' : 'tables and views'}`);
    }
    if (schema.message) lines.push(schema.message);
    return [...lines, ...(schema.notes ?? [])];
}

// The end of a path says more than its beginning.
function shortened(source: string): string {
    return source.length <= LONGEST_TEXT ? source : `…${source.slice(source.length - LONGEST_TEXT + 1)}`;
}

/** The status of the project that a file belongs to: the one with the longest folder above it. */
export function statusOf(file: string, statuses: Iterable<SchemaStatus>): SchemaStatus | undefined {
    let best: SchemaStatus | undefined;
    for (const status of statuses) {
        const isAbove = file === status.root || file.startsWith(status.root.endsWith('/') ? status.root : `${status.root}/`);
        if (isAbove && (!best || status.root.length > best.root.length)) best = status;
    }
    return best;
}
