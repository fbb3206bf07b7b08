import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = {
  pattern?: string;
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  example?: unknown;
  default?: unknown;
  minimum?: number;
  minLength?: number;
  items?: Schema;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
};
type Content = Record<string, { schema?: Schema; example?: unknown }>;
type Operation = { requestBody?: { content: Content }; responses: Record<string, { $ref?: string; content?: Content }> };
type Schemas = Record<string, Schema>;

const VERBS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/**
 * What the code does not say field by field, said once: the formats that names imply, an example for every body and
 * answer, and each problem's answer in one place instead of in sixty.
 */
export function polished(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  for (const schema of Object.values(schemas)) for (const [name, property] of Object.entries(schema.properties ?? {})) implyFormat(name, property);
  const responses: Record<string, object> = {};
  for (const path of Object.values(document.paths)) {
    for (const verb of VERBS) {
      const operation = (path as Partial<Record<(typeof VERBS)[number], Operation>>)[verb];
      if (!operation) continue;
      if (operation.requestBody) exemplify(operation.requestBody.content, schemas);
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response.content && !response.content['application/problem+json']) exemplify(response.content, schemas);
        if (!response.content?.['application/problem+json']) continue;
        responses[`Problem${status}`] ??= response;
        operation.responses[status] = { $ref: `#/components/responses/Problem${status}` };
      }
    }
  }
  document.components = { ...document.components, responses: responses as NonNullable<OpenAPIObject['components']>['responses'] };
  return document;
}

function implyFormat(name: string, schema: Schema): void {
  const target = schema.type === 'array' ? schema.items : schema;
  if (target?.type === 'number' && /^(version|.*Minutes|.*Days|.*Count)$/.test(name)) target.type = 'integer';
  if (target?.type !== 'string' || target.format) return;
  // An id of the caller's own making says more exactly what it is.
  if (/^id$|Ids?$/.test(name) && !target.pattern) target.format = 'uuid';
  else if (/(On|Since|asOf|birthDate)$/.test(name)) target.format = 'date';
}

function exemplify(content: Content, schemas: Schemas): void {
  const json = content['application/json'];
  if (json?.schema) json.example = exampleOf('', json.schema, schemas);
}

function exampleOf(name: string, schema: Schema, schemas: Schemas): unknown {
  if (schema.$ref) return exampleOf(name, schemas[schema.$ref.split('/').at(-1)!] ?? {}, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(name, part, schemas)));
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return schema.items ? [exampleOf(name, schema.items, schemas)] : [];
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([key, property]) => [key, exampleOf(key, property, schemas)]));
  if (schema.type === 'object') return {};
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return schema.default ?? Math.max(1, schema.minimum ?? 1);
  return FORMATS[schema.format ?? ''] ?? WORDS[name] ?? 'support'.padEnd(schema.minLength ?? 0, '-');
}

const FORMATS: Record<string, string> = {
  uuid: '019a2b6e-7d4f-7c3a-9a51-0d3b8a4f2c11',
  'date-time': '2026-11-22T15:04:05.000Z',
  date: '2026-11-22',
};

const WORDS: Record<string, string> = {
  name: 'Ana Madeup',
  authorName: 'Ana Madeup',
  supervisorName: 'Sue Samplewood',
  peerSpecialist: 'Ana Madeup',
  preferredName: 'Jo',
  email: 'ana@center.example',
  code: 'PW-48KSNWD',
  program: 'therapy',
  programCode: 'therapy',
  languages: 'en',
  pathways: '12-step',
  next: 'AZqW3k9Pf6KcVxYx0sLWmA',
  reason: 'Asked for by the client',
  number: 'CPRS-1001',
};
