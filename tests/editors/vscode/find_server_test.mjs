// Which program the extension starts, and what it says when there is none: editors/vscode/src/find_server.ts on folders made here.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, beforeEach, test } from 'node:test';

import { load } from './sources.mjs';

const root = mkdtempSync(path.join(tmpdir(), 'rowtype-find-'));
after(() => rmSync(root, { recursive: true, force: true }));

const { findServer, NoServer } = await load('find_server');

const home = path.join(root, 'home');
const extension = path.join(root, 'extension');
const workspace = path.join(root, 'workspace');
const python = path.join(workspace, '.venv/bin');
const onPath = path.join(root, 'on-path');

beforeEach(() => {
    for (const folder of [home, extension, workspace, onPath]) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
    }
});

/** A program `rowtype` that says what the words are. */
function program(folder, says = 'rowtype 0.1.0', { code = 0, mode = 0o755 } = {}) {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'rowtype');
    writeFileSync(file, `#!/bin/sh\necho '${says}'${code ? ' >&2' : ''}\nexit ${code}\n`);
    chmodSync(file, mode);
    return file;
}

function find(changes = {}) {
    const searchPath = ['relative', onPath, path.join(root, 'nowhere')].join(path.delimiter);
    const places = { setting: '', home, extension, pythonFolders: async () => [python], searchPath, workspaceFolders: [workspace], isTrusted: true };
    return findServer({ ...places, ...changes });
}

async function failure(changes) {
    try {
        await find(changes);
    } catch (problem) {
        assert.ok(problem instanceof NoServer, String(problem));
        return problem;
    }
    throw new assert.AssertionError({ message: 'a program was found' });
}

test('the setting comes before all others, then the extension, Python, PATH', async () => {
    const own = program(path.join(home, 'own'), 'rowtype 9.0.0');
    const bundled = program(path.join(extension, 'bin'), 'rowtype 8.0.0');
    const ofPython = program(python, 'rowtype 7.0.0');
    const last = program(onPath, 'rowtype 6.0.0');
    assert.deepEqual(await find({ setting: own }), { program: own, origin: 'the setting rowtype.path', version: 'rowtype 9.0.0' });
    assert.deepEqual(await find(), { program: bundled, origin: 'the extension', version: 'rowtype 8.0.0' });
    rmSync(bundled);
    assert.deepEqual(await find(), { program: ofPython, origin: 'the Python environment', version: 'rowtype 7.0.0' });
    rmSync(ofPython);
    assert.deepEqual(await find(), { program: last, origin: 'PATH', version: 'rowtype 6.0.0' });
});

test('a tilde in the setting is the home folder', async () => {
    const own = program(path.join(home, 'own'));
    assert.equal((await find({ setting: '~/own/rowtype' })).program, own);
});

test('a setting that does not hold is said, and nothing else is started in its place', async () => {
    program(path.join(extension, 'bin'));
    const absent = await failure({ setting: '/nowhere/rowtype' });
    assert.match(absent.message, /rowtype\.path names \/nowhere\/rowtype, which is not a program that can be run\. Correct it, or clear it/);
    assert.equal(absent.remedy, 'setting');
    assert.match((await failure({ setting: 'rowtype' })).message, /which is no absolute path/);
    assert.match((await failure({ setting: home })).message, /which is not a program/);
    const other = program(path.join(home, 'other'), 'something else');
    assert.match((await failure({ setting: other })).message, /does not answer as rowtype does \(something else\)/);
});

test('a program that does not run on this machine is passed over', async () => {
    program(path.join(extension, 'bin'), "rowtype: version 'GLIBC_2.99' not found", { code: 1 });
    const last = program(onPath);
    assert.equal((await find()).program, last);
    rmSync(last);
    const nothing = await failure();
    assert.ok(nothing.attempts.some((line) => /extension\/bin\/rowtype: does not run here \(.*GLIBC_2\.99/.test(line)), nothing.attempts.join('\n'));
});

test('a file that may not be executed is no program', async () => {
    program(path.join(extension, 'bin'), 'rowtype 0.1.0', { mode: 0o644 });
    assert.match((await failure()).attempts[0], /extension\/bin\/rowtype: not there/);
});

test('nothing inside a workspace that is not trusted is started', async () => {
    program(python);
    const bin = path.join(workspace, 'bin');
    program(bin);
    let wasAsked = false;
    const pythonFolders = async () => ((wasAsked = true), [python]);
    const untrusted = { isTrusted: false, pythonFolders, searchPath: bin };
    const nothing = await failure(untrusted);
    assert.equal(nothing.remedy, 'trust');
    assert.match(nothing.message, /once the workspace is trusted/);
    assert.ok(nothing.attempts.some((line) => line.includes('inside a workspace that is not trusted')));
    assert.ok(!wasAsked, 'the Python environment of an untrusted workspace is not even looked for');
    assert.equal((await find({ ...untrusted, isTrusted: true })).program, path.join(python, 'rowtype'));
    const last = program(onPath);
    assert.equal((await find({ ...untrusted, searchPath: [bin, onPath].join(path.delimiter) })).program, last);
});

test('nowhere at all: the message says what to do', async () => {
    const nothing = await failure();
    assert.equal(nothing.remedy, 'install');
    assert.match(nothing.message, /Install it into the Python environment or onto PATH, or name it in the setting rowtype\.path/);
    assert.ok(!nothing.attempts.some((line) => line.startsWith('relative')), 'a relative folder of PATH is not looked at');
});
