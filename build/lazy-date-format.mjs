const EAGER = /^const (\w+) = (new Intl\.DateTimeFormat\([\s\S]*?^\}\));$/m;

/** Loader: a date format is made when it is used, and not as its file is loaded. The first one takes 15 ms. */
export default function lazyDateFormat(source, map) {
  if (!EAGER.test(source))
    throw new Error('This file makes no date format any more: take the rule out of rspack.config.mjs.');
  this.callback(
    null,
    source.replace(EAGER, 'let made;\nconst $1 = { format: (date) => (made ??= $2).format(date) };'),
    map,
  );
}
