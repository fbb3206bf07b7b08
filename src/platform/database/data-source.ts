import pg from 'pg';
import { DefaultNamingStrategy, type DataSourceOptions, type EntityTarget, type MixedList, type ObjectLiteral } from 'typeorm';
import type { Env } from '../../config/env.ts';

/** camelCase in the code, snake_case in the database, and no list of both. */
export class FieldNames extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return given ?? [...prefixes, property].join('_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

// A calendar date is a day, not the instant at which it began somewhere.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/** Told of each connection that the pool opens. */
export type Watch = (client: pg.ClientBase) => void;

/** The API's pool. Every limit is there because without it one bad minute lasted until a restart. */
export const apiSource = (url: string, env: Pick<Env, 'POOL_SIZE'>, entities: EntityTarget<ObjectLiteral>[], watch?: Watch): DataSourceOptions => ({
  type: 'postgres',
  url,
  schema: 'app',
  entities: entities as MixedList<string>,
  namingStrategy: new FieldNames(),
  synchronize: false,
  installExtensions: false,
  applicationName: 'peerwork',
  poolSize: env.POOL_SIZE,
  connectTimeoutMS: 2_000,
  poolErrorHandler: () => {},
  extra: { keepAlive: true, query_timeout: 6_000, idleTimeoutMillis: 30_000, onConnect: welcome(watch) },
});

/** A server that goes away says so between queries; an unheard error event would end the process. */
const welcome = (watch: Watch | undefined) => (client: pg.ClientBase) => {
  client.on('error', () => {});
  watch?.(client);
};
