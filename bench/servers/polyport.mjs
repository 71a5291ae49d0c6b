/** The product as `dist/main` starts it, by its environment, with the benchmark's tools in place of its own. */
import { load, loadPackage } from '../lib/product.mjs';
import { decorateMethod } from './shared/decorate.mjs';
import { ECHO, IDENTITY, OTHERS } from './shared/tools.mjs';

await loadPackage('reflect-metadata');
const { Describe, Scopes, Tool, Toolset } = await load('mcp/contract/index');
const { IsInt, IsOptional, IsString } = await loadPackage('class-validator');

class EchoInput {}
class RecordInput {}

function property(type, name, valueType, ...decorators) {
  Reflect.defineMetadata('design:type', valueType, type.prototype, name);
  for (const decorator of decorators) decorator(type.prototype, name);
}

property(EchoInput, 'text', String, IsString(), Describe('Any text'));
property(RecordInput, 'number', String, IsString(), Describe('Number of the record'));
property(RecordInput, 'limit', Number, IsInt(), IsOptional());

class BenchToolset {
  echo({ text }) {
    return text;
  }
}

function offer(tool, input) {
  Reflect.defineMetadata('design:paramtypes', [input], BenchToolset.prototype, tool.name);
  decorateMethod(BenchToolset, tool.name, Tool(tool), Scopes('bench'));
}

offer(ECHO, EchoInput);
for (const other of OTHERS) {
  const method = ({ number }) => number;
  Object.defineProperty(BenchToolset.prototype, other.name, { value: method, configurable: true, writable: true });
  offer(other, RecordInput);
}
Toolset({ name: 'bench' })(BenchToolset);

const { ToolsetsModule } = await load('toolsets/toolsets.module');
ToolsetsModule.register = () => ({ module: ToolsetsModule, providers: [BenchToolset] });

async function serve(settings) {
  const [transport] = settings.transport;
  const bootstrap = await load(`transports/${transport}/${transport}.bootstrap`);
  if (transport === 'stdio') return bootstrap.serve(settings);
  return (await load('transports/network/network.bootstrap')).serve(settings, [bootstrap[transport]]);
}

const { loadSettings } = await load('config/index');
process.exit(await serve(loadSettings(process.env, IDENTITY)));
