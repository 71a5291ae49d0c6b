/**
 * Jest compiles the sources, and the packages that ship ES modules only, to CommonJS.
 * Sources that Jest loads must therefore not use `import.meta` or top-level `await`.
 */
const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    target: 'es2022',
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
};

const swcForPackages = {
  jsc: { parser: { syntax: 'ecmascript' }, target: 'es2022', keepClassNames: true },
  module: { type: 'commonjs' },
  sourceMaps: false,
  swcrc: false,
};

/** Packages whose published code is ES modules only: listed here, they are compiled like our own sources. */
const esmOnly = [
  '@nestjs',
  '@tokenizer',
  '@borewit',
  'chokidar',
  'file-type',
  'jose',
  'readdirp',
  'strtok3',
  'token-types',
  'uint8array-extras',
];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/dist-fixtures/'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'] },
  transform: {
    '/node_modules/.+\\.m?js$': ['@swc/jest', swcForPackages],
    '/test/.+\\.mjs$': ['@swc/jest', swcForPackages],
    '^.+\\.ts$': ['@swc/jest', swc],
    '/bench/.+\\.mjs$': ['@swc/jest', swc],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  testTimeout: 20_000,
  maxWorkers: 2,
};
