// Runs inside the extension host, with the whole API of VS Code: what the extension does in a workspace of two folders, the sample
// project and a small one beside it. api_test.mjs starts it and says in ROWTYPE_EXPECTED (a file) what `rowtype check` found in each.
const assert = require('node:assert/strict');
const { readdirSync, readFileSync, unlinkSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const PATIENCE = Number(process.env.ROWTYPE_TEST_PATIENCE ?? '120') * 1000;
const SEVERITIES = { error: 'Error', warning: 'Warning', info: 'Hint' };

exports.run = async function () {
    const expected = JSON.parse(readFileSync(process.env.ROWTYPE_EXPECTED, 'utf8')); // by absolute path
    for (const [name, test] of Object.entries(tests)) {
        console.log(`test: ${name}`);
        await test(expected);
    }
};

const tests = {
    async 'opening a Python file starts the extension'(expected) {
        const [first] = Object.keys(expected);
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(first));
        const extension = vscode.extensions.getExtension('rowtype.rowtype');
        await until('the extension is active', () => extension.isActive);
        assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    },

    async 'the editor shows what rowtype check finds'(expected) {
        await assertDiagnostics(expected);
    },

    async 'regenerating the model is among the quick fixes, and mends it'(expected) {
        const file = Object.keys(expected).find((name) => name.endsWith('/models/inventory.py'));
        const document = await vscode.workspace.openTextDocument(file);
        const before = document.getText();
        const missing = () => own(document.uri).find((diagnostic) => codeOf(diagnostic) === 'missing-field');
        const diagnostic = missing();
        assert.ok(diagnostic);
        const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, diagnostic.range);
        const regenerate = actions.find((action) => /^Regenerate/.test(action.title));
        assert.ok(regenerate, `no regeneration among ${actions.map((action) => action.title).join('; ')}`);
        assert.ok(await vscode.workspace.applyEdit(regenerate.edit));
        await until('the finding is gone', () => !missing());
        assert.match(document.getText(), /\n {4}time_zone: str\n/);
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('undo');
        await until('the text is back', () => document.getText() === before);
        await until('the finding is back', missing);
    },

    async 'refreshing reads what changed on disk'(expected) {
        const [file] = Object.keys(expected).filter((name) => name.endsWith('/notes/app.py'));
        const migration = path.join(path.dirname(file), 'db/2_titel.sql');
        writeFileSync(migration, 'alter table notes add column titel text;');
        await vscode.commands.executeCommand('rowtype.refresh');
        await until('the finding is gone', () => own(vscode.Uri.file(file)).length === 0);
        unlinkSync(migration);
        await vscode.commands.executeCommand('rowtype.refresh');
        await assertDiagnostics(expected);
    },

    async 'showing the output opens it'() {
        await vscode.commands.executeCommand('rowtype.showOutput');
        const isOurs = ({ document }) => document.uri.scheme === 'output' && document.uri.path.includes('rowtype');
        await until('the output is on the screen', () => vscode.window.visibleTextEditors.some(isOurs));
    },

    async 'a restart brings the same diagnostics'(expected) {
        const files = Object.keys(expected).map((file) => vscode.Uri.file(file));
        let wereCleared = false;
        const listener = vscode.languages.onDidChangeDiagnostics(() => {
            wereCleared ||= files.every((file) => own(file).length === 0);
        });
        await vscode.commands.executeCommand('rowtype.restart');
        await assertDiagnostics(expected);
        listener.dispose();
        assert.ok(wereCleared, 'the diagnostics of the old server stayed');
    },

    async 'a server that dies is started again'(expected) {
        const [{ pid }] = servers();
        process.kill(pid, 'SIGKILL');
        await until('another server runs', () => servers().some((server) => server.pid !== pid));
        await assertDiagnostics(expected);
    },

    // What is written to it fails before its end is known.
    async 'a server that dies while it is spoken to is started again'(expected) {
        const [{ pid }] = servers();
        const [file] = Object.keys(expected);
        const document = await vscode.workspace.openTextDocument(file);
        const before = document.getText();
        process.kill(pid, 'SIGKILL');
        for (let turn = 0; turn < 8; ++turn) {
            const edit = new vscode.WorkspaceEdit();
            edit.insert(document.uri, new vscode.Position(0, 0), '#');
            await vscode.workspace.applyEdit(edit);
        }
        await until('another server runs', () => servers().some((server) => server.pid !== pid));
        const back = new vscode.WorkspaceEdit();
        back.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), before);
        await vscode.workspace.applyEdit(back);
        await assertDiagnostics(expected);
    },

    async 'a restart while another server starts leaves one of them'(expected) {
        const [{ pid }] = servers();
        process.kill(pid, 'SIGKILL');
        let another;
        await until('another server starts', () => (another = servers().find((server) => server.pid !== pid)), 1);
        process.kill(another.pid, 'SIGSTOP'); // so that it is starting for as long as the test wants
        setTimeout(() => process.kill(another.pid, 'SIGCONT'), 30);
        await vscode.commands.executeCommand('rowtype.restart');
        await assertDiagnostics(expected);
        await until('the other server is gone', () => servers().length === 1 && servers()[0].pid !== another.pid);
    },

    async 'a server that hangs while it starts gives way to another, and is stopped when it goes on'(expected) {
        const hanging = await hangingServer();
        await vscode.commands.executeCommand('rowtype.restart');
        await assertDiagnostics(expected);
        assert.equal(servers().length, 2, 'the one that hangs is still there');
        process.kill(hanging, 'SIGCONT');
        await until('the one that hung is gone', () => servers().length === 1 && servers()[0].pid !== hanging);
        await assertDiagnostics(expected);
    },

    async 'a server that hung and then dies is not started again'(expected) {
        const hanging = await hangingServer();
        await vscode.commands.executeCommand('rowtype.restart');
        await assertDiagnostics(expected);
        const [{ pid }] = servers().filter((server) => server.pid !== hanging);
        process.kill(hanging, 'SIGKILL');
        for (const end = Date.now() + 2000; Date.now() < end; await sleep(20)) {
            assert.deepEqual(
                servers().filter((server) => server.pid !== hanging && server.pid !== pid),
                [],
            );
        }
        await until('one server is left', () => servers().length === 1);
        await assertDiagnostics(expected);
    },

    async 'a log level of the settings restarts the server with it'(expected) {
        await setLogLevel('debug');
        await until(
            () => `the server runs with that level (${JSON.stringify(servers())})`,
            () => servers().some(({ words }) => words.includes('--log-level debug')),
        );
        await setLogLevel(undefined);
        await assertDiagnostics(expected);
    },
};

