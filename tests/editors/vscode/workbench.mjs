// The real VS Code for tests: its server on this machine with private folders and a free port, our .vsix installed the way users install
// it, and its workbench in headless Chromium. Everything is gone when `close` returns.
//
// Between the editor and the bundled program stands stdio_tee.py, which records both directions.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

const run = promisify(execFile);

export const PATIENCE = Number(process.env.ROWTYPE_TEST_PATIENCE ?? '120') * 1000; // milliseconds for one condition on a busy machine
export const SOURCES = needed('ROWTYPE_SOURCE_DIR');
export const PROGRAM = path.join(needed('ROWTYPE_BIN_DIR'), 'rowtype');
const VSIX = needed('ROWTYPE_VSIX');
const CODE_SERVER = path.join(needed('ROWTYPE_CODE_SERVER'), 'lib/vscode');
const PYTHON = needed('ROWTYPE_PYTHON');
const RECORDINGS = needed('ROWTYPE_RECORDING_DIR');

const SETTINGS = {
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.stickyScroll.enabled': false,
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'git.enabled': false,
    'security.workspace.trust.banner': 'never',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'window.commandCenter': false,
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.layoutControl.enabled': false,
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
};

const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/**
 * Runs `body(workbench, page)` with an editor that is gone afterwards, whatever happens. `name` is for recordings and for what a failure
 * leaves: a screenshot, the logs. `trust` switches workspace trust on; `withProgram: false` takes the bundled programs out;
 * `environment` is what the extension host sees beside its own.
 */
export async function withWorkbench(context, name, { trust = false, withProgram = true, environment = {} }, body) {
    forgetRecordings(name);
    const workbench = new Workbench(name);
    context.signal.addEventListener('abort', () => void workbench.close()); // the test took too long
    try {
        await workbench.start({ trust, withProgram, environment });
        await body(workbench, workbench.page);
    } catch (problem) {
        await workbench.keepTraces();
        throw problem;
    } finally {
        await workbench.close();
    }
}

class Workbench {
    constructor(name) {
        this.name = name;
        this.folder = mkdtempSync(path.join(tmpdir(), `rowtype-${name}-`));
        this.userSettings = path.join(this.folder, 'user/User/settings.json');
        this.machineSettings = path.join(this.folder, 'user/Machine/settings.json');
        this.log = createWriteStream(path.join(this.folder, 'editor.log'));
    }

