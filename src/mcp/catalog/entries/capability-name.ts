/** `changeAddress` → `change_address`, `readHTMLPage` → `read_html_page`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Name of a capability that has none of its own. */
export function defaultName(prefix: string | undefined, methodName: string): string {
  const own = snakeCase(methodName);
  return prefix === undefined || prefix === '' ? own : `${prefix}_${own}`;
}

/** Name of a toolset that has none of its own: `OrdersToolset` → `orders`. */
export function defaultToolsetName(prefix: string | undefined, className: string): string {
  return prefix ?? snakeCase(className.replace(/Toolset$/, '') || className);
}

const CAPABILITY_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

export function nameFault(name: string): string | undefined {
  return CAPABILITY_NAME.test(name)
    ? undefined
    : `the name '${name}' is not usable: take 1 to 128 of the characters A-Z a-z 0-9 _ . -`;
}
