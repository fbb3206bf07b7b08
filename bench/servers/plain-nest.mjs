// Compiles and starts plain-nest.ts, which is no part of the application.
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

const { code } = transformSync(readFileSync(new URL('plain-nest.ts', import.meta.url), 'utf8'), {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
  },
  module: { type: 'es6' },
});
const compiled = new URL('../../dist/bench/plain-nest.js', import.meta.url);
mkdirSync(new URL('.', compiled), { recursive: true });
writeFileSync(compiled, code);
await import(compiled);
