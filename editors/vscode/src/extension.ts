// Wiring only: what the extension is made of, and which event leads to what.
import * as vscode from 'vscode';

import { registerCommands } from './commands';
import { Server } from './server';
import { StatusItem } from './status_item';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const output = vscode.window.createOutputChannel('rowtype', { log: true });
    const status = new StatusItem();
    server = new Server(context.extensionPath, output, status);
    context.subscriptions.push(output, status, ...registerCommands(server, status, output));
    context.subscriptions.push(
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration('rowtype.path') || change.affectsConfiguration('rowtype.logLevel')) void server?.restart();
        }),
        // The Python environment of a workspace counts from now on: it may be what was missing.
        vscode.workspace.onDidGrantWorkspaceTrust(() => {
            if (!server?.isRunning()) void server?.restart();
        }),
    );
    await server.start();
}

export async function deactivate(): Promise<void> {
    await server?.stop();
}
