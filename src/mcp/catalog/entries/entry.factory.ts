import type { Type } from '@nestjs/common';
import { type Prompt, type ToolAnnotations, UriTemplate } from '@modelcontextprotocol/server';
import type { Capability } from '../../contract/capability.interface.js';
import type { CompleteOptions } from '../../contract/complete.decorator.js';
import type {
  CacheHint,
  ListResourcesOptions,
  ResourceOptions,
  ResourceTemplateOptions,
} from '../../contract/resource.decorators.js';
import type { CapabilityDeclaration } from '../../contract/metadata.js';
import type { PromptOptions } from '../../contract/prompt.decorator.js';
import type { SchemaSource } from '../../contract/schema.types.js';
import type { ToolOptions } from '../../contract/tool.decorator.js';
import { defaultName, nameFault } from './capability-name.js';
import type { CatalogEntry, EntryBase, EntryOf, ProviderRef } from './catalog-entry.interface.js';
import { headerParametersOf } from './header-parameters.js';
import { analyseParameters } from './parameter-plan.js';
import { inputContract, outputContract, type SchemaContract, SchemaFault } from '../schemas/index.js';
import { TemplateMatcher } from './template.matcher.js';

/** One decorated method, before it is checked. */
export interface MethodDeclaration extends Omit<Capability, 'kind' | 'name'> {
  readonly provider: ProviderRef;
  readonly type: Type;
  readonly prefix: string | undefined;
  readonly declaration: CapabilityDeclaration;
}

/** Receives the faults of a declaration. */
export type FaultSink = (message: string) => void;

const NO_INPUT: SchemaContract['schema'] = { type: 'object', properties: {}, additionalProperties: false };

/** Makes the catalog entry of a declaration; `undefined` when it has faults. */
export function createEntry(method: MethodDeclaration, report: FaultSink): CatalogEntry | undefined {
  let faults = 0;
  const fault: FaultSink = (message) => {
    faults += 1;
    report(message);
  };
  const entry = build(method, fault);
  return faults === 0 ? entry : undefined;
}

function build(method: MethodDeclaration, fault: FaultSink): CatalogEntry {
  const { kind, options } = method.declaration;
  switch (kind) {
    case 'tool':
      return tool(method, options as ToolOptions, fault);
    case 'resource':
      return resource(method, options as ResourceOptions, fault);
    case 'resourceTemplate':
      return resourceTemplate(method, options as ResourceTemplateOptions, fault);
    case 'prompt':
      return prompt(method, options as PromptOptions, fault);
    case 'resourceList': {
      const { of } = options as ListResourcesOptions;
      return { ...base(method, 'resourceList', `resources of ${of}`, {}, fault), of };
    }
    case 'completion': {
      const { of, argument } = options as CompleteOptions;
      return { ...base(method, 'completion', `${argument} of ${of}`, {}, fault), of, argument };
    }
  }
}

interface CommonOptions {
  readonly input?: SchemaSource;
  readonly timeoutMs?: number;
}

function base<Kind extends CatalogEntry['kind']>(
  method: MethodDeclaration,
  kind: Kind,
  name: string,
  options: CommonOptions,
  fault: FaultSink,
): EntryBase & { readonly kind: Kind } {
  const { toolset, className, methodName, access, provider } = method;
  const analysis = analyseParameters(method.type, methodName, kind, options.input !== undefined);
  analysis.faults.forEach(fault);
  const source = options.input ?? analysis.inputType;
  // The protocol carries prompt arguments and template variables as strings.
  const convertStrings = kind !== 'tool';
  const input = source && contractOf(() => inputContract(source, { convertStrings }), fault);
  if (options.timeoutMs !== undefined && !(options.timeoutMs > 0)) {
    fault(`timeoutMs is ${options.timeoutMs}: give a number of milliseconds above 0`);
  }
  const { timeoutMs } = options;
  return { kind, name, toolset, className, methodName, access, provider, parameters: analysis.plan, input, timeoutMs };
}

function contractOf(create: () => SchemaContract, fault: FaultSink): SchemaContract | undefined {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    fault(error.message);
    return undefined;
  }
}

function tool(method: MethodDeclaration, options: ToolOptions, fault: FaultSink): EntryOf<'tool'> {
  const name = ownName(method, options, fault);
  requireDescription(options, fault);
  const entry = base(method, 'tool', name, options, fault);
  const { output: source, title, description, annotations, icons, _meta } = options;
  const output = source && contractOf(() => outputContract(source), fault);
  const definition = {
    name,
    ...(title !== undefined && { title }),
    description,
    inputSchema: { ...(entry.input?.schema ?? NO_INPUT), type: 'object' as const },
    ...(output && { outputSchema: { ...output.schema, type: 'object' as const } }),
    ...(annotations && { annotations: annotations satisfies ToolAnnotations }),
    ...(icons && { icons: [...icons] }),
    ...(_meta && { _meta }),
  };
  if (options.taskStart === 'manual' && options.task === undefined) {
    fault("taskStart is 'manual' and no call can become a task: add task: 'optional' or task: 'required'");
  }
  const task = options.task && { required: options.task === 'required', manual: options.taskStart === 'manual' };
  const headerParameters = headerParametersOf(definition.inputSchema, fault);
  return { ...entry, definition, output, task, headerParameters };
}

