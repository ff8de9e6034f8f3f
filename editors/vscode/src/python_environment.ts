// Where the Python environments of the workspace keep their programs.
import * as path from 'node:path';
import * as vscode from 'vscode';

// The part of the Python extension's API that is used here.
interface PythonApi {
    environments: {
        getActiveEnvironmentPath(resource: vscode.Uri): { path: string };
        resolveEnvironment(environment: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    };
}

const PROGRAMS = process.platform === 'win32' ? 'Scripts' : 'bin';

/** The interpreters that the user chose first, then the usual folders. Only for workspaces that are trusted. */
export async function pythonFolders(): Promise<string[]> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const chosen = await Promise.all(folders.map(async (folder) => await chosenInterpreter(folder.uri)));
    const usual = folders.flatMap((folder) => ['.venv', 'venv'].map((name) => path.join(folder.uri.fsPath, name, PROGRAMS)));
    return [...new Set([...chosen.filter((found) => found !== undefined), ...usual])];
}

async function chosenInterpreter(folder: vscode.Uri): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
    if (!extension) return undefined;
    try {
        const { environments } = await extension.activate();
        const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
        const interpreter = environment?.executable.uri;
        return interpreter && path.dirname(interpreter.fsPath);
    } catch {
        return undefined; // an extension that does not start is its own trouble
    }
}
