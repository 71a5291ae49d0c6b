/** A value is sensitive as a whole, or is an object, or a list of them, with properties that are; empty: nothing is. */
export type Sensitivity = 'sensitive' | readonly SensitivePaths[];

/**
 * What of an object is sensitive, by the names that clients use; `*` stands for every name. A class that contains itself
 * makes a map that contains itself.
 */
export type SensitivePaths = ReadonlyMap<string, Sensitivity>;
