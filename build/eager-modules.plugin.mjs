import { parse } from 'acorn';

/** Functions that stand as values in the module table of a chunk: `export const modules = { 123(module, exports) { … } }`. */
function factoriesOf(code) {
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  return body
    .flatMap(({ type, declaration, declarations }) =>
      type === 'ExportNamedDeclaration' ? (declaration?.declarations ?? []) : (declarations ?? []),
    )
    .filter(({ init }) => init?.type === 'ObjectExpression')
    .flatMap(({ init }) => init.properties.filter(({ method }) => method));
}

/**
 * Puts the functions of modules in brackets: V8 then compiles them with their file. Without, it reads each twice, once to
 * find its end and once as it is run, which the start of the server feels.
 */
export class EagerModulesPlugin {
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack;
    const stage = Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1;
    compiler.hooks.thisCompilation.tap('EagerModules', (compilation) => {
      compilation.hooks.processAssets.tap({ name: 'EagerModules', stage }, (assets) => {
        for (const name of Object.keys(assets).filter((file) => file.endsWith('.js'))) {
          compilation.updateAsset(name, (asset) => {
            const edited = new sources.ReplaceSource(asset);
            for (const { key, value } of factoriesOf(String(asset.source()))) {
              edited.insert(key.end, ':(function');
              edited.insert(value.end, ')');
            }
            return edited;
          });
        }
      });
    });
  }
}
