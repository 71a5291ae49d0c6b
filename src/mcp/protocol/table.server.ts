import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type JSONRPCRequest,
  type Result,
  type ServerContext,
} from '@modelcontextprotocol/server';

type Handler = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>;

/** Methods that the SDK serves itself, and whose parameters it checks. */
const OWN_METHODS: ReadonlySet<string> = new Set(['initialize', 'logging/setLevel']);

/** An SDK server whose results come from the method table, which has shaped and checked them. */
export class TableServer extends Server {
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    // The SDK would check tool results once more, and put content into a result that is a task.
    if (method === 'tools/call') return handler;
    const wrapped = super._wrapHandler(method, handler);
    return OWN_METHODS.has(method) ? readably(method, wrapped) : wrapped;
  }
}

/** The SDK answers parameters that do not fit with −32603 and its schema library's own words. */
function readably(method: string, handler: Handler): Handler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      const faults = faultsIn((error as Error).message);
      if (faults === undefined) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Invalid params for ${method}: ${faults}`);
    }
  };
}

interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function faultsIn(message: string): string | undefined {
  try {
    const faults = JSON.parse(message) as SchemaFault[];
    return faults.map((fault) => `${fault.path.join('.')}: ${fault.message}`).join('; ');
  } catch {
    return undefined;
  }
}
