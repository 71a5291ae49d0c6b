import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
type Blocks = Record<string, Record<string, Record<string, unknown>[]>>;
interface Configuration {
  resource: Blocks;
  data: Blocks;
  variable: Record<string, Record<string, unknown>[]>;
  locals: Record<string, unknown>[];
}

// Its types bring those of a browser along, for the whole of the project.
const { parse } = jest.requireActual<{ parse(name: string, text: string): Promise<object> }>('@cdktf/hcl2json');

const FOLDER = 'deploy/terraform';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.tf'));
const source = files.map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('\n');
let all: Configuration;

const only = (type: string): Record<string, unknown> => Object.values(all.resource[type] ?? {}).flat()[0]!;

beforeAll(async () => {
  all = (await parse('all.tf', source)) as Configuration;
});

describe('the Terraform example', () => {
  it.each(files)('is HCL: %s', async (name) => {
    expect(Object.keys(await parse(name, readFileSync(join(FOLDER, name), 'utf8')))).not.toEqual([]);
  });

  it('refers to nothing that it does not have', () => {
    const { resource, data, variable, locals } = all;
    const known = new Set([
      ...Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)),
      ...Object.entries(data).flatMap(([type, named]) => Object.keys(named).map((name) => `data.${type}.${name}`)),
      ...Object.keys(variable).map((name) => `var.${name}`),
      ...locals.flatMap((one) => Object.keys(one)).map((name) => `local.${name}`),
    ]);
    const named = [...source.matchAll(/(?:data\.)?\b(?:aws_\w+|var|local)\.\w+/g)].map(([name]) => name);

    expect([named.length > 15, named.filter((name) => !known.has(name))]).toEqual([true, []]);
  });

  it('streams from the file that the build makes, on a runtime and processor of today', () => {
    expect([only('aws_lambda_function'), only('aws_lambda_function_url')]).toMatchObject([
      {
        handler: 'dist/lambda.streamHandler',
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        timeout: '${local.call_timeout_ms / 1000 + 10}',
        reserved_concurrent_executions: '${var.concurrency}',
      },
      { authorization_type: 'NONE', invoke_mode: 'RESPONSE_STREAM' },
    ]);
  });

  it('lets the URL invoke the function, and nothing else from outside', () => {
    const permissions = Object.values(all.resource['aws_lambda_permission'] ?? {}).flat();

    expect(permissions).toMatchObject([
      { action: 'lambda:InvokeFunction', invoked_via_function_url: true },
      { action: 'lambda:InvokeFunctionUrl', function_url_auth_type: 'NONE' },
    ]);
  });

  it('grants the function nothing but to write its own log, which is kept for a while', () => {
    expect(all.data['aws_iam_policy_document']?.['logs']).toEqual([
      {
        statement: [
          {
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: ['${aws_cloudwatch_log_group.function.arn}:*'],
          },
        ],
      },
    ]);
    expect(only('aws_cloudwatch_log_group')).toMatchObject({ retention_in_days: '${var.log_days}' });
  });

  it('holds no secret itself', () => {
    expect(source).toContain('API_KEYS        = data.aws_ssm_parameter.key_hashes.value');
    expect(source).toContain('STATE_SECRET    = data.aws_secretsmanager_secret_version.state.secret_string');
  });
});
