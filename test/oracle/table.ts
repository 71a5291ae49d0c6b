import type { Rule } from './differences/rule.interface.js';

const HEAD = `# Beside the SDK

\`test/oracle\` sends generated messages to this server and to a bare server of the official SDK (v2) that offers the same tools,
prompts, resources and completions: every method, era and transport; valid, near-valid and malformed messages; conversations
with questions, cancellation and subscriptions. These are all differences between the two. An unexplained one fails the test,
and so does one in the table that did not occur.

The table is generated from \`test/oracle/differences.ts\`: \`ORACLE_WRITE=1 npx jest test/oracle/table\` writes it anew.

| Difference | This server | The SDK's server | Why |
|---|---|---|---|
`;

/** The page about the differences. */
export function renderTable(rules: readonly Rule[]): string {
  return `${HEAD}${rules.map(({ name, ours, theirs, why }) => `| ${[name, ours, theirs, why].map(cell).join(' | ')} |`).join('\n')}\n`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
