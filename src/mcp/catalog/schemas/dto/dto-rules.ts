import * as rules from 'class-validator';

export type Schema = Record<string, unknown>;

type Constraints = readonly unknown[];

const string: Schema = { type: 'string' };
const dateTime: Schema = { type: 'string', format: 'date-time' };

/** Rules that only ever accept strings and say nothing more that JSON Schema could check. */
const STRING_RULES = [
  ...[rules.IS_ASCII, rules.IS_BASE32, rules.IS_BASE58, rules.IS_BIC, rules.IS_BTC_ADDRESS, rules.IS_BYTE_LENGTH],
  ...[rules.IS_CREDIT_CARD, rules.IS_CURRENCY, rules.IS_DATA_URI, rules.IS_DATE_STRING, rules.IS_DECIMAL],
  ...[rules.IS_EAN, rules.IS_ETHEREUM_ADDRESS, rules.IS_FIREBASE_PUSH_ID, rules.IS_FULL_WIDTH, rules.IS_HALF_WIDTH],
  ...[rules.IS_HASH, rules.IS_HEX_COLOR, rules.IS_HEXADECIMAL, rules.IS_HSL, rules.IS_IBAN, rules.IS_IDENTITY_CARD],
  ...[rules.IS_ISBN, rules.IS_ISIN, rules.IS_ISO8601, rules.IS_ISRC, rules.IS_ISSN, rules.IS_JSON, rules.IS_JWT],
  ...[rules.IS_ISO31661_ALPHA_2, rules.IS_ISO31661_ALPHA_3, rules.IS_ISO4217_CURRENCY_CODE, rules.IS_LATLONG],
  ...[rules.IS_LOCALE, rules.IS_LOWERCASE, rules.IS_MAC_ADDRESS, rules.IS_MAGNET_URI, rules.IS_MIME_TYPE],
  ...[rules.IS_MOBILE_PHONE, rules.IS_MULTIBYTE, rules.IS_NUMBER_STRING, rules.IS_OCTAL, rules.IS_PASSPORT_NUMBER],
  ...[rules.IS_PHONE_NUMBER, rules.IS_PORT, rules.IS_POSTAL_CODE, rules.IS_RGB_COLOR, rules.IS_SEM_VER],
  ...[rules.IS_STRONG_PASSWORD, rules.IS_SURROGATE_PAIR, rules.IS_TAX_ID, rules.IS_TIMEZONE, rules.IS_UPPERCASE],
  ...[rules.IS_VARIABLE_WIDTH, rules.NOT_CONTAINS],
];

/**
 * The JSON Schema of each rule of class-validator. A rule that is missing here, or checks more than its schema says, is
 * still checked when a value arrives: the schema may accept too much, and never refuses a valid value.
 */
const CONVERTERS: Readonly<Record<string, Schema | ((constraints: Constraints) => Schema)>> = {
  ...Object.fromEntries(STRING_RULES.map((rule) => [rule, string])),
  [rules.IS_STRING]: string,
  [rules.IS_NOT_EMPTY]: { minLength: 1 },
  [rules.IS_LENGTH]: ([minLength, maxLength]) => ({ ...string, minLength, maxLength }),
  [rules.MIN_LENGTH]: ([minLength]) => ({ ...string, minLength }),
  [rules.MAX_LENGTH]: ([maxLength]) => ({ ...string, maxLength }),
  [rules.MATCHES]: ([pattern, flags]) => ({ ...string, pattern: portablePattern(pattern, flags) }),
  [rules.CONTAINS]: ([part]) => ({ ...string, pattern: escaped(String(part)) }),
  [rules.IS_ALPHA]: ([locale]) => ({ ...string, pattern: locale === undefined ? '^[A-Za-z]+$' : undefined }),
  [rules.IS_ALPHANUMERIC]: ([locale]) => ({ ...string, pattern: locale === undefined ? '^[0-9A-Za-z]+$' : undefined }),
  [rules.IS_MONGO_ID]: { ...string, pattern: '^[0-9A-Fa-f]{24}$' },
  [rules.IS_MILITARY_TIME]: { ...string, pattern: '^([01]\\d|2[0-3]):?([0-5]\\d)$' },
  [rules.IS_BOOLEAN_STRING]: { ...string, enum: ['true', 'false', '1', '0'] },
  [rules.IS_EMAIL]: { ...string, format: 'email' },
  [rules.IS_URL]: { ...string, format: 'uri' },
  [rules.IS_FQDN]: { ...string, format: 'hostname' },
  [rules.IS_UUID]: { ...string, format: 'uuid' },
  [rules.IS_IP]: ([version]) => ({
    ...string,
    format: version === undefined ? undefined : `ipv${version as string | number}`,
  }),
  [rules.IS_BASE64]: { ...string, contentEncoding: 'base64' },
  [rules.IS_RFC_3339]: dateTime,
  [rules.IS_DATE]: dateTime,
  [rules.MIN_DATE]: dateTime,
  [rules.MAX_DATE]: dateTime,
  [rules.IS_BOOLEAN]: { type: 'boolean' },
  [rules.IS_NUMBER]: { type: 'number' },
  [rules.IS_INT]: { type: 'integer' },
  [rules.MIN]: ([minimum]) => ({ type: 'number', minimum }),
  [rules.MAX]: ([maximum]) => ({ type: 'number', maximum }),
  [rules.IS_POSITIVE]: { type: 'number', exclusiveMinimum: 0 },
  [rules.IS_NEGATIVE]: { type: 'number', exclusiveMaximum: 0 },
  [rules.IS_DIVISIBLE_BY]: ([divisor]) => ({ type: 'number', multipleOf: Math.abs(divisor as number) || undefined }),
  [rules.EQUALS]: ([value]) => choice([value]),
  [rules.IS_IN]: ([values]) => choice(values),
  // The second constraint is the list without the reverse names of a numeric enum.
  [rules.IS_ENUM]: ([, values]) => choice(values),
  [rules.IS_OBJECT]: { type: 'object' },
  [rules.IS_NOT_EMPTY_OBJECT]: { type: 'object', minProperties: 1 },
  [rules.IS_ARRAY]: { type: 'array' },
  [rules.ARRAY_CONTAINS]: { type: 'array' },
  [rules.ARRAY_NOT_CONTAINS]: { type: 'array' },
  [rules.ARRAY_NOT_EMPTY]: { type: 'array', minItems: 1 },
  [rules.ARRAY_MIN_SIZE]: ([minItems]) => ({ type: 'array', minItems }),
  [rules.ARRAY_MAX_SIZE]: ([maxItems]) => ({ type: 'array', maxItems }),
  [rules.ARRAY_UNIQUE]: { type: 'array', uniqueItems: true },
};

