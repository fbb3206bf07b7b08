import { createRequire } from 'node:module';

export type Schema = {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  format?: string;
  enum?: unknown[];
  pattern?: string;
  nullable?: boolean;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  example?: unknown;
};
type Content = Record<string, { schema?: Schema; example?: unknown; examples?: unknown }>;
type Response = { $ref?: string; description?: string; content?: Content };
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
export type Operation = {
  operationId?: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
};

/** Read once for all suites of a worker; nobody changes it. */
const contract = createRequire(import.meta.url)('../../openapi.json') as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses?: Record<string, Response> };
};

/** Every operation of the committed contract, by the name that its route has in the code: `GET /v1/goals/:id`. */
export const OPERATIONS: [string, Operation][] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`, operation]),
);

/** With references followed and parts put together. */
export function whole(schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema;
  if ($ref) return { ...whole(contract.components.schemas[nameOf($ref)]!), ...own };
  return allOf ? Object.assign({}, ...allOf.map(whole), own) : schema;
}

export const answerOf = (response: Response): Response => (response.$ref ? contract.components.responses![nameOf(response.$ref)]! : response);

export const bodySchemaOf = ({ requestBody }: Operation): Schema | undefined => {
  const schema = requestBody?.content['application/json']?.schema;
  return schema && whole(schema);
};

const nameOf = (ref: string) => ref.split('/').at(-1)!;
