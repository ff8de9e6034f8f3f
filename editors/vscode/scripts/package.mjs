// npm run package -- --binaries DIR --output FILE.vsix
//
// Type-checks and bundles the extension and packs it together with the programs of DIR (rowtype and rowtype-db), with the libraries of
// ../lib/rowtype from there, if any, and with the page about the rules. The version is the one of that rowtype; the package is for the
// platform that this script runs on.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const suffix = process.platform === 'win32' ? '.exe' : '';

function main() {
    const { binaries, output } = readArguments();
    const version = versionOf(path.join(binaries, `rowtype${suffix}`));
    const folder = mkdtempSync(path.join(tmpdir(), 'rowtype-vsix-'));
    try {
        run('tsc', ['--noEmit']);
        run('esbuild', bundling(path.join(folder, 'dist/extension.js')));
        stage(folder, binaries, version);
        const packed = path.join(folder, 'rowtype.vsix');
        const target = `${process.platform}-${process.arch}`;
        run('vsce', ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository',
            '--target', target, '--out', packed], folder);
        mkdirSync(path.dirname(output), { recursive: true });
        cpSync(packed, `${output}.new`);
        renameSync(`${output}.new`, output); // whole or not at all
        console.log(`rowtype ${version} for ${target}: ${output}`);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function readArguments() {
    const { values } = parseArgs({ options: { binaries: { type: 'string' }, output: { type: 'string' } } });
    if (!values.binaries || !values.output) fail('usage: npm run package -- --binaries DIR --output FILE.vsix', 2);
    // npm runs scripts in the package's folder; the paths are the caller's.
    const from = process.env.INIT_CWD ?? process.cwd();
    const binaries = path.resolve(from, values.binaries);
    for (const name of ['rowtype', 'rowtype-db']) {
        if (!existsSync(path.join(binaries, name + suffix))) fail(`${binaries} holds no ${name}${suffix}: ./dev build makes it`, 1);
    }
    return { binaries, output: path.resolve(from, values.output) };
}

function versionOf(program) {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8' });
    const version = /^rowtype (\d+\.\d+\.\d+)/.exec(said)?.[1];
    return version ?? fail(`${program} --version says ${JSON.stringify(said)}`, 1);
}

function bundling(output) {
    // The same words as `npm run build`, with another output.
    const words = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8')).scripts.build.split(' ').slice(1);
    return words.map((word) => (word.startsWith('--outfile=') ? `--outfile=${output}` : word));
}

function stage(folder, binaries, version) {
    const manifest = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
    const { scripts, devDependencies, ...published } = manifest;
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...published, version }, null, 2));
    writeFileSync(path.join(folder, 'README.md'), withPictures(readFileSync(path.join(here, 'README.md'), 'utf8')));
    for (const name of ['CHANGELOG.md', manifest.icon]) cpSync(path.join(here, name), path.join(folder, name));
    cpSync(path.resolve(here, '../../LICENSE'), path.join(folder, 'LICENSE'));
    for (const name of ['rowtype', 'rowtype-db']) cpSync(path.join(binaries, name + suffix), path.join(folder, 'bin', name + suffix));
    cpSync(path.resolve(here, '../../analysis/rules/RULES.md'), path.join(folder, 'share/doc/rowtype/RULES.md'));
    // What stands beside the programs when they are packaged: libraries, and everybody's licences.
    for (const name of ['lib/rowtype', 'share/doc/rowtype']) {
        const installed = path.join(binaries, '..', name);
        if (existsSync(installed)) cpSync(installed, path.join(folder, name), { recursive: true });
    }
}

// The page of an extension in the editor finds no files beside it, and rowtype names no address to load them from: the pictures go inside.
function withPictures(text) {
    return text.replace(/\]\((images\/[\w.]+\.png)\)/g, (_, name) => `](data:image/png;base64,${readFileSync(path.join(here, name), 'base64')})`);
}

function run(tool, words, cwd = here) {
    try {
        execFileSync(path.join(here, 'node_modules/.bin', tool), words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    } catch (problem) {
        fail(`${tool} failed:\n${problem.stdout ?? ''}${problem.stderr ?? problem.message}`, 1);
    }
}

function fail(message, exitCode) {
    throw Object.assign(new Error(message), { exitCode });
}

try {
    main();
} catch (problem) {
    console.error(problem.exitCode ? problem.message : problem);
    process.exitCode = problem.exitCode ?? 1;
}