export function ruleSchema(rule: string, constraints: Constraints): Schema {
  const converter = (Object.hasOwn(CONVERTERS, rule) ? CONVERTERS[rule] : undefined) ?? {};
  return typeof converter === 'function' ? converter(constraints) : converter;
}

/** Several rules of one property as one schema: the tightest of each bound, in any order of the decorators. */
export function allOf(schemas: readonly Schema[]): Schema {
  const result: Schema = {};
  for (const [keyword, value] of schemas.flatMap((schema) => Object.entries(schema))) {
    if (value !== undefined) result[keyword] = keyword in result ? tighter(keyword, result[keyword], value) : value;
  }
  return result;
}

function tighter(keyword: string, earlier: unknown, later: unknown): unknown {
  if (keyword === 'enum') return (earlier as unknown[]).filter((value) => (later as unknown[]).includes(value));
  if (keyword === 'type') return later === 'integer' && earlier === 'number' ? later : earlier;
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(earlier as number, later as number);
  if (/^(max|exclusiveMax)/.test(keyword)) return Math.min(earlier as number, later as number);
  return earlier;
}

function choice(values: unknown): Schema {
  const list = Array.isArray(values) ? (values as unknown[]) : [];
  const types = new Set(list.map((value) => typeof value));
  const [only] = types;
  return { ...(types.size === 1 && only !== 'object' && { type: only }), enum: list };
}

/**
 * JSON Schema has no flags and compiles patterns as Unicode (2020-12 validation, section 6.3.3): a pattern that would
 * mean something else there is left to class-validator.
 */
function portablePattern(pattern: unknown, modifiers: unknown): string | undefined {
  const { source, flags } =
    pattern instanceof RegExp
      ? pattern
      : { source: String(pattern), flags: typeof modifiers === 'string' ? modifiers : '' };
  if (/[imsvy]/.test(flags)) return undefined;
  try {
    return new RegExp(source, 'u').source;
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

// Written out: asking the package for all it exports would put every rule into a bundle, phone numbers included.
const NAMES =
  'IsFirebasePushId arrayContains arrayMaxSize arrayMinSize arrayNotContains arrayNotEmpty arrayUnique contains ' +
  'equals isAlpha isAlphanumeric isArray isAscii isBIC isBase32 isBase58 isBase64 isBoolean isBooleanString ' +
  'isBtcAddress isByteLength isCreditCard isCurrency isDataURI isDate isDateString isDecimal isDefined ' +
  'isDivisibleBy isEAN isEmail isEmpty isEnum isEthereumAddress isFqdn isFullWidth isHSL isHalfWidth isHash ' +
  'isHexColor isHexadecimal isIBAN isISO31661Alpha2 isISO31661Alpha3 isISO31661Numeric isISO4217CurrencyCode ' +
  'isISO6391 isISRC isISSN isIdentityCard isIn isInstance isInt isIp isIsbn isIsin isIso8601 isJson isJwt isLatLong ' +
  'isLatitude isLength isLocale isLongitude isLowercase isMacAddress isMagnetURI isMilitaryTime isMimeType ' +
  'isMobilePhone isMongoId isMultibyte isNegative isNotEmpty isNotEmptyObject isNotIn isNumber isNumberString ' +
  'isObject isOctal isOptional isPassportNumber isPhoneNumber isPort isPositive isPostalCode isRFC3339 isRgbColor ' +
  'isSemVer isString isStrongPassword isSurrogatePair isTaxId isTimeZone isUppercase isUrl isUuid isVariableWidth ' +
  'matches max maxDate maxLength min minDate minLength notContains notEquals';

/** The names of class-validator's own rules: their default messages never hold the value. */
export const OWN_RULES: ReadonlySet<string> = new Set([...NAMES.split(' '), rules.ValidationTypes.NESTED_VALIDATION]);
