const ONE_LINE = /^(export )?class ([\w$]+)\b([^\n]*\{[^\n]*\})[ \t\r]*$/gm;
const DECLARED = /^(export )?class ([\w$]+)\b([^\n]*\{[ \t\r]*\n(?:(?!\})[^\n]*\n)*\})/gm;
const UNNAMED = /^((?:export )?(?:var|let|const) ([\w$]+) = class)(?= (?:extends\b|\{))/gm;

const asExpression = (_, exported = '', name, rest) => `${exported}let ${name} = class ${name}${rest};`;

/**
 * Loader: declarations of classes become expressions that carry their name. A bundler renames declarations, and with them
 * `name`, which Nest, logs and error messages show; the name of an expression it leaves alone. Code is taken to be laid
 * out as compilers do it, with a class ending at the first line that begins with its brace.
 */
export default function keepClassNames(source, map) {
  const named = source.replace(ONE_LINE, asExpression).replace(DECLARED, asExpression).replace(UNNAMED, '$1 $2');
  this.callback(null, named, map);
}