    async start({ trust, withProgram, environment }) {
        for (const file of [this.userSettings, this.machineSettings]) mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(this.userSettings, JSON.stringify({ ...SETTINGS, 'security.workspace.trust.startupPrompt': 'never' }));
        writeFileSync(this.machineSettings, '{}');
        await this.install(withProgram);

        this.port = await freePort();
        const words = [...this.serverWords(), '--user-data-dir', path.join(this.folder, 'user'), '--without-connection-token',
            '--host', '127.0.0.1', '--port', String(this.port), '--telemetry-level', 'off', '--enable-smoke-test-driver',
            ...(trust ? [] : ['--disable-workspace-trust'])];
        // A group of its own, so that the extension host and our server end with it.
        this.server = spawn(process.execPath, words, {
            detached: true,
            stdio: ['ignore', 'pipe', 'pipe'],
            env: { ...process.env, HOME: this.folder, PATH: '/usr/bin:/bin', ...environment },
        });
        this.server.stdout.pipe(this.log, { end: false });
        this.server.stderr.pipe(this.log, { end: false });
        await until('the editor answers', async () => await answers(this.port));
        this.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: CHROMIUM_FLAGS });
        const context = await this.browser.newContext({ viewport: { width: 1240, height: 700 } });
        await context.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort()); // the extension gallery
        this.page = await context.newPage();
        this.page.setDefaultTimeout(PATIENCE);
        this.page.on('console', (message) => this.log.write(`console ${message.type()}: ${message.text()}\n`));
        this.page.on('pageerror', (problem) => this.log.write(`page error: ${problem}\n`));
    }

    serverWords() {
        return [path.join(CODE_SERVER, 'out/server-main.js'), '--accept-server-license-terms',
            '--server-data-dir', path.join(this.folder, 'server'), '--extensions-dir', path.join(this.folder, 'extensions')];
    }

    async install(withProgram) {
        await run(process.execPath, [...this.serverWords(), '--install-extension', VSIX], { env: { ...process.env, HOME: this.folder } });
        const [installed] = readdirSync(path.join(this.folder, 'extensions')).filter((entry) => entry.startsWith('rowtype.rowtype-'));
        if (!installed) throw new Error(`${VSIX} was not installed`);
        this.extension = path.join(this.folder, 'extensions', installed);
        const programs = path.join(this.extension, 'bin');
        if (withProgram) this.putRecorderBefore(path.join(programs, 'rowtype'));
        else rmSync(programs, { recursive: true });
    }

    /** From now on, what this program and the editor say to each other is recorded. */
    putRecorderBefore(program) {
        mkdirSync(RECORDINGS, { recursive: true });
        const real = `${program}.real`;
        renameSync(program, real);
        const tee = path.join(SOURCES, 'tests/editors/stdio_tee.py');
        writeFileSync(program, `#!/bin/sh
[ "$1" = server ] || exec '${real}' "$@"
exec '${PYTHON}' '${tee}' '${path.join(RECORDINGS, this.name)}' '${real}' "$@"
`);
        chmodSync(program, 0o755);
    }

    /** Opens a folder, or a .code-workspace file; `files` are opened in editors, the last one in front. */
    async open(place, { files = [], more = [] } = {}) {
        const payload = [...files.map((file) => ['openFile', this.uri(file)]), ...more];
        const kind = place.endsWith('.code-workspace') ? 'workspace' : 'folder';
        const query = `${kind}=${encodeURIComponent(place)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
        await this.page.goto(`http://127.0.0.1:${this.port}/?${query}`);
    }

    uri(file) {
        return `vscode-remote://127.0.0.1:${this.port}${file}`;
    }

    async keepTraces() {
        const kept = path.join(RECORDINGS, '..', `${this.name}-failure`);
        rmSync(kept, { recursive: true, force: true });
        mkdirSync(kept, { recursive: true });
        await this.page?.screenshot({ path: path.join(kept, 'screen.png') }).catch(() => undefined);
        cpSync(path.join(this.folder, 'editor.log'), path.join(kept, 'editor.log'));
        const logs = path.join(this.folder, 'user/logs');
        if (existsSync(logs)) cpSync(logs, path.join(kept, 'logs'), { recursive: true });
        console.error(`what is left of it: ${kept}`);
    }

    async close() {
        await (this.closing ??= this.closeNow());
    }

    async closeNow() {
        await this.browser?.close().catch(() => undefined);
        if (this.server) await endGroup(this.server);
        await new Promise((done) => this.log.end(done));
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(context) {
    const folder = mkdtempSync(path.join(tmpdir(), 'rowtype-editor-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** A copy of the sample project, which the test may change. */
export function copySample(folder) {
    const copy = path.join(folder, 'shop');
    cpSync(path.join(SOURCES, 'tests/projects/shop'), copy, { recursive: true });
    return copy;
}

/** Every message that was recorded under this name, in order; a session after the other. */
export function recorded(name) {
    return readdirSync(RECORDINGS)
        .filter((file) => file.startsWith(`${name}-`))
        .flatMap((file) => readFileSync(path.join(RECORDINGS, file), 'utf8').trim().split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
}

function forgetRecordings(name) {
    if (!existsSync(RECORDINGS)) return;
    for (const file of readdirSync(RECORDINGS)) if (file.startsWith(`${name}-`)) rmSync(path.join(RECORDINGS, file));
}

/** Asks until the answer is truthy, and returns it. */
export async function until(what, ask) {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
        const answer = await ask();
        if (answer) return answer;
        if (Date.now() > deadline) throw new Error(`in vain waited for: ${what}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}

/** What `rowtype check` finds in a project, from its JSON report. */
export async function checkReport(project, ...words) {
    const answer = await run(PROGRAM, ['check', '--exit-zero', '--output-format', 'json', ...words], { cwd: project, maxBuffer: 1 << 26 });
    return JSON.parse(answer.stdout).issues;
}

async function endGroup(server) {
    const isOver = () => server.exitCode !== null || server.signalCode !== null;
    const over = isOver() ? Promise.resolve() : once(server, 'exit');
    signalGroup(server.pid, 'SIGTERM');
    await Promise.race([over, new Promise((done) => setTimeout(done, 10_000).unref())]);
    const deadline = Date.now() + 10_000;
    while (signalGroup(server.pid, 0) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    signalGroup(server.pid, 'SIGKILL');
}

/** False where the group has no process left. */
function signalGroup(pid, signal) {
    try {
        process.kill(-pid, signal);
        return true;
    } catch {
        return false;
    }
}

async function answers(port) {
    return await new Promise((done) => {
        const request = http.get({ host: '127.0.0.1', port, path: '/version' }, (response) => {
            response.resume();
            done(response.statusCode === 200);
        });
        request.on('error', () => done(false));
    });
}

async function freePort() {
    const socket = net.createServer().listen(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    await new Promise((done) => socket.close(done));
    return port;
}

function needed(name) {
    const value = process.env[name];
    if (!value) throw new Error(`the environment names no ${name}: ctest does (label editors)`);
    return value;
}
