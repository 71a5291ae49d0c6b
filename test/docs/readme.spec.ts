import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isHttpsRequired, loadSettings, Settings } from '../../src/config/index.js';
import { isLoopbackHost } from '../../src/config/network-names.js';
import { settingsOf } from '../../src/config/setting.registry.js';
import { toVariableName } from '../../src/config/setting.registry.js';
import { makeKey } from '../security/auth/support/api-key.js';
import { keptCode, sourceOf } from './example.files.js';
import { anchorOf, codeBlocks, headings, links, pagesIn, prose, readPage, ROOT, tableRows } from './markdown.js';

const README = readPage('README.md');
const PAGES = ['README.md', ...pagesIn('docs')];
const settings = loadSettings({}, { name: 'polyport', version: '0.1.0' });

/** Defaults that are no fixed text. */
const DESCRIBED_DEFAULTS: Readonly<Record<string, string>> = {
  SERVER_NAME: 'from package.json',
  SERVER_VERSION: 'from package.json',
  TOOLSETS: 'all',
  HTTP_SESSIONS: '`off`',
  ALLOWED_HOSTS: 'loopback and `HOST`',
  ALLOWED_ORIGINS: 'none',
  IP_ALLOWLIST: 'all',
  TRUST_PROXY: 'none',
  REQUIRE_HTTPS: '`true` off loopback',
  LOG_FORMAT: '`json`; `pretty` on a terminal',
  AUDIT_LOG: '`stderr`; `off` on stdio',
  AUDIT_SECRET: 'none',
  STATE_SECRET: 'random',
  DOCS_DIR: 'the `docs` folder of the server',
};

function expectedDefault(property: string): string {
  const name = toVariableName(property);
  const value = settings[property as keyof Settings] as string | undefined;
  return DESCRIBED_DEFAULTS[name] ?? (String(value ?? '') === '' ? '–' : `\`${String(value)}\``);
}

const expectedVariables = Object.fromEntries(
  [...settingsOf(Settings).keys()].map((property) => [toVariableName(property), expectedDefault(property)]),
);

function documentedVariables(page: string): Record<string, string> {
  const rows = tableRows(readPage(page), 'Variable', 'Default', 'Meaning');
  const pairs = rows.flatMap(([names = '', defaults = '']) => {
    const values = names.includes(', ') ? defaults.split(', ') : [defaults];
    return names.split(', ').map((name, index) => [name.replaceAll('`', ''), values[index] ?? ''] as const);
  });
  return Object.fromEntries(pairs);
}

describe('README.md', () => {
  it('has at most 200 lines', () => {
    expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it('names scripts of package.json only', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...README.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
    expect(named).toEqual(expect.arrayContaining(['build', 'demo', 'inspect']));
    expect(named.filter((script) => !Object.hasOwn(scripts, String(script)))).toEqual([]);
  });

  it('has client configurations that are JSON and lead to where the server is', () => {
    const configurations = codeBlocks(README).filter(({ language }) => language === 'json');
    const servers = configurations
      .map(({ text }) => JSON.parse(text) as { mcpServers?: { polyport: Entry }; servers?: { polyport: Entry } })
      .map((file) => file.mcpServers?.polyport ?? file.servers?.polyport);
    interface Entry {
      type?: string;
      command?: string;
      args?: string[];
      env?: Record<string, string>;
      url?: string;
    }
    const [host, port] = [settings.host, settings.port];
    const places = {
      stdio: { command: 'node', args: ['/path/to/polyport/dist/main.js'] },
      sse: { url: `http://${host}:${port}${settings.ssePath}` },
      http: { url: `http://${host}:${port}${settings.mcpPath}` },
    };
    expect(servers.length).toBeGreaterThanOrEqual(3);
    const types = servers.map((server) => server?.type ?? 'stdio');
    expect(new Set(types)).toEqual(new Set(['stdio', 'sse', 'http']));
    servers.forEach((server, index) => expect(server).toMatchObject(places[types[index] as keyof typeof places]));
  });
});

describe('what the README says of running it for a team', () => {
  const section = README.slice(README.indexOf('## Run it for a team'), README.indexOf('## Environment'));
  const [script = ''] = codeBlocks(section).map(({ text }) => text);
  const assignments = (line: string): Record<string, string> =>
    Object.fromEntries([...line.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
  const lines = script.split('\n');
  const exported = Object.assign({}, ...lines.filter((line) => line.startsWith('export')).map(assignments)) as object;
  const starts = lines.filter((line) => line.includes('node dist/main'));

  it('shows a way with keys and one with tokens', () => {
    expect(starts.map((line) => assignments(line)['AUTH'])).toEqual(['api-key', 'jwt']);
  });

  it.each(starts)('lets it start where other machines call, over HTTPS: %s', (line) => {
    const { API_KEYS_FILE, ...env } = { ...exported, ...assignments(line) } as Record<string, string>;
    const keys = API_KEYS_FILE === undefined ? {} : { API_KEYS: JSON.stringify([makeKey('ann', ['*']).entry]) };

    const started = loadSettings({ ...env, ...keys }, { name: 'polyport', version: '0.1.0' });

    expect([isLoopbackHost(started.host), isHttpsRequired(started)]).toEqual([false, true]);
    expect(started.allowedHosts).toContain(new URL(String(started.publicUrl)).hostname);
  });
});

describe('the environment table', () => {
  it.each(['README.md', 'docs/guides/configuration.md'])('of %s has every variable with its default', (page) => {
    expect(documentedVariables(page)).toEqual(expectedVariables);
  });
});

describe('the code', () => {
  const blocks = PAGES.flatMap((page) =>
    codeBlocks(readPage(page)).flatMap((block) => {
      const source = sourceOf(block);
      return source ? [{ page, ...source }] : [];
    }),
  );

  it('is found', () => {
    expect(blocks.filter(({ page }) => page === 'README.md').length).toBeGreaterThanOrEqual(3);
    expect(blocks.length).toBeGreaterThanOrEqual(15);
  });

  it.each(blocks)('$name in $page is the code that is compiled and tested', ({ name, code }) => {
    expect(code).toBe(keptCode(name));
  });

  it.each([
    'README.md',
    'docs/guides/writing-toolsets.md',
    'docs/guides/embedding.md',
    'docs/guides/writing-a-transport.md',
  ])('of %s names a source in every block of TypeScript', (page) => {
    const unnamed = codeBlocks(readPage(page)).filter((block) => block.language === 'ts' && !sourceOf(block));
    expect(unnamed).toEqual([]);
  });
});

describe.each(PAGES)('%s', (page) => {
  const markdown = readPage(page);

  it('has one first-level heading, at its beginning, and skips no level', () => {
    const levels = headings(markdown).map(({ level }) => level);
    expect(markdown.startsWith('# ')).toBe(true);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1));
  });

  it('has links that lead somewhere', () => {
    const broken = links(markdown).filter(({ target }) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && !headings(readPage(file)).some(({ text }) => anchorOf(text) === anchor);
    });
    expect(broken).toEqual([]);
  });

  it('has no address of one machine', () => {
    expect(prose(markdown)).not.toMatch(/\/(?:home|Users|root|work)\/|\/tmp\//);
  });
});

describe('the index of the decisions', () => {
  it('links to every one', () => {
    const records = pagesIn('docs/adr').filter((page) => /\/\d{4}-/.test(page));
    const linked = links(readPage('docs/adr/README.md')).map(({ target }) => `docs/adr/${target}`);
    expect(linked.filter((target) => /\/\d{4}-/.test(target)).sort()).toEqual(records);
  });
});
