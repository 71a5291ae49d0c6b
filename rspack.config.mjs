/**
 * What `nest build` makes of `src/`:
 *
 *   dist/index.js   the package that other Nest applications import, with its folders and types: written by tsc
 *   dist/main.js    the server, bundled with every package it needs; dist/chunks/ holds what it loads when it is needed
 *   dist/lambda.js  the server as a function of AWS Lambda: it loads dist/lambda.bundle.js with dist/lambda.bundle.cache
 *   dist/fetch.js   the server as a function of other platforms, in one file
 *
 * Each line of ENTRIES is a bundle of its own. `split: false` makes one file of it, dynamic imports included; `cached`
 * keeps beside it what V8 has compiled of it.
 */
import { join } from 'node:path';
import { rspack } from '@rspack/core';
import { CachedScriptPlugin } from './build/cached-script.plugin.mjs';
import { EagerModulesPlugin } from './build/eager-modules.plugin.mjs';
import { isOptionalAndMissing } from './build/optional-packages.mjs';
import { PackageTypesPlugin } from './build/package-types.plugin.mjs';

/** Packages that cannot be bundled, such as native add-ons: they stay imports, and are installed beside `dist/`. */
const EXTERNALS = [];

const ENTRIES = [
  { name: 'main', source: './src/main.ts', split: true },
  { name: 'lambda', source: './src/lambda.ts', split: false, cached: true },
  { name: 'fetch', source: './src/fetch.ts', split: false },
];

const ROOT = import.meta.dirname;
const path = (name) => join(ROOT, name);

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    target: 'es2023',
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
  },
};

const minimizer = new rspack.SwcJsMinimizerRspackPlugin({
  extractComments: false,
  minimizerOptions: {
    ecma: 2022,
    module: true,
    mangle: { keep_classnames: true, keep_fnames: true },
    // Express tells handlers of errors by the number of their parameters.
    compress: { keep_classnames: true, keep_fnames: true, keep_fargs: true, passes: 2 },
    format: { comments: false },
  },
});

/** Sources are named relative to the map, so that a stack trace shows a path that exists; their text is left out. */
const sourceMaps = (include, toRoot) =>
  new rspack.SourceMapDevToolPlugin({
    include,
    filename: '[file].map',
    moduleFilenameTemplate: `${toRoot}[resource-path]`,
    noSources: true,
  });

/** The configuration of one bundle. `toolsets` replaces the application's own toolsets module. */
export function bundle({ name, source, split, cached = false, outDir = 'dist', toolsets }) {
  return {
    name,
    mode: 'production',
    context: ROOT,
    target: 'node20.19',
    devtool: false,
    entry: { [name]: ['./build/runtime/stack-traces.mjs', source] },
    output: {
      path: path(outDir),
      filename: cached ? '[name].bundle.js' : '[name].js',
      chunkFilename: 'chunks/[id].js',
      module: true,
      library: { type: 'module' },
      chunkFormat: 'module',
      chunkLoading: 'import',
    },
    externals: EXTERNALS,
    externalsType: 'module-import',
    externalsPresets: { node: true },
    resolve: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      extensionAlias: { '.js': ['.ts', '.js'] },
      mainFields: ['main'],
      // Packages that offer modules for bundlers: of those, only what is used gets in.
      byDependency: { esm: { mainFields: ['es2015', 'module', 'main'] } },
      alias: {
        rxjs$: path('node_modules/rxjs/dist/esm/index.js'),
        'rxjs/operators$': path('node_modules/rxjs/dist/esm/operators/index.js'),
        'class-transformer/cjs/storage.js$': path('node_modules/class-transformer/esm2015/storage.js'),
        'class-validator/cjs/validation/ValidationExecutor.js$': path(
          'node_modules/class-validator/esm2015/validation/ValidationExecutor.js',
        ),
        '@modelcontextprotocol/server/_shims$': path('build/runtime/sdk-shims.mjs'),
      },
    },
    module: {
      parser: { javascript: { importMeta: false, url: false, dynamicImportMode: split ? 'lazy' : 'eager' } },
      rules: [
        {
          test: /\.ts$/,
          exclude: /node_modules/,
          type: 'javascript/esm',
          use: [path('build/keep-class-names.mjs'), { loader: 'builtin:swc-loader', options: swc }],
        },
        { test: /\.[cm]?js$/, include: /node_modules/, use: path('build/keep-class-names.mjs') },
        { test: /@nestjs.common.services.(?:console-)?logger\.service\.js$/, use: path('build/lazy-date-format.mjs') },
        {
          issuer: /node_modules.@nestjs.common/,
          resolve: { alias: { 'class-validator$': path('build/runtime/nest-validation.mjs') } },
        },
      ],
    },
    node: { __dirname: 'node-module', __filename: 'node-module' },
    optimization: {
      nodeEnv: false,
      chunkIds: 'named',
      minimizer: [minimizer],
      splitChunks: split && {
        chunks: 'async',
        minSize: 0,
        maxAsyncRequests: Infinity,
        cacheGroups: { defaultVendors: false, default: { minChunks: 2, reuseExistingChunk: true } },
      },
    },
    performance: false,
    plugins: [
      // Of one file with everything in it most is never run: there it saves nothing.
      ...(split ? [new EagerModulesPlugin()] : []),
      ...(cached ? [new CachedScriptPlugin(name)] : []),
      new rspack.IgnorePlugin({ checkResource: isOptionalAndMissing }),
      sourceMaps(/^[^/]+\.js$/, '../'),
      sourceMaps(/^chunks\//, '../../'),
      ...(toolsets ? [new rspack.NormalModuleReplacementPlugin(/\/toolsets\.module\.js$/, path(toolsets))] : []),
    ],
  };
}

const types = new PackageTypesPlugin('tsconfig.build.json');

export default ENTRIES.map((entry) => {
  const configuration = bundle(entry);
  configuration.plugins.push(types);
  return configuration;
});
