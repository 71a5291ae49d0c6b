/**
 * Lets the suite start on Node 20. Its bundle imports `globSync` from `fs`, which Node has since version 22, for a command
 * that is not used here.
 */
import { register } from 'node:module';

register(new URL('hooks.mjs', import.meta.url));