function resource(method: MethodDeclaration, options: ResourceOptions, fault: FaultSink): EntryOf<'resource'> {
  const name = ownName(method, options, fault);
  requireDescription(options, fault);
  if (!URL.canParse(options.uri))
    fault(`the URI '${options.uri}' is not absolute: begin it with a scheme, such as app://`);
  const { name: _name, timeoutMs: _timeout, cache, icons, ...shown } = options;
  const definition = { ...shown, name, ...(icons && { icons: [...icons] }) };
  checkCache(method, cache, fault);
  return { ...base(method, 'resource', options.uri, options, fault), definition, cache };
}

function resourceTemplate(
  method: MethodDeclaration,
  options: ResourceTemplateOptions,
  fault: FaultSink,
): EntryOf<'resourceTemplate'> {
  const name = ownName(method, options, fault);
  requireDescription(options, fault);
  const entry = base(method, 'resourceTemplate', options.uriTemplate, options, fault);
  const parsed = parseTemplate(options.uriTemplate, fault);
  if (parsed) checkVariables(parsed, entry.input, fault);
  const template = parsed ?? new UriTemplate('');
  const { name: _name, timeoutMs: _timeout, input: _input, cache, icons, ...shown } = options;
  const definition = { ...shown, name, ...(icons && { icons: [...icons] }) };
  checkCache(method, cache, fault);
  return { ...entry, definition, template, matcher: new TemplateMatcher(template), cache };
}

function checkCache({ access }: MethodDeclaration, cache: CacheHint | undefined, fault: FaultSink): void {
  if (cache === undefined) return;
  if (!Number.isInteger(cache.ttlMs) || cache.ttlMs < 0)
    fault(`cache.ttlMs is ${cache.ttlMs}: give whole milliseconds from 0`);
  if (cache.scope === 'public' && access?.public === false) {
    fault("cache.scope is 'public' on a resource that needs scopes: a shared cache would give it to everybody");
  }
}

function parseTemplate(uriTemplate: string, fault: FaultSink): UriTemplate | undefined {
  try {
    const template = new UriTemplate(uriTemplate);
    if (!/^([a-z][a-z\d+.-]*:|\{)/i.test(uriTemplate)) {
      fault(`the URI template '${uriTemplate}' is not absolute: begin it with a scheme, such as app://`);
    }
    if (template.variableNames.length === 0) {
      fault(`the URI template '${uriTemplate}' has no variable: add one, such as {id}, or use @Resource`);
    }
    return template;
  } catch (error) {
    fault(`the URI template '${uriTemplate}' cannot be used: ${(error as Error).message}`);
    return undefined;
  }
}

function checkVariables(template: UriTemplate, input: SchemaContract | undefined, fault: FaultSink): void {
  const known = Object.keys(input?.schema['properties'] ?? {});
  const variables = template.variableNames;
  const missing = known.filter((name) => !variables.includes(name));
  if (missing.length > 0) {
    fault(`the input has ${missing.join(', ')}, which the URI template does not: add {${missing[0]}} to the template`);
  }
  const unknown = input?.schema['additionalProperties'] === false ? variables.filter((v) => !known.includes(v)) : [];
  if (unknown.length > 0) {
    fault(`the URI template has ${unknown.join(', ')}, which the input does not: add a property ${unknown[0]} to it`);
  }
}

function prompt(method: MethodDeclaration, options: PromptOptions, fault: FaultSink): EntryOf<'prompt'> {
  const name = ownName(method, options, fault);
  requireDescription(options, fault);
  const entry = base(method, 'prompt', name, options, fault);
  const { input: _input, timeoutMs: _timeout, icons, ...shown } = options;
  checkArguments(entry.input, fault);
  const args = promptArguments(entry.input);
  const definition: Prompt = { ...shown, name, ...(icons && { icons: [...icons] }), ...(args && { arguments: args }) };
  return { ...entry, definition };
}

function checkArguments(input: SchemaContract | undefined, fault: FaultSink): void {
  const properties = Object.entries((input?.schema['properties'] ?? {}) as Record<string, Record<string, unknown>>);
  for (const [name, { type, $ref, anyOf }] of properties) {
    if (type !== 'object' && type !== 'array' && $ref === undefined && anyOf === undefined) continue;
    const what = type === 'array' ? 'a list' : 'an object';
    fault(
      `the argument '${name}' is ${what}, and the protocol carries prompt arguments as strings: ` +
        'declare strings, numbers, booleans or enums',
    );
  }
}

function promptArguments(input: SchemaContract | undefined): Prompt['arguments'] {
  if (!input) return undefined;
  const required = (input.schema['required'] ?? []) as string[];
  const properties = (input.schema['properties'] ?? {}) as Record<string, { title?: string; description?: string }>;
  return Object.entries(properties).map(([name, { title, description }]) => ({
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    required: required.includes(name),
  }));
}

function ownName(method: MethodDeclaration, options: { readonly name?: string }, fault: FaultSink): string {
  const name = options.name ?? defaultName(method.prefix, method.methodName);
  const problem = nameFault(name);
  if (problem !== undefined) fault(problem);
  return name;
}

function requireDescription(options: { readonly description?: string }, fault: FaultSink): void {
  if (typeof options.description !== 'string' || options.description.trim() === '') {
    fault('the description is missing: say in a sentence what it does and when to use it');
  }
}
