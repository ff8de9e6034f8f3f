// The commands of the palette, and the menu behind the status-bar item.
import * as vscode from 'vscode';

import type { Server } from './server';
import type { StatusItem } from './status_item';

export function registerCommands(server: Server, status: StatusItem, output: vscode.LogOutputChannel): vscode.Disposable[] {
    const register = vscode.commands.registerCommand;
    return [
        register('rowtype.restart', async () => await server.restart()),
        register('rowtype.refresh', async () => await server.refreshSchema()),
        register('rowtype.showOutput', () => output.show()),
        register('rowtype.showMenu', async () => await showMenu(status)),
    ];
}

interface Choice extends vscode.QuickPickItem {
    run: () => Thenable<unknown>;
}

async function showMenu(status: StatusItem): Promise<void> {
    const run = (command: string, ...words: unknown[]) => () => vscode.commands.executeCommand(command, ...words);
    const choices: Choice[] = [
        { label: '$(refresh) Refresh schema', detail: 'Read the schema again', run: run('rowtype.refresh') },
        { label: '$(debug-restart) Restart server', detail: 'Look for the program again and start it', run: run('rowtype.restart') },
        { label: '$(output) Show output', detail: 'What the server did and could not do', run: run('rowtype.showOutput') },
    ];
    const configuration = await configurationFile(status.current()?.root);
    if (configuration) {
        const detail = vscode.workspace.asRelativePath(configuration);
        choices.push({ label: '$(gear) Open configuration', detail, run: run('vscode.open', configuration) });
    }
    choices.push({ label: '$(settings) Open settings', detail: 'Of this editor', run: run('workbench.action.openSettings', '@ext:rowtype.rowtype') });
    const chosen = await vscode.window.showQuickPick(choices, { title: 'rowtype' });
    await chosen?.run();
}

async function configurationFile(root: string | undefined): Promise<vscode.Uri | undefined> {
    if (root === undefined) return undefined;
    for (const name of ['rowtype.toml', 'pyproject.toml']) {
        const file = vscode.Uri.joinPath(vscode.Uri.parse(root), name);
        try {
            await vscode.workspace.fs.stat(file);
            return file;
        } catch {
            // not there
        }
    }
    return undefined;
}
