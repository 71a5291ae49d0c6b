/**
 * The import table of the architecture, as rules. A room is a folder under src/; an arrow that is not listed below is
 * forbidden. When a rule stops you, its comment says where the code belongs instead.
 *
 * Every room gets one rule of the form "what is imported from src/ must be one of these". Packages from npm are open to
 * every room, except deep paths into Nest.
 */

/** @param {{ name: string, from: string, fromNot?: string, may: string[], comment: string }} room */
const room = ({ name, from, fromNot, may, comment }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: [SPEC, ...(fromNot ? [fromNot] : [])] },
  to: { path: '^src/', pathNot: may },
});

const SPEC = '[.]spec[.]ts$';
const CONTRACT = '^src/mcp/contract/';
const COMMON = '^src/mcp/common/';
const CONFIG = '^src/config/';

/** A port and its token share one file, named for its role: that file may be imported where the port is implemented. */
const PORTS = '^src/(?!toolsets/).+[.](port|interface)[.]ts$';

module.exports = {
  forbidden: [
    room({
      name: 'entries',
      from: '^src/(main|lambda|fetch)[.]ts$',
      may: [CONFIG, '^src/transports/[^/]+/[^/]+[.]bootstrap[.]ts$'],
      comment:
        'main.ts, lambda.ts and fetch.ts only read the configuration and start a transport. Put start-up work in the ' +
        'transport’s *.bootstrap.ts, and everything a transport shares with the others in app.module.ts.',
    }),
    room({
      name: 'public-api',
      from: '^src/index[.]ts$',
      may: [
        '^src/mcp/',
        '^src/transports/',
        CONFIG,
        '^src/(app|polyport)[.]module[.]ts$',
        '^src/(security|operations|cluster)/',
      ],
      comment:
        'index.ts re-exports what other Nest applications may use. The sample toolsets and the entries are not part of ' +
        'the package: export the contract they are written against instead.',
    }),
    room({
      name: 'app-module',
      from: '^src/app[.]module[.]ts$',
      may: [
        CONFIG,
        '^src/mcp/(index|mcp[.]module)[.]ts$',
        '^src/mcp/contract/',
        '^src/(security|operations|cluster|toolsets)/',
      ],
      comment:
        'app.module.ts composes the transport-free application. It knows no transport (a transport imports it), and ' +
        'it reaches mcp through src/mcp/index.ts. Bind transport specifics in the transport’s own module.',
    }),
    room({
      name: 'polyport-module',
      from: '^src/polyport[.]module[.]ts$',
      may: [
        CONFIG,
        '^src/mcp/index[.]ts$',
        '^src/app[.]module[.]ts$',
        '^src/transports/[^/]+/[^/]+[.](module|server)[.]ts$',
      ],
      comment:
        'polyport.module.ts puts the engine and the transports together for other Nest applications. It composes ' +
        'modules and has no behaviour of its own.',
    }),
    {
      name: 'transports-apart',
      severity: 'error',
      comment:
        'A transport never imports another transport: each can be removed without the others noticing. What two ' +
        'network transports share (body reading, the edge) belongs in src/transports/network/.',
      from: { path: '^src/transports/([^/]+)/', pathNot: SPEC },
      to: { path: '^src/transports/([^/]+)/', pathNot: ['^src/transports/$1/', '^src/transports/network/'] },
    },
    {
      name: 'transports-stdio-without-network',
      severity: 'error',
      comment:
        'src/transports/network/ holds what the network transports share; stdio has no network. Move what stdio needs ' +
        'as well into mcp/protocol or operations, where every transport finds it.',
      from: { path: '^src/transports/stdio/', pathNot: SPEC },
      to: { path: '^src/transports/network/' },
    },
    room({
      name: 'transports',
      from: '^src/transports/',
      may: [
        '^src/transports/',
        '^src/app[.]module[.]ts$',
        CONFIG,
        '^src/(security|operations)/',
        '^src/mcp/index[.]ts$',
      ],
      comment:
        'A transport carries messages. It may use app.module, config, security, operations, and mcp through ' +
        'src/mcp/index.ts only: export the missing piece there, by name. Shared state between processes comes through a ' +
        'port, not from cluster/.',
    }),
    room({
      name: 'security',
      from: '^src/security/',
      may: ['^src/security/', CONTRACT, COMMON, CONFIG, PORTS],
      comment:
        'Security knows the contract (Principal, scopes), the request context, the configuration and the ports it implements. ' +
        'If it needs a fact from the catalog or a transport, let that room pass the fact in.',
    }),
    room({
      name: 'operations',
      from: '^src/operations/',
      may: ['^src/operations/', CONTRACT, COMMON, CONFIG, PORTS],
      comment:
        'Health, metrics, tracing and shutdown observe the others through ports. Declare a *.port.ts beside the code ' +
        'that has the fact, and implement or collect it here.',
    }),
    room({
      name: 'cluster',
      from: '^src/cluster/',
      may: ['^src/cluster/', CONTRACT, COMMON, CONFIG, PORTS],
      comment:
        'cluster/ only adapts ports to Redis. Import the port (*.port.ts or *.interface.ts), never its in-memory ' +
        'default or the service that uses it.',
    }),
    room({
      name: 'mcp-protocol',
      from: '^src/mcp/protocol/',
      may: ['^src/mcp/(protocol|invocation|catalog|contract|common)/'],
      comment:
        'The protocol sits on top of invocation, catalog and contract, and under the transports. Settings reach it ' +
        'through the module options (mcp.module.ts), not from config; inside mcp import files, not the index.',
    }),
    room({
      name: 'mcp-invocation',
      from: '^src/mcp/invocation/',
      may: ['^src/mcp/(invocation|catalog|contract|common)/'],
      comment:
        'Invocation runs one capability and does not know which message asked for it. Return a result and let ' +
        'mcp/protocol put it on the wire.',
    }),
    room({
      name: 'mcp-catalog',
      from: '^src/mcp/catalog/',
      may: ['^src/mcp/(catalog|contract|common)/'],
      comment:
        'The catalog finds, stores and describes capabilities; it never runs them. Code that calls a method belongs in ' +
        'mcp/invocation.',
    }),
    room({
      name: 'mcp-contract',
      from: '^src/mcp/contract/',
      may: [CONTRACT],
      comment:
        'The contract is all that a toolset author sees: it depends on npm packages only. Declare the type or port ' +
        'here and implement it in the room that needs it.',
    }),
    room({
      name: 'mcp-common',
      from: '^src/mcp/common/',
      may: [COMMON, CONTRACT],
      comment:
        'What the rooms of mcp share with security and operations, such as the request context. It knows the contract ' +
        'and nothing else: code with one user belongs in the room of that user.',
    }),
    room({
      name: 'mcp-composition',
      from: '^src/mcp/[^/]+[.]ts$',
      may: ['^src/mcp/'],
      comment:
        'src/mcp/index.ts and src/mcp/mcp.module.ts put the four mcp rooms together and know nothing outside mcp. ' +
        'Take what is missing as a module option.',
    }),
    {
      name: 'mcp-index-inside',
      severity: 'error',
      comment:
        'Inside a room import the file, not the room’s index: the index imports everything and makes a cycle of you.',
      from: { path: '^src/mcp/[^/]+/', pathNot: SPEC },
      to: { path: '^src/mcp/(index|mcp[.]module)[.]ts$' },
    },
    {
      name: 'toolsets',
      severity: 'error',
      comment:
        'A toolset imports src/mcp/contract/ and its own folder, nothing else, so that it can be lifted out into ' +
        'another project. Take collaborators by constructor injection; share code between toolsets as an npm package.',
      from: { path: '^src/toolsets/([^/]+)/', pathNot: SPEC },
      to: { path: '^src/', pathNot: ['^src/toolsets/$1/', CONTRACT] },
    },
    room({
      name: 'toolsets-list',
      from: '^src/toolsets/[^/]+[.]ts$',
      may: ['^src/toolsets/', CONTRACT, CONFIG],
      comment:
        'toolsets.module.ts lists the toolsets to serve and chooses among them by configuration. Everything else ' +
        'belongs in one toolset’s folder or in app.module.ts.',
    }),
    room({
      name: 'config',
      from: '^src/config/',
      may: [CONFIG],
      comment:
        'config/ turns the environment into one validated object and depends on npm packages only. Import the ' +
        'configuration from the other room, not the other room from here.',
    }),
    {
      name: 'rooms-only',
      severity: 'error',
      comment:
        'This file is in no room, so no rule above watches its imports. Move it into one of config, mcp, transports, ' +
        'security, operations, cluster or toolsets; a new room needs a row in the architecture and a rule here.',
      from: { path: '^src/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/(main|lambda|fetch|index|app[.]module|polyport[.]module)[.]ts$',
          '^src/(config|security|operations|cluster|toolsets)/',
          '^src/transports/[^/]+/',
          '^src/mcp/((common|contract|catalog|invocation|protocol)/|[^/]+[.]ts$)',
        ],
      },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment:
        'These files import each other, so neither can be understood, tested or loaded alone. Move the shared part into ' +
        'a third file, or depend on an interface and its token.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment:
        'Nothing imports this file and it imports nothing. Use it or delete it; an entry point is added to the ' +
        'exceptions of this rule.',
      from: { orphan: true, path: '^src/', pathNot: [SPEC, '[.]d[.]ts$', '^src/(main|lambda|fetch|index)[.]ts$'] },
      to: {},
    },
    {
      name: 'no-deep-nest-imports',
      severity: 'error',
      comment:
        'Import from the package root, `@nestjs/<name>`. Deeper paths are private to Nest and move without notice. If ' +
        'the root does not export it, ask whether it is needed, and copy the small type rather than reach inside.',
      from: { path: '^(src|test)/' },
      // A bare import is followed to the package’s own entry file, which is no deep import.
      to: {
        path: 'node_modules/@nestjs/[^/]+/',
        pathNot: 'node_modules/@nestjs/[^/]+/(dist/)?index([.]d)?[.](js|mjs|cjs|ts)$',
      },
    },
    {
      name: 'no-test-code-in-sources',
      severity: 'error',
      comment: 'Sources never import tests. Move the helper into the room that needs it, or the caller into test/.',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: ['^test/', SPEC] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'This import leads nowhere: check the path, its `.js` ending, and that the package is in package.json.',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment:
        'The sources may only use packages listed in `dependencies`: a development dependency is missing where the ' +
        'package is installed, and a package that only comes along with another may vanish. Add it to package.json.',
      from: { path: '^src/', pathNot: SPEC },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
