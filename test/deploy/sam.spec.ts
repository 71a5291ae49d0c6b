import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse, type Tags } from 'yaml';
import { settingsOf } from '../../src/config/setting.registry.js';
import { Settings } from '../../src/config/settings.js';
import { toVariableName } from '../../src/config/setting.registry.js';

/** CloudFormation's short forms of its functions. */
const SHORT_FORMS: Tags = ['Ref', 'Sub', 'GetAtt', 'If', 'Not', 'Equals'].flatMap((name) => {
  const call = (value: unknown): object => ({ [name === 'Ref' ? name : `Fn::${name}`]: value });
  const resolve = (value: { toJSON?: () => unknown } | string): object =>
    call(typeof value === 'string' ? value : value.toJSON?.());
  const tag = `!${name}`;
  return [
    { tag, resolve },
    { tag, collection: 'seq' as const, resolve },
  ];
});

const schema = JSON.parse(readFileSync('test/deploy/sam.schema.json', 'utf8'));
const template = parse(readFileSync('deploy/sam/template.yaml', 'utf8'), { customTags: SHORT_FORMS });
const { Resources, Parameters } = template;
const { Properties } = Resources.Function;
const text = JSON.stringify(template);

describe('the SAM template', () => {
  it('has the shape that SAM and CloudFormation document', () => {
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

    validate(template);

    expect(validate.errors ?? []).toEqual([]);
  });

  it('refers to nothing that it does not have', () => {
    const known = [...Object.keys(Resources), ...Object.keys(Parameters), 'FunctionUrl', 'AWS::NoValue'];
    const named = [
      ...[...text.matchAll(/"Ref":"([^"]+)"/g)].map(([, name]) => name),
      ...[...text.matchAll(/"Fn::GetAtt":"([^".]+)\./g)].map(([, name]) => name),
      ...[...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name),
    ];

    expect([named.length > 5, named.filter((name) => !known.includes(name!))]).toEqual([true, []]);
  });

  it('streams from the file that the build makes, on a runtime and processor of today', () => {
    expect(Properties).toMatchObject({
      Handler: 'dist/lambda.streamHandler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      FunctionUrlConfig: { AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' },
    });
  });

  it('lets the call end before the function, and reserves instances only where that is asked for', () => {
    const { Variables } = Properties.Environment;

    expect(Properties.Timeout * 1000).toBeGreaterThanOrEqual(Number(Variables.CALL_TIMEOUT_MS) + 5000);
    // A new account has a quota of ten, all of which have to stay unreserved.
    expect(Parameters.Concurrency.Default).toBe(0);
    expect(Properties.ReservedConcurrentExecutions).toEqual({
      'Fn::If': ['HasConcurrency', { Ref: 'Concurrency' }, { Ref: 'AWS::NoValue' }],
    });
  });

  it('sets only variables that exist, asks callers who they are, and holds no secret itself', () => {
    const names = [...settingsOf(Settings).keys()].map((property) => toVariableName(property));
    const { Variables } = Properties.Environment;

    expect(Object.keys(Variables).filter((name) => !names.includes(name))).toEqual([]);
    expect(Variables).toMatchObject({
      AUTH: 'api-key',
      API_KEYS: { Ref: 'KeyHashes' },
      STATE_SECRET: {
        'Fn::Sub': '{{resolve:secretsmanager:${StateSecretArn}:SecretString:::${StateSecretVersion}}}',
      },
    });
  });

  it('grants the function nothing but to write its own log, which is kept for a while', () => {
    const statements = Resources.Role.Properties.Policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
    );

    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': 'Logs.Arn' },
      },
    ]);
    expect(Resources.Logs.Properties.RetentionInDays).toEqual({ Ref: 'LogDays' });
    expect(text).not.toMatch(/"\*"/);
  });
});
