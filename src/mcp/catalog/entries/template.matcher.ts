import type { UriTemplate, Variables } from '@modelcontextprotocol/server';

/** One part of a template: a fixed text, or a variable. */
type Piece = string | Variable;

interface Variable {
  readonly name: string;
  /** Characters that the value does not have. */
  readonly foreign: RegExp;
  /** Commas may stand between its members. */
  readonly isList: boolean;
  readonly isExploded: boolean;
}

/** For each index of a URI, whether the text from there on fits the rest of the template. */
type Fits = Uint8Array<ArrayBuffer>;

/**
 * Reads variables out of a URI as `UriTemplate.match` of the SDK does, in time that grows as the URI does. The SDK's
 * regular expression tries every way to divide a text among variables: minutes for `{a}-{b}-{c}/end` and 8 kB of `-`.
 */
export class TemplateMatcher {
  private readonly pieces: readonly Piece[];

  constructor(template: UriTemplate) {
    this.pieces = piecesOf(template.toString());
  }

  /** The variables, each as long as it can be from left to right; `null` when the URI is not of the template. */
  match(uri: string): Variables | null {
    const fits = this.fits(uri);
    if (fits[0]?.[0] !== 1) return null;
    const variables: Variables = {};
    let place = 0;
    this.pieces.forEach((piece, index) => {
      const end = typeof piece === 'string' ? place + piece.length : endOf(piece, uri, place, fits[index + 1]);
      if (typeof piece !== 'string') variables[piece.name] = valueOf(piece, uri.slice(place, end));
      place = end;
    });
    return variables;
  }

  /** For each piece, where it and all behind it fit; and behind the last, the end of the URI. */
  private fits(uri: string): readonly Fits[] {
    let behind: Fits = new Uint8Array(uri.length + 1);
    behind[uri.length] = 1;
    const all = [behind];
    for (const piece of this.pieces.toReversed()) {
      behind = typeof piece === 'string' ? textFits(piece, uri, behind) : variableFits(piece, uri, behind);
      all.push(behind);
    }
    return all.reverse();
  }
}

function textFits(text: string, uri: string, behind: Fits): Fits {
  const fits: Fits = new Uint8Array(uri.length + 1);
  for (let at = uri.indexOf(text); at !== -1; at = uri.indexOf(text, at + 1)) fits[at] = behind[at + text.length] ?? 0;
  return fits;
}

function variableFits({ foreign, isList }: Variable, uri: string, behind: Fits): Fits {
  const fits: Fits = new Uint8Array(uri.length + 1);
  // Whether the variable may end here, or go on to where it may.
  let goesOn = behind[uri.length] ?? 0;
  for (let at = uri.length - 1; at >= 0; at -= 1) {
    const mayEnd = behind[at] ?? 0;
    if (isList && uri[at] === ',') goesOn = mayEnd | (fits[at + 1] ?? 0);
    else if (foreign.test(uri.charAt(at))) goesOn = mayEnd;
    else {
      fits[at] = goesOn;
      goesOn |= mayEnd;
    }
  }
  return fits;
}

function endOf({ foreign, isList }: Variable, uri: string, start: number, behind: Fits | undefined): number {
  let end = start;
  for (let at = start; at < uri.length; at += 1) {
    const isComma = isList && uri[at] === ',';
    if (isComma ? uri[at + 1] === ',' : foreign.test(uri.charAt(at))) break;
    if (!isComma && behind?.[at + 1] === 1) end = at + 1;
  }
  return end;
}

function valueOf({ isExploded }: Variable, value: string): string | string[] {
  return isExploded && value.includes(',') ? value.split(',') : value;
}

/** As the SDK understands a template (RFC 6570, in part): of several names in a path only the first counts. */
function piecesOf(template: string): Piece[] {
  return template.split(/(\{[^}]*\})/).flatMap((part): Piece[] => {
    const [, operator = '', inside = ''] = /^\{([+#./?&]?)(.*)\}$/s.exec(part) ?? [];
    if (!part.startsWith('{')) return part === '' ? [] : [part];
    const isExploded = inside.includes('*');
    const names = inside.split(',').map((name) => name.replace('*', '').trim());
    const variable = (name: string): Variable => ({ name, isExploded, ...charactersOf(operator, isExploded) });
    const [first = '', ...others] = names.filter((name) => name !== '');
    if (first === '') return [];
    if (operator !== '?' && operator !== '&') return [...prefixOf(operator), variable(first)];
    return [`${operator}${first}=`, variable(first), ...others.flatMap((name) => [`&${name}=`, variable(name)])];
  });
}

const prefixOf = (operator: string): string[] => (operator === '/' || operator === '.' ? [operator] : []);

function charactersOf(operator: string, isExploded: boolean): Pick<Variable, 'foreign' | 'isList'> {
  if (operator === '+' || operator === '#') return { foreign: /[\n\r\u2028\u2029]/, isList: false };
  if (operator === '?' || operator === '&') return { foreign: /&/, isList: false };
  return { foreign: /[/,]/, isList: isExploded && operator !== '.' };
}
