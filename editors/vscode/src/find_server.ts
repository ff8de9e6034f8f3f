// Which `rowtype` is started: the user's setting, the one that the extension carries, the one of the Python environment, the first
// on PATH. Knows nothing of VS Code.
import { execFile } from 'node:child_process';
import { access, constants, realpath, stat } from 'node:fs/promises';
import * as path from 'node:path';

export interface Places {
    setting: string; // `rowtype.path`; empty: not set
    home: string;
    extension: string; // the extension's own folder
    // Folders of programs that belong to Python environments. Asked only when nothing before them is there.
    pythonFolders: () => Promise<string[]>;
    searchPath: string; // PATH
    workspaceFolders: readonly string[];
    isTrusted: boolean; // whether programs inside the workspace may be started
}

export interface FoundServer {
    program: string; // absolute
    origin: string; // for people: where it comes from
    version: string; // as the program prints it: "rowtype 0.1.0"
}

/** What was looked at without success, for the log, and what the user can do. */
export class NoServer extends Error {
    constructor(
        message: string,
        readonly attempts: readonly string[],
        readonly remedy: 'setting' | 'trust' | 'install',
    ) {
        super(message);
    }
}

const PROGRAM = process.platform === 'win32' ? 'rowtype.exe' : 'rowtype';
const PATIENCE = 30_000; // milliseconds for `rowtype --version`, which takes one: a busy machine is no reason to give up

/** Throws NoServer. */
export async function findServer(places: Places): Promise<FoundServer> {
    if (places.setting !== '') return await fromSetting(places);
    const attempts: string[] = [];
    for await (const { folder, origin } of candidates(places, attempts)) {
        const program = path.join(folder, PROGRAM);
        if (!(await isProgram(program))) {
            attempts.push(`${program}: not there`);
            continue;
        }
        const version = await versionOf(program);
        if (version.startsWith('rowtype ')) return { program, origin, version };
        attempts.push(`${program}: does not run here (${version})`);
    }
    if (!places.isTrusted) {
        throw new NoServer(
            'No rowtype program was found. The Python environment of this workspace is looked at once the workspace is trusted; or name a program in the setting rowtype.path.',
            attempts,
            'trust',
        );
    }
    throw new NoServer(
        'No rowtype program was found. Install it into the Python environment or onto PATH, or name it in the setting rowtype.path.',
        attempts,
        'install',
    );
}

async function fromSetting(places: Places): Promise<FoundServer> {
    const program = places.setting.startsWith('~/') ? path.join(places.home, places.setting.slice(2)) : places.setting;
    const fail = (why: string): NoServer => {
        const message = `The setting rowtype.path names ${program}, ${why}. Correct it, or clear it to use the program that the extension carries.`;
        return new NoServer(message, [message], 'setting');
    };
    if (!path.isAbsolute(program)) throw fail('which is no absolute path');
    if (!(await isProgram(program))) throw fail('which is not a program that can be run');
    const version = await versionOf(program);
    if (!version.startsWith('rowtype ')) throw fail(`which does not answer as rowtype does (${version})`);
    return { program, origin: 'the setting rowtype.path', version };
}

async function* candidates(places: Places, attempts: string[]): AsyncGenerator<{ folder: string; origin: string }> {
    yield { folder: path.join(places.extension, 'bin'), origin: 'the extension' };
    if (places.isTrusted) {
        for (const folder of await places.pythonFolders()) yield { folder, origin: 'the Python environment' };
    }
    for (const folder of places.searchPath.split(path.delimiter)) {
        if (!path.isAbsolute(folder)) continue; // it would mean something else in each workspace
        if (!places.isTrusted && (await isInsideAny(folder, places.workspaceFolders))) {
            attempts.push(`${folder}: on PATH, but inside a workspace that is not trusted`);
            continue;
        }
        yield { folder, origin: 'PATH' };
    }
}

async function isInsideAny(folder: string, parents: readonly string[]): Promise<boolean> {
    const resolved = await resolve(folder);
    for (const parent of parents) {
        const relative = path.relative(await resolve(parent), resolved);
        if (relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))) return true;
    }
    return false;
}

async function resolve(file: string): Promise<string> {
    return await realpath(file).catch(() => file);
}

async function isProgram(file: string): Promise<boolean> {
    try {
        await access(file, constants.X_OK);
        return (await stat(file)).isFile();
    } catch {
        return false;
    }
}

/** What the program prints, or why it does not run: a program for another machine or another C library is not started at all. */
async function versionOf(program: string): Promise<string> {
    return await new Promise((done) => {
        execFile(program, ['--version'], { timeout: PATIENCE }, (problem, stdout, stderr) => {
            const said = (problem ? stderr || problem.message : stdout).trim().split('\n', 1)[0] ?? '';
            done(problem ? said.replace(/^rowtype /, '') || 'no answer' : said);
        });
    });
}
