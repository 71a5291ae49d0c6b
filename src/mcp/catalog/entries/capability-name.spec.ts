import { defaultName, defaultToolsetName, nameFault } from './capability-name.js';

describe('names of capabilities', () => {
  it.each([
    [undefined, 'changeAddress', 'change_address'],
    ['', 'find', 'find'],
    ['orders', 'changeAddress', 'orders_change_address'],
    ['orders', 'readHTMLPage', 'orders_read_html_page'],
    ['Orders', 'find2ndItem', 'Orders_find2nd_item'],
  ])('with the prefix %p, %s is offered as %s', (prefix, method, name) => {
    expect(defaultName(prefix, method)).toBe(name);
  });

  it.each([
    ['shop', 'OrdersToolset', 'shop'],
    [undefined, 'OrdersToolset', 'orders'],
    [undefined, 'PurchaseOrdersToolset', 'purchase_orders'],
    [undefined, 'Toolset', 'toolset'],
  ])('a toolset with the prefix %p and the class %s is called %s', (prefix, className, name) => {
    expect(defaultToolsetName(prefix, className)).toBe(name);
  });

  it.each(['a', 'A.b-c_9', 'x'.repeat(128)])('accepts %s', (name) => {
    expect(nameFault(name)).toBeUndefined();
  });

  it.each(['', 'a b', 'ä', 'a/b', 'a\n', 'x'.repeat(129)])('refuses %p', (name) => {
    expect(nameFault(name)).toBe(`the name '${name}' is not usable: take 1 to 128 of the characters A-Z a-z 0-9 _ . -`);
  });
});
