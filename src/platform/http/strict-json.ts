import { Problem } from '../problem.ts';

const MOST_LEVELS = 20;
const MOST_NAMES = 2_000;
const MOST_ELEMENTS = 1_000;

/** Names every object has already: what copies and compares objects further on drops them, trusts them or is changed by them. */
const RESERVED = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** In JSON that parses, these are all the tokens that matter; unrolled, so that a long string costs no backtracking. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]|-?\d[\d.eE+-]*/g;

/** Reads a body as one JSON value that every reader would understand alike, or says what to change about it. */
export function readStrictJson(raw: Buffer, contentType: string | undefined): unknown {
  requireUtf8Json(contentType);
  const text = decoded(raw);
  const value = parsed(text);
  inspect(text);
  return value;
}

function requireUtf8Json(contentType = ''): void {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const isJson = type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
  const isUtf8 = parameters.every((parameter) => !parameter.startsWith('charset') || /^charset="?utf-8"?$/.test(parameter));
  if (!isJson || !isUtf8) throw new Problem('unsupported-media-type', 'unsupported-media-type', 'Send the body as application/json in UTF-8');
}

function decoded(raw: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw unreadable('The body is not valid UTF-8; encode it anew');
  }
  if (text.startsWith('\uFEFF')) throw unreadable('Send the body without a byte order mark');
  if (text.trim() === '') throw unreadable('The body is empty; send a JSON object');
  return text;
}

/** The engine's own message is not passed on: it quotes the body. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('The body is not valid JSON; check its brackets, quotes and commas');
  }
}

type Level = { names?: Set<string>; elements: number };

/** What JSON.parse cannot tell afterwards, because it keeps the last of two equal names and rounds the numbers. */
function inspect(text: string): void {
  const levels: Level[] = [];
  let names = 0;
  let nameIsNext = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ names: token === '{' ? new Set() : undefined, elements: 1 });
      if (levels.length > MOST_LEVELS) throw tooComplex(`Nest lists and objects at most ${MOST_LEVELS} deep`);
      nameIsNext = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      nameIsNext = false;
    } else if (token === ',') {
      nameIsNext = level?.names !== undefined;
      if (level && !level.names && ++level.elements > MOST_ELEMENTS) throw tooComplex(`Send at most ${MOST_ELEMENTS} elements in one list`);
    } else if (token.startsWith('"')) {
      const string = stringOf(token);
      if (!nameIsNext) continue;
      if (++names > MOST_NAMES) throw tooComplex(`Send at most ${MOST_NAMES} names in one body`);
      requireOwnName(string, level!.names!);
      nameIsNext = false;
    } else if (Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER) {
      throw unreadable('A number is too large to be kept exactly; send it smaller or as text');
    }
  }
}

/** Postgres stores neither, and an escape is the only way in: raw, a NUL is not JSON and a lone surrogate is not UTF-8. */
function stringOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  const string = JSON.parse(token) as string;
  if (/\0|\p{Cs}/u.test(string)) throw unreadable('A text has a NUL or half of a surrogate pair; leave it out');
  return string;
}

function requireOwnName(name: string, names: Set<string>): void {
  if (RESERVED.has(name)) throw unreadable('A name is reserved, such as constructor or __proto__; leave it out');
  if (names.has(name)) throw unreadable('An object has the same name twice; send each once');
  names.add(name);
}

const unreadable = (title: string) => new Problem('malformed', 'unreadable-body', title);
const tooComplex = (title: string) => new Problem('malformed', 'body-too-complex', title);
