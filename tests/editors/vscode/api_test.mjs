// Starts VS Code with the .vsix installed and runs inside/index.js inside its extension host.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import test from 'node:test';

import { checkReport, copySample, PATIENCE, recorded, SOURCES, temporaryFolder, withWorkbench } from './workbench.mjs';

const NAME = 'vscode-api';
const TESTS = path.join(SOURCES, 'tests/editors/vscode/inside');

test('the extension, seen from inside', { timeout: PATIENCE * 4 }, async (context) => {
    const folder = temporaryFolder(context);
    const projects = [copySample(folder), makeNotes(folder)];
    const expected = path.join(folder, 'expected.json');
    writeFileSync(expected, JSON.stringify(await findingsOf(projects)));
    const workspace = path.join(folder, 'both.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: projects.map((project) => ({ path: project })) }));

    await withWorkbench(context, NAME, { environment: { ROWTYPE_EXPECTED: expected } }, async (workbench, page) => {
        await page.exposeFunction('codeAutomationLog', tell);
        const over = new Promise((done) => void page.exposeFunction('codeAutomationExit', done));
        const tests = workbench.uri(TESTS);
        await workbench.open(workspace, { more: [['extensionDevelopmentPath', tests], ['extensionTestsPath', `${tests}/index`]] });
        assert.equal(await over, 0, 'the tests inside the extension host failed; what they said is above');
    });
    assertRefreshed();
});

/** What the tests say, and why they failed; not what else the extension host says. */
function tell(kind, words) {
    const text = words.map(String).join(' ');
    if (text.startsWith('test: ') || (kind === 'error' && text.includes('/inside/index.js'))) console.log(text);
}

/** A second project, with a configuration and a schema of its own. */
function makeNotes(folder) {
    const notes = path.join(folder, 'notes');
    mkdirSync(path.join(notes, 'db'), { recursive: true });
    writeFileSync(path.join(notes, 'rowtype.toml'), '[schema]\nsource = "migrations"\npath = "db"\n');
    writeFileSync(path.join(notes, 'db/1_notes.sql'), 'create table notes (id bigint primary key, title text not null);\n');
    const calls = ['from supabase import create_client', '', 'client = create_client("http://localhost", "key")'];
    writeFileSync(path.join(notes, 'app.py'), [...calls, 'client.table("notes").select("id, titel").execute()', ''].join('\n'));
    return notes;
}

/** What `rowtype check` finds in the files of each project, by absolute path. */
async function findingsOf(projects) {
    const found = {};
    for (const project of projects) {
        for (const issue of await checkReport(project)) {
            (found[path.join(project, issue.file)] ??= []).push(issue);
        }
    }
    assert.ok(Object.keys(found).length > 8, 'the sample project holds mistakes in many files');
    return found;
}

/** The refresh reached the server, and made it read the schemas again. */
function assertRefreshed() {
    const messages = recorded(NAME).map((record) => record.message).filter((message) => message !== undefined);
    const asked = messages.findIndex((message) => message.method === 'workspace/executeCommand');
    assert.equal(messages[asked].params.command, 'rowtype.refreshSchema');
    const after = messages.slice(asked).filter((message) => message.method === 'rowtype/status');
    assert.deepEqual([...new Set(after.slice(0, 4).map((message) => message.params.state))], ['loading', 'loaded']);
}
