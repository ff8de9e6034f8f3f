// The status-bar item: the schema of the project that the active editor belongs to.
import * as vscode from 'vscode';

import { present, type SchemaStatus, type ServerState, statusOf } from './status';

export class StatusItem implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left);
    private readonly projects = new Map<string, SchemaStatus>(); // by root
    private readonly listener = vscode.window.onDidChangeActiveTextEditor(() => this.render());
    private server: ServerState = { kind: 'starting' };
    private shown: SchemaStatus | undefined;

    constructor() {
        this.item.name = 'rowtype';
        this.item.command = 'rowtype.showMenu';
        this.render();
        this.item.show();
    }

    dispose(): void {
        this.listener.dispose();
        this.item.dispose();
    }

    /** What the last server said about schemas is gone with it. */
    serverChanged(state: ServerState): void {
        this.server = state;
        if (state.kind !== 'running') this.projects.clear();
        this.render();
    }

    schemaChanged(status: SchemaStatus): void {
        this.projects.set(status.root, status);
        this.render();
    }

    /** The status that the item shows. */
    current(): SchemaStatus | undefined {
        return this.shown;
    }

    private render(): void {
        // An editor of no project (the output, a web page) changes nothing; before the first there is one project or none.
        const file = vscode.window.activeTextEditor?.document.uri;
        const ofFile = file && statusOf(canonical(file), this.projects.values());
        const before = this.shown && this.projects.get(this.shown.root);
        this.shown = ofFile ?? before ?? [...this.projects.values()].at(-1);

        const { icon, text, details, level } = present(this.server, this.shown);
        this.item.text = `$(${icon}) ${printable(text)}`;
        this.item.tooltip = tooltip(details);
        this.item.accessibilityInformation = { label: [printable(text), ...details].join('. ') };
        this.item.backgroundColor = level === 'fine' ? undefined : new vscode.ThemeColor(`statusBarItem.${level}Background`);
    }
}

// The server writes URIs its own way (which letters are escaped differs): both sides are compared as VS Code writes them.
function canonical(uri: vscode.Uri): string {
    return uri.toString();
}

// Paths and catalogs may hold anything: no icons, no control characters, nothing that turns the direction of text.
function printable(text: string): string {
    return text.replace(/\$\(/g, '$ (').replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

function tooltip(lines: readonly string[]): vscode.MarkdownString {
    const text = new vscode.MarkdownString();
    for (const line of lines) {
        if (text.value !== '') text.appendMarkdown('\n\n');
        text.appendText(printable(line));
    }
    return text;
}
