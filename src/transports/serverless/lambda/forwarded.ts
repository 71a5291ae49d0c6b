/**
 * What had been forwarded before the platform wrote down whom it has the request from: it appends that address, and some
 * of it the addresses of its own machines behind. Without this the address would count twice among the proxies.
 */
export function beforeThePlatform(
  header: string | readonly string[] | undefined,
  sourceIp: string | undefined,
): string {
  const addresses = [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const own = sourceIp === undefined ? -1 : addresses.lastIndexOf(sourceIp);
  return (own === -1 ? addresses : addresses.slice(0, own)).join(', ');
}
