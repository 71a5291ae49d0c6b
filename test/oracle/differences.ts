import { callDifferences } from './differences/calls.differences.js';
import { edgeDifferences } from './differences/edges.differences.js';
import { messageDifferences } from './differences/messages.differences.js';
import type { Rule } from './differences/rule.interface.js';

/** All differences between our server and a bare one of the SDK; the first that applies explains a place. */
export const differences: readonly Rule[] = [...messageDifferences, ...callDifferences, ...edgeDifferences];