// Its process: the editor waits for its start.
async function hangingServer() {
    const [{ pid }] = servers();
    process.kill(pid, 'SIGKILL');
    let another;
    await until('another server starts', () => (another = servers().find((server) => server.pid !== pid)), 1);
    process.kill(another.pid, 'SIGSTOP');
    return another.pid;
}

// In the user's settings: now and then this editor never comes to read those of a .code-workspace file, whatever is in it.
async function setLogLevel(level) {
    await vscode.workspace.getConfiguration('rowtype').update('logLevel', level, vscode.ConfigurationTarget.Global);
    const { globalValue } = vscode.workspace.getConfiguration('rowtype').inspect('logLevel');
    assert.equal(globalValue, level, 'the editor goes by the setting');
}

async function assertDiagnostics(expected) {
    for (const [file, findings] of Object.entries(expected)) {
        const document = await vscode.workspace.openTextDocument(file);
        const wanted = findings.map((finding) => lineOf(finding)).sort();
        let shown;
        try {
            await until(`the diagnostics of ${file}`, () => {
                shown = own(document.uri).map((diagnostic) => textOf(diagnostic)).sort();
                return JSON.stringify(shown) === JSON.stringify(wanted);
            });
        } catch {
            assert.deepEqual(shown, wanted, file);
        }
    }
}

function own(uri) {
    return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'rowtype');
}

function codeOf(diagnostic) {
    return typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
}

// One line for a finding of the report and for a diagnostic, in the report's terms. The sample's lines are ASCII: columns of code
// points are columns of UTF-16 units there.
function lineOf({ line, column, end_line, end_column, rule, severity }) {
    return `${line}:${column}-${end_line}:${end_column} ${SEVERITIES[severity]} ${rule}`;
}

function textOf(diagnostic) {
    const { start, end } = diagnostic.range;
    const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
    return `${place} ${vscode.DiagnosticSeverity[diagnostic.severity]} ${codeOf(diagnostic)}`;
}

/** The servers of this extension that run now: process id and command line. */
function servers() {
    const { extensionPath } = vscode.extensions.getExtension('rowtype.rowtype');
    return readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry))
        .map((entry) => ({ pid: Number(entry), words: commandLine(entry) }))
        .filter(({ words }) => words.startsWith(`${extensionPath}/bin/rowtype`) && words.includes(' server '));
}

function commandLine(process) {
    try {
        return readFileSync(`/proc/${process}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
        return ''; // it ended meanwhile
    }
}

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// `what` is a text, or gives one when it was waited for in vain; `pause` is in milliseconds.
async function until(what, ask, pause = 50) {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
        const answer = await ask();
        if (answer) return answer;
        if (Date.now() > deadline) throw new Error(`in vain waited for: ${typeof what === 'function' ? what() : what}`);
        await sleep(pause);
    }
}
