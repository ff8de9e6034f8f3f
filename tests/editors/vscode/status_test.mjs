// What the status-bar item says: editors/vscode/src/status.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { present, statusOf } = await load('status');

const running = { kind: 'running', version: 'rowtype 0.1.0', origin: 'the extension' };
const loaded = { root: 'file:///shop', state: 'loaded', schema: 'supabase/migrations', relations: 27, notes: ['left: db/'] };

test('each state of the schema has a word and a level of its own', () => {
    assert.deepEqual(present(running, loaded), {
        icon: 'database',
        text: 'rowtype: supabase/migrations',
        details: ['Schema: supabase/migrations, 27 tables and views', 'left: db/', 'rowtype 0.1.0, from the extension'],
        level: 'fine',
    });
    const stale = present(running, { ...loaded, state: 'stale', message: 'the folder is gone' });
    assert.equal(stale.text, 'rowtype: supabase/migrations (stale)');
    assert.equal(stale.level, 'warning');
    assert.ok(stale.details.includes('the folder is gone'));
    const none = present(running, { root: 'file:///shop', state: 'none', message: 'no migrations' });
    assert.equal(none.text, 'rowtype: no schema');
    assert.deepEqual(none.details.slice(0, 2), ['There is no schema: nothing is checked.', 'no migrations']);
    assert.equal(present(running, { root: 'file:///shop', state: 'loading' }).text, 'rowtype: loading');
    assert.equal(present(running, { ...loaded, state: 'loading' }).text, 'rowtype: supabase/migrations');
});

test('without a server it says why', () => {
    assert.deepEqual(present({ kind: 'stopped', why: 'it is not there' }, loaded), {
        icon: 'error',
        text: 'rowtype: not running',
        details: ['it is not there'],
        level: 'error',
    });
    assert.equal(present({ kind: 'starting' }, undefined).icon, 'sync~spin');
    assert.equal(present(running, undefined).text, 'rowtype');
});

test('a long source is shown by its end', () => {
    const { text } = present(running, { ...loaded, schema: `/home/somebody/${'deep/'.repeat(20)}supabase/migrations` });
    assert.match(text, /^rowtype: ….*supabase\/migrations$/);
    assert.ok(text.length < 60);
});

test('a file belongs to the project with the longest folder above it', () => {
    const inner = { ...loaded, root: 'file:///shop/backend' };
    const statuses = [loaded, inner, { ...loaded, root: 'file:///shop/back' }];
    assert.equal(statusOf('file:///shop/backend/app.py', statuses), inner);
    assert.equal(statusOf('file:///shop/other.py', statuses), loaded);
    assert.equal(statusOf('file:///shopping/app.py', statuses), undefined);
    assert.equal(statusOf('file:///a.py', [{ ...loaded, root: 'file:///' }])?.root, 'file:///');
});
