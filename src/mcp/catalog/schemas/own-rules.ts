import { ValidationTypes } from 'class-validator';

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

/** class-validator's own rules, whose own words never hold the value. */
export const OWN_RULES: ReadonlySet<string> = new Set([...NAMES.split(' '), ValidationTypes.NESTED_VALIDATION]);
